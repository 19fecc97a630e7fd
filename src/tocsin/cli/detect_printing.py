"""What `tocsin detect` found, in words for a person, as JSON for a program, and as a picture."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tocsin.detection.grid import Grid
from tocsin.detection.methods import Configured
from tocsin.detection.named_settings import as_written, value_of
from tocsin.detection.sweeping import Swept
from tocsin.pictures import Drawn, series_with_bounds
from tocsin.reading.count_cells import Trouble

MOST_SHOWN = 50
MOST_TOLD = 20
MOST_DRAWN = 12
# Three years of weeks lead up to what was assessed: enough to see a season, few enough to see a week.
LEAD_UP = 156

_out = Console(soft_wrap=True, highlight=False)


@dataclass(frozen=True)
class Outcome:
    """What was asked and what was found; `grid` ends with the last period assessed."""

    grid: Grid
    methods: list[Configured]
    swept: Swept
    set_aside: list[Trouble]
    set_aside_total: int

    @property
    def alpha(self) -> float:
        return float(value_of(self.methods[0].settings, "alpha"))

    @property
    def assessed(self) -> int:
        """Counts that a method could judge."""
        return int((self.swept.method >= 0).sum())


def alarms(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Every alarm, the least likely first; those as unlikely in order of period, then of the file."""
    swept, grid = outcome.swept, outcome.grid
    columns, rows = np.nonzero(swept.is_alarm.T)
    for at in np.argsort(swept.answers.p[rows, columns], kind="stable"):
        row, column = int(rows[at]), int(columns[at])
        yield {
            "series": grid.names[row],
            "period": grid.periods[swept.first + column],
            "observed": int(grid.counts[row, swept.first + column]),
            "expected": float(swept.answers.expected[row, column]),
            "upper": float(swept.answers.upper[row, column]),
            "p": float(swept.answers.p[row, column]),
            "q": float(swept.q[row, column]),
            "first_excess": grid.periods[swept.first_excess[row, column]],
            "method": outcome.methods[swept.method[row, column]].method.name,
        }


def not_assessed(outcome: Outcome) -> list[tuple[str, str]]:
    """Series of which no period could be assessed, and why."""
    grid, first = outcome.grid, outcome.swept.first
    needed = min(each.needed(grid.a_year) for each in outcome.methods)
    found = []
    for row in np.flatnonzero((outcome.swept.method < 0).all(axis=1)):
        known = ~np.isnan(grid.counts[row] + grid.exposures[row])
        if not known[first:].any():
            reason = "no count is known in the periods asked for"
        elif (earlier := int(known[:-1].sum())) < needed:
            reason = f"{earlier} earlier counts are known, and {outcome.methods[-1].method.name} needs {needed}"
        else:
            reason = "it cannot be fitted: almost no cases, or too many gaps, in what it would be compared with"
        found.append((grid.names[row], reason))
    return found


def print_json(outcome: Outcome) -> None:
    """The whole outcome but for the rows without an alarm, which --out writes."""
    grid, swept = outcome.grid, outcome.swept
    value = {
        "methods": [
            {"name": each.method.name, "version": each.method.version, "settings": as_written(each.settings)}
            for each in outcome.methods
        ],
        "from": grid.periods[swept.first],
        "to": grid.periods[-1],
        "series": len(grid.names),
        "counts_assessed": outcome.assessed,
        "chance_alarms_expected": round(outcome.alpha * outcome.assessed, 1),
        "alarms": list(alarms(outcome)),
        "not_assessed": [{"series": name, "reason": reason} for name, reason in not_assessed(outcome)],
        "set_aside": [vars(each) for each in outcome.set_aside],
        "set_aside_total": outcome.set_aside_total,
    }
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def print_words(outcome: Outcome, written: Sequence[str]) -> None:
    """The strongest alarms, and what was not assessed or not used."""
    found = list(alarms(outcome))
    if found:
        _out.print(_table(found))
        if len(found) > MOST_SHOWN:
            _out.print(f"{len(found) - MOST_SHOWN:,} more alarms are in the file that --out writes, or in --json.")
    _out.print(_summary(outcome, len(found)))
    _print_not_assessed(not_assessed(outcome))
    for each in outcome.set_aside[:MOST_TOLD]:
        _out.print(f"Set aside, line {each.line}: {_shown(each.problem)}. {escape(each.remedy)}")
    if outcome.set_aside_total > MOST_TOLD:
        _out.print(f"{outcome.set_aside_total - MOST_TOLD:,} more were set aside; --json lists them.")
    for path in written:
        _out.print(f"Written: {escape(path)}")


