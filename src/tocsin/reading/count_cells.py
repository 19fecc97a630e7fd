"""One line of a file of counts into fields, one field into a number, and what is said of those that cannot be used."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from tocsin.reading.setting_aside import Unusable

# What an empty cell may also be written as; R writes NA.
NOT_KNOWN = ("", "NA")
# The largest whole number that every number up to it can be told from.
LARGEST_COUNT = 2**53 - 1
MOST_TOLD = 10_000
AS_DIGITS = "Write whole numbers in digits alone, as in 1204; leave the cell empty where the count is not known."

# The fast reader takes 0x1F for 31; a person who wrote it would be as surprised as the careful one.
_HEXADECIMAL = re.compile(rb',\s*"?0[xX]')
_GROUPED = re.compile(r"\d{1,3}([,. '\u00a0\u202f]\d{3})+")


@dataclass(frozen=True)
class Trouble:
    """Something in the file that could not be used: the line (the header is line 1), why, and what to do."""

    line: int
    problem: str
    remedy: str


@dataclass
class Troubles:
    """What was set aside so far. Only the first are told one by one, so that a hostile file cannot fill the memory."""

    told: list[Trouble] = field(default_factory=list)
    total: int = 0

    def add(self, line: int, unusable: Unusable) -> None:
        self.total += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(Trouble(line, unusable.problem, unusable.remedy))


def fields_of(line: bytes) -> list[str]:
    """The fields of one line.

    Raises Unusable for bytes that are not UTF-8, and for a quotation mark that is not closed.
    """
    try:
        return next(csv.reader([line.decode().rstrip("\r\n")], strict=True), [])
    except UnicodeDecodeError:
        raise Unusable("the line is not valid UTF-8", "Save the file as CSV UTF-8.") from None
    except csv.Error as error:
        raise Unusable(
            f"the line cannot be cut into fields ({error})",
            "Close every quotation mark on the line it opens on, and double those inside a name.",
        ) from None


def count_in(cell: str) -> float:
    """The count that a cell holds; nan where it is not known.

    Raises Unusable for anything but a whole number of at least nought.
    """
    written = cell.strip()
    if written in NOT_KNOWN:
        return np.nan
    if re.fullmatch(r"\d{1,16}(\.0+)?", written, re.ASCII):
        count = int(written.split(".")[0])
        if count <= LARGEST_COUNT:
            return float(count)
    raise Unusable(f"the count {_shown(written)} {_fault(written)}", AS_DIGITS)


def denominator_in(cell: str) -> float:
    """The denominator that a cell holds; nan where it is not known or nought, since nothing can be compared with it.

    Raises Unusable for anything but a number of at least nought.
    """
    written = cell.strip()
    if written in NOT_KNOWN:
        return np.nan
    if re.fullmatch(r"\d{1,300}(\.\d{1,300})?([eE][+-]?\d{1,2})?", written, re.ASCII):
        return float(written) or np.nan
    raise Unusable(
        f"the denominator {_shown(written)} is not a number of at least nought",
        "Write it in digits, with a point before the decimals, as in 1204.5.",
    )


def table_of(lines: Sequence[bytes], kinds: Sequence[pa.DataType]) -> pa.Table | None:
    """The lines as a table of those column types; None if any of them needs the careful path."""
    block = b"".join(lines)
    if _HEXADECIMAL.search(block):
        return None
    columns = [str(each) for each in range(len(kinds))]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(block),
            read_options=arrow_csv.ReadOptions(
                column_names=columns, use_threads=False, block_size=min(len(block) + 1, 2**31 - 1)
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict(zip(columns, kinds, strict=True)), null_values=NOT_KNOWN, strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    # Fewer rows than lines: blank lines, or a quoted line break. The careful path knows the number of each line.
    return table if table.num_rows == len(lines) else None


def _shown(written: str) -> str:
    return repr(written if len(written) <= 40 else f"{written[:40]}…")


def _fault(written: str) -> str:
    if _GROUPED.fullmatch(written):
        return "has a thousands separator or is a fraction"
    if written.startswith(("-", "−")):
        return "is below nought"
    if re.fullmatch(r"\d+", written, re.ASCII):
        return "is too large to be exact"
    return "is not a whole number"
