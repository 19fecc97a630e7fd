"""An Excel workbook: a first sheet that says what it is, then one sheet a table. Constants only: no formula, no link,
no macro, and the same bytes for the same contents."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from xlsxwriter import Workbook
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from .rules import About, Cell, Table, as_told, printable

CONSTANTS_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_TEXT = 32_767  # of a cell, counted in UTF-16; the limit is Excel's
CUT = " [cut: a spreadsheet’s cell holds no more. The whole text is in the CSV and the JSON file.]"
EXACT = 2**53  # the largest count that a spreadsheet holds exactly
FIRST_DAY = date(1900, 3, 1)  # before it, Excel and others count days differently
NARROW, WIDE = 9, 60
UNHELD = (
    "Characters that a spreadsheet cannot hold are shown as \N{REPLACEMENT CHARACTER}. "
    f"A text of more than {LONGEST_TEXT:,} characters is cut, and says so where it is."
)


@dataclass(frozen=True)
class Styles:
    """`text` marks its cells as text, so that none becomes a formula when somebody edits it."""

    head: CellFormat
    text: CellFormat
    plain: CellFormat
    day: CellFormat


def as_xlsx(about: About, tables: Sequence[Table]) -> bytes:
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True} | CONSTANTS_ONLY)
    marking = about.release.marking.value
    created = about.at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": about.title, "category": marking, "created": created})
    top = {"valign": "top"}
    styles = Styles(
        head=book.add_format(top | {"bold": True, "text_wrap": True, "quote_prefix": True}),
        text=book.add_format(top | {"text_wrap": True, "quote_prefix": True}),
        plain=book.add_format(top),
        day=book.add_format(top | {"num_format": "yyyy-mm-dd"}),
    )
    _write_about(_sheet(book, "About", marking), about, styles)
    for table in tables:
        _write_table(_sheet(book, table.name, marking), table, styles)
    book.close()
    return file.getvalue()


def _sheet(book: Workbook, name: str, marking: str) -> Worksheet:
    """A sheet that is printed across, as wide as the paper, with the marking above and below."""
    sheet = book.add_worksheet(name)
    sheet.set_header(f'&C&"-,Bold"{marking}')
    sheet.set_footer(f'&L{name}&C&"-,Bold"{marking}&RPage &P of &N')
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    return sheet


def _write_about(sheet: Worksheet, about: About, styles: Styles) -> None:
    lines = about.told | {"about_this_file": UNHELD}
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)
    for row, (name, told) in enumerate(lines.items()):
        _write(sheet, row, 0, words(name), styles, styles.head)
        _write(sheet, row, 1, told, styles)


def _write_table(sheet: Worksheet, table: Table, styles: Styles) -> None:
    widths = [len(words(name)) for name in table.head]
    for column, name in enumerate(table.head):
        _write(sheet, 0, column, words(name), styles, styles.head)
    for row, line in enumerate(table.lines, start=1):
        for column, cell in enumerate(line):
            _write(sheet, row, column, cell, styles)
            widths[column] = max(widths[column], _width(cell))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, max(NARROW, width + 1))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(table.rows), len(table.head) - 1)


def _width(cell: Cell) -> int:
    """Of its longest line, in letters, and no wider than a line is read well."""
    return min(WIDE, max(map(len, str(as_told(cell)).splitlines()), default=0))


def _write(
    sheet: Worksheet, row: int, column: int, cell: Cell, styles: Styles, style: CellFormat | None = None
) -> None:
    told, refused = as_told(cell), 0
    if isinstance(cell, date) and not isinstance(cell, datetime) and cell >= FIRST_DAY:
        refused = sheet.write_datetime(row, column, datetime.combine(cell, time.min), styles.day)
    elif isinstance(told, int | float) and abs(told) <= EXACT:
        refused = sheet.write_number(row, column, told, styles.plain)
    elif told is not None and (text := fitted(printable(str(told)))):
        refused = _write_text(sheet, row, column, text, style or styles.text)
    if refused:
        raise ValueError(f"Cell {row}, {column} of {sheet.name} could not be written ({refused}).")


def _write_text(sheet: Worksheet, row: int, column: int, text: str, style: CellFormat) -> int:
    if text.startswith("<r>") and text.endswith("</r>"):
        # xlsxwriter takes such a text for its own markup and would write it as it stands. In pieces it is escaped.
        return int(sheet.write_rich_string(row, column, text[0], text[1], text[2:], style))
    return int(sheet.write_string(row, column, text, style))


def fitted(text: str) -> str:
    """The text with line ends as a spreadsheet has them; if it is longer than a cell holds, cut, and saying so."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    units = lines.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return lines
    return units[: 2 * (LONGEST_TEXT - len(CUT))].decode("utf-16-le", "ignore") + CUT


def words(name: str) -> str:
    return name.replace("_", " ")