def picture(outcome: Outcome, named: Sequence[str]) -> dict[str, Any]:
    """The named series, or else the one with the strongest alarm, beside what was expected of it."""
    grid, swept = outcome.grid, outcome.swept
    rows = [grid.names.index(name) for name in named] or [_strongest(swept)]
    drawn = [_drawn(grid, swept, row) for row in rows]
    method = " or ".join(f"{each.method.name} {each.method.version}" for each in outcome.methods)
    between = f"{grid.periods[swept.first]} to {grid.periods[-1]}, alpha {outcome.alpha:.3g}"
    return series_with_bounds(drawn, title=_finding(outcome, rows), subtitle=f"{method}, {between}")


def _shown(name: str) -> str:
    """The name without what would steer a terminal or mark up the text."""
    return escape("".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name))


def _table(found: Sequence[dict[str, Any]]) -> Table:
    table = Table(title=f"Alarms ({len(found):,})", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("series", overflow="fold", min_width=12)
    table.add_column("period", no_wrap=True)
    for heading in ("observed", "expected", "usual to", "p", "q"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("since", no_wrap=True)
    for row in found[:MOST_SHOWN]:
        numbers = (f"{row['observed']:,}", _few(row["expected"]), _bound(row["upper"]))
        chances = (f"{row['p']:.2g}", f"{row['q']:.2g}")
        table.add_row(_shown(row["series"]), row["period"], *numbers, *chances, row["first_excess"])
    return table


def _bound(upper: float) -> str:
    """The bound; below nought, the periods before alarm whatever this one's count."""
    return f"{upper:,.4g}" if upper >= 0 else "none"


def _few(expected: float) -> str:
    """An expected count in few digits, but never a small one as nought."""
    return f"{expected:,.1f}" if expected >= 1 else f"{expected:.2g}"


def _summary(outcome: Outcome, found: int) -> str:
    grid = outcome.grid
    chance = outcome.alpha * outcome.assessed
    asked = f"{grid.periods[outcome.swept.first]} to {grid.periods[-1]}"
    return (
        f"{found:,} {'alarm' if found == 1 else 'alarms'} among {outcome.assessed:,} counts of {len(grid.names):,} "
        f"series, {asked}; chance alone would bring up to {chance:,.1f} at alpha {outcome.alpha:.3g}."
    )


def _print_not_assessed(without: Sequence[tuple[str, str]]) -> None:
    for reason, series in Counter(reason for _, reason in without).most_common():
        names = [name for name, why in without if why == reason]
        told = ", ".join(names[:5]) + (f" and {series - 5:,} more" if series > 5 else "")
        _out.print(f"Not assessed, {series:,} series: {escape(reason)} ({_shown(told)}).")


def _strongest(swept: Swept) -> int:
    """The row with the least likely alarm, or without any, the least likely count."""
    p: NDArray[np.float64] = np.where(swept.is_alarm, swept.answers.p - 2, swept.answers.p)
    return int(np.nanargmin(p.min(axis=1, initial=3, where=~np.isnan(p))))


def _finding(outcome: Outcome, rows: Sequence[int]) -> str:
    grid, swept = outcome.grid, outcome.swept
    if len(rows) > 1:
        alarming = int(swept.is_alarm[list(rows)].any(axis=1).sum())
        return f"{alarming} of these {len(rows)} series stood above what their past explains"
    (row,) = rows
    if not swept.is_alarm[row].any():
        return f"{grid.names[row]} stayed within what its past explains"
    column = int(np.nanargmin(np.where(swept.is_alarm[row], swept.answers.p[row], np.nan)))
    observed, expected = grid.counts[row, swept.first + column], swept.answers.expected[row, column]
    since = grid.periods[swept.first_excess[row, column]]
    return (
        f"{grid.names[row]}: {observed:,.0f} in {grid.periods[swept.first + column]}, where {_few(expected)} were "
        f"expected; above the usual since {since}"
    )


def _drawn(grid: Grid, swept: Swept, row: int) -> Drawn:
    start = max(0, swept.first - LEAD_UP)
    blank: list[float | None] = [None] * (swept.first - start)
    bounds = (swept.answers.expected, swept.answers.lower, swept.answers.upper)
    expected, lower, upper = ([*blank, *values[row].tolist()] for values in bounds)
    return Drawn(
        name=grid.names[row],
        periods=grid.periods[start:],
        observed=grid.counts[row, start:].tolist(),
        expected=expected,
        lower=lower,
        upper=upper,
        alarms=[*(False for _ in blank), *swept.is_alarm[row].tolist()],
    )
