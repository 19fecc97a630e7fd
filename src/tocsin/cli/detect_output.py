"""What `tocsin detect` found as a CSV file, a row for each series in each period."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.detection.grid import Grid
from tocsin.detection.methods import Configured
from tocsin.detection.sweeping import Swept
from tocsin.errors import ResultNotWritten

COLUMNS = ("series", "period", "observed", "expected", "upper", "p", "q", "alarm", "first_excess", "method")
SERIES_AT_ONCE = 2_000
_TO_QUOTE = re.compile('[",\r\n]')


def write_csv(path: Path, grid: Grid, swept: Swept, methods: list[Configured]) -> None:
    """Writes the rows in order of series, then of period; what is not known or not assessed is left empty.

    Numbers are written so that they read back exactly. Raises ResultNotWritten.
    """
    try:
        with path.open("wb") as file:
            file.write(",".join(COLUMNS).encode() + b"\n")
            for start in range(0, len(grid.names), SERIES_AT_ONCE):
                rows = slice(start, min(start + SERIES_AT_ONCE, len(grid.names)))
                file.write(_lines(grid, swept, methods, rows))
    except OSError as error:
        raise ResultNotWritten(f"{path} cannot be written: {error.strerror}. Check the folder.") from error


def _lines(grid: Grid, swept: Swept, methods: list[Configured], rows: slice) -> bytes:
    names, periods = pa.array([_quoted(name) for name in grid.names[rows]]), pa.array(grid.periods)
    width = len(grid.periods) - swept.first
    observed = grid.counts[rows, swept.first :].ravel()
    assessed, since = swept.method[rows].ravel(), swept.first_excess[rows].ravel()
    columns = (
        names.take(pa.array(np.repeat(np.arange(len(names)), width))),
        pa.chunked_array([periods[swept.first :]] * len(names)).combine_chunks(),
        pa.array(np.nan_to_num(observed).astype(np.int64), mask=np.isnan(observed)),
        *(
            pa.array(values[rows].ravel(), from_pandas=True)
            for values in (swept.answers.expected, swept.answers.upper, swept.answers.p, swept.q)
        ),
        pa.array(since >= 0, mask=assessed < 0),
        periods.take(pa.array(since, mask=since < 0)),
        pa.array([each.method.name for each in methods]).take(pa.array(assessed, mask=assessed < 0)),
    )
    # Arrow's own CSV writer would put every word in quotation marks; it writes numbers as they read back exactly.
    cells = [pc.cast(column, pa.string()) for column in columns]
    lines = pc.binary_join_element_wise(*cells, ",", null_handling="replace", null_replacement="")
    return "\n".join([*lines.to_pylist(), ""]).encode()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if _TO_QUOTE.search(name) else name
