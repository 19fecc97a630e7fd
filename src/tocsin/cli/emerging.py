"""The `tocsin emerge` command: words and phrases that a user's own documents use more than their past explains."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tocsin import pictures
from tocsin.cli.printing import progress
from tocsin.detection.emergence.document_rows import Columns, DocumentRows, document_rows
from tocsin.detection.emergence.emerging import Emergence, find_emerging
from tocsin.detection.emergence.offering import is_offered, proposals
from tocsin.detection.emergence.pictures import emergence_map
from tocsin.detection.emergence.rows import BELOW, OVERALL, RAISED
from tocsin.detection.emergence.settings import Settings
from tocsin.errors import DocumentsUnreadable, SourceUnreadable
from tocsin.records import EMERGING
from tocsin.sources.csv_files import plan_csv, read_csv_slice

RECORDS_A_SLICE = 10_000
SHOWN_ASIDE, EXPLAINED, PERIODS_SHOWN = 5, 5, 24
Row = Mapping[str, Any]

_out = Console(soft_wrap=True, highlight=False)


class Unit(StrEnum):
    """The periods documents are counted in."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


Documents = Annotated[Path, typer.Argument(metavar="DOCUMENTS", help="Documents (CSV with a header), a row each.")]
Text = Annotated[str, typer.Option("--text", metavar="COLUMN", help="The column with the text.")]
Date = Annotated[str, typer.Option("--date", metavar="COLUMN", help="The column with the date.")]
Place = Annotated[str | None, typer.Option("--place", metavar="COLUMN", help="The column with the area.")]
Source = Annotated[
    str | None, typer.Option("--source", metavar="COLUMN", help="The column that says who stands behind the text.")
]
Period = Annotated[Unit, typer.Option("--period", help="The periods to count in.")]
Lag = Annotated[int, typer.Option("--lag", min=0, help="Periods until all that is dated in a period is in hand.")]
Top = Annotated[int, typer.Option("--top", min=1, help="Terms to keep a period; raised ones are always kept.")]
Out = Annotated[Path | None, typer.Option("--out", help="The file (CSV) to write the ranked terms to.")]
Proposals = Annotated[
    Path | None, typer.Option("--candidates", help="A vocabulary file (TOML) to write raised terms to, as proposals.")
]
Plot = Annotated[Path | None, typer.Option("--plot", help="A picture to draw (SVG or PNG).")]
DateFormat = Annotated[
    str | None, typer.Option("--date-format", help="How dates are written, such as %d/%m/%Y.", show_default="found out")
]
Encoding = Annotated[str, typer.Option("--encoding", help="The file's encoding.")]
WithNames = Annotated[bool, typer.Option("--with-names", help="Keep terms that may be names of people, flagged.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


def emerge(  # noqa: PLR0913, PLR0917 - typer: an argument an option
    documents: Documents,
    text: Text,
    date: Date,
    place: Place = None,
    source: Source = None,
    period: Period = Unit.MONTH,
    lag: Lag = 0,
    out: Out = None,
    top: Top = 50,
    candidates: Proposals = None,
    plot: Plot = None,
    date_format: DateFormat = None,
    encoding: Encoding = "utf-8",
    with_names: WithNames = False,
    as_json: AsJson = False,
) -> None:
    """Which words and phrases are used more than their past explains, each period with what was known by then."""
    read = _read(documents, Columns(text, date, place, source), encoding, date_format)
    settings = Settings(period.value, lag=lag, top=top, keep_names=with_names)
    with progress(quiet=as_json) as on_progress:
        found = find_emerging(read.documents, settings, on_progress)
    rows = found.rows.to_pylist()
    if out is not None:
        _written(out, rows)
    if candidates is not None:
        candidates.write_text(proposals(rows), encoding="utf-8")
    if plot is not None:
        pictures.write(_picture(rows), plot)
    if as_json:
        _print_json(found, rows, read)
    else:
        _print_words(found, rows, read, [path for path in (out, candidates, plot) if path is not None])


def _read(path: Path, columns: Columns, encoding: str, date_format: str | None) -> DocumentRows:
    if not path.is_file():
        raise DocumentsUnreadable(f"{path}: there is no such file. Check its name.")
    try:
        slices = plan_csv(path, encoding=encoding, wanted=columns.wanted, records_per_slice=RECORDS_A_SLICE)
        tables = [
            read_csv_slice(source=path.name, piece=piece, encoding=encoding, wanted=columns.wanted) for piece in slices
        ]
    except SourceUnreadable as error:
        raise DocumentsUnreadable(str(error).replace(" in the watch", "")) from error
    read = document_rows((row for table in tables for row in table.to_pylist()), columns, date_format)
    if read.documents.num_rows == 0:
        first = read.set_aside[0]
        raise DocumentsUnreadable(f"{path}: no record can be used. Record {first.row}: {first.problem}. {first.remedy}")
    return read


def _written(path: Path, rows: Sequence[Row]) -> None:
    columns = [name for name in EMERGING.names if name != "quotes"]
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    except OSError as error:
        raise DocumentsUnreadable(f"{path} cannot be written: {error.strerror}. Check the folder.") from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _picture(rows: Sequence[Row]) -> dict[str, Any]:
    """The newest row of each term raised in the whole, newest first."""
    newest = {row["term"]: row for row in rows if row["area"] == OVERALL and row["level"] != BELOW}
    shown = sorted(newest.values(), key=lambda row: (row["period"], -row["rank"]), reverse=True)
    title = f"{len(newest)} terms stood out" if newest else "No term stood out"
    return emergence_map(shown, title=title)


def _print_json(found: Emergence, rows: Sequence[Row], read: DocumentRows) -> None:
    value = {
        "documents": read.documents.num_rows,
        "periods": [asdict(each) for each in found.periods],
        "terms": rows,
        "set_aside": [asdict(each) for each in read.set_aside],
    }
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def _print_words(found: Emergence, rows: Sequence[Row], read: DocumentRows, written: Sequence[Path]) -> None:
    _print_aside(read)
    if not found.periods:
        _out.print("The past is too short: no period has four before it that are fully in hand.")
        return
    _out.print(_accounts(found))
    newest = found.periods[-1].period
    shown = [row for row in rows if row["period"] == newest and row["area"] == OVERALL]
    raised = [row for row in shown if row["level"] != BELOW]
    _out.print(_terms(raised or shown[:5], f"{newest}: {len(raised)} terms stand out" if raised else newest))
    if not raised:
        _out.print(f"No term stands out in {newest}. The most unusual are shown; chance alone brings such.")
    for row in raised[:EXPLAINED]:
        _print_why(row)
    offered = len({row["term"] for row in rows if is_offered(row)})
    _out.print(f"{offered} raised terms may be proposed for the vocabulary (--candidates FILE).")
    for path in written:
        _out.print(f"Written: {escape(str(path))}")


def _print_aside(read: DocumentRows) -> None:
    for each in read.set_aside[:SHOWN_ASIDE]:
        _out.print(f"Set aside: record {each.row}: {escape(each.problem)}. {escape(each.remedy)}")
    if len(read.set_aside) > SHOWN_ASIDE:
        _out.print(f"… and {len(read.set_aside) - SHOWN_ASIDE:,} more (--json lists all).")
    _out.print(f"{read.documents.num_rows:,} documents used, {len(read.set_aside):,} records set aside.")


def _accounts(found: Emergence) -> Table:
    headings = ("period", "could be said in", "documents", "terms tested", "raised", "of these new", "left out*")
    table = Table(
        *headings,
        title="Periods",
        title_justify="left",
        caption="* may be a name + word for ethnicity, nationality or religion",
    )
    for each in found.periods[-PERIODS_SHOWN:]:
        figures = (each.documents, each.tested, each.raised, each.newly_raised)
        table.add_row(each.period, each.raised_in, *(f"{n:,}" for n in figures), f"{each.names} + {each.protected}")
    return table


def _terms(rows: Sequence[Row], title: str) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in ("rank", "term", "documents", "expected", "q", "since", "level", "flags"):
        table.add_column(heading)
    for row in rows:
        figures = (f"{row['count']:,}", f"{row['expected']:.1f}", f"{row['q']:.2g}")
        words = (row["first_excess"], row["level"], row["flags"])
        table.add_row(str(row["rank"]), escape(row["term"]), *figures, *words)
    return table


def _print_why(row: Row) -> None:
    _out.print(f"\n[bold]{escape(row['term'])}[/]: {row['count']} documents, {row['expected']:.1f} expected")
    independent = "not known" if row["groups"] is None else row["groups"]
    _out.print(f"  Independent source groups: {independent}. Keyness against the past (G²): {row['keyness']:.1f}.")
    for heading, column in (("Beside it", "beside"), ("Other writings", "variants"), ("Also within", "phrases")):
        if row[column]:
            _out.print(f"  {heading}: {escape(row[column])}")
    if row["level"] != RAISED:
        _out.print("  From one source group alone: it stays below raised until another says it.")
    for quote in row["quotes"]:
        _out.print(f"  “{escape(quote['quote'])}” (record {quote['doc_id']})")
