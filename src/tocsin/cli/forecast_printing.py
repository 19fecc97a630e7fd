"""What `tocsin associate` and `tocsin forecast` found: as CSV, in words for a person, as JSON for a program."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tocsin.errors import ResultNotWritten
from tocsin.forecasting.associations import Association, Associations
from tocsin.forecasting.driver_files import SetAside
from tocsin.forecasting.forecasts import Forecast, ForecastSettings, NoForecast, per_cent
from tocsin.forecasting.series import CrimeSeries, last_known
from tocsin.periods import later, unit_of
from tocsin.reading.count_files import CountFile

MOST_SHOWN = 50
MOST_TOLD = 20
NO_TARGET = (
    "A forecast is no target: it says what records would show if things go on as they have. "
    "Recorded counts follow reporting and policing as well as crime."
)
NO_TOTALS = (
    "No denominators were given, so a change of reporting cannot be told from a change of crime here; "
    "add a column `denominator` with all reports or all recorded crime."
)

_out = Console(soft_wrap=True, highlight=False)


@dataclass(frozen=True)
class Associated:
    """What came of `tocsin associate`."""

    found: Associations
    counted: CountFile
    drivers_aside: tuple[SetAside, ...]


@dataclass(frozen=True)
class Forecasted:
    """What came of `tocsin forecast`: for each series a forecast, or why there is none."""

    crimes: CrimeSeries
    made: tuple[Forecast | NoForecast, ...]
    settings: ForecastSettings
    counted: CountFile

    @property
    def by_series(self) -> Iterator[tuple[str, str, Forecast]]:
        """Series, last period known and forecast."""
        for row, each in enumerate(self.made):
            if isinstance(each, Forecast):
                yield self.crimes.names[row], self.crimes.periods[last_known(self.crimes.counts[row])], each

    @property
    def without(self) -> list[tuple[str, str]]:
        pairs = zip(self.crimes.names, self.made, strict=True)
        return [(name, each.reason) for name, each in pairs if isinstance(each, NoForecast)]


def write_associations(path: Path, found: Associations) -> None:
    """A row a pair, surest first. Raises ResultNotWritten."""
    _write_csv(path, [_association_row(found, each) for each in found.found])


def write_forecasts(path: Path, outcome: Forecasted) -> None:
    """A row a series in each period to come. Raises ResultNotWritten."""
    _write_csv(path, list(_forecast_rows(outcome)))


def associations(outcome: Associated, written: Sequence[Path | None], *, as_json: bool) -> None:
    """The pairs called, what was tried, and what was not compared or not used."""
    found = outcome.found
    if as_json:
        _print_json(
            {
                "settings": asdict(found.settings),
                "pairs": [
                    {**_association_row(found, each), "total_p": each.total_p, "by_lag": list(each.by_lag)}
                    for each in found.found
                ],
                "not_compared": [asdict(each) for each in found.not_compared],
                "counts_set_aside": [vars(each) for each in outcome.counted.set_aside],
                "drivers_set_aside": [asdict(each) for each in outcome.drivers_aside],
            }
        )
        return
    for each in found.called[:MOST_SHOWN]:
        _out.print(_shown(found.words(each)))
    if not found.called:
        _out.print(_shown(found.words(found.found[0])))
    pairs, lags = len(found.found), found.settings.longest_lag + 1
    _out.print(
        f"{len(found.called):,} of {pairs:,} pairs called at q ≤ {found.settings.highest_q:g}. Tests made: {pairs:,} "
        f"pairs × {lags} lags = {pairs * lags:,}. Season and trend were taken out of both sides first."
    )
    if outcome.counted.denominators is None:
        _out.print(NO_TOTALS)
    _print_grouped("Not compared", [(f"{each.driver}, {each.series}", each.reason) for each in found.not_compared])
    _print_aside("drivers", [(each.line, each.problem, each.remedy) for each in outcome.drivers_aside])
    _print_end(outcome.counted, written)


def forecasts(outcome: Forecasted, written: Sequence[Path | None], *, as_json: bool) -> None:
    """A line a series, what a forecast is not, and what was not forecast or not used."""
    if as_json:
        _print_json(
            {
                "settings": asdict(outcome.settings),
                "series": [
                    {
                        "series": name,
                        "last_known": last,
                        "words": each.words,
                        **asdict(each),
                        "beats_naive": each.beats_naive,
                    }
                    for name, last, each in outcome.by_series
                ],
                "not_forecast": [{"series": name, "reason": reason} for name, reason in outcome.without],
                "counts_set_aside": [vars(each) for each in outcome.counted.set_aside],
                "note": NO_TARGET,
            }
        )
        return
    _out.print(_forecast_table(outcome))
    made = list(outcome.by_series)
    if len(made) > MOST_SHOWN:
        _out.print(f"{len(made) - MOST_SHOWN:,} more are in the file that --out writes, or in --json.")
    naive = [name for name, _, each in made if not each.beats_naive]
    if naive:
        _out.print(f"No model beat the same period a year ago, so that is given: {_shown(_some(naive))}.")
    _out.print(
        "`better by`: than the same period a year ago, by weighted interval score; `inside`: counts that fell in the "
        "band; both over forecasts made at earlier dates."
    )
    _out.print(NO_TARGET)
    _print_grouped("Not forecast", outcome.without)
    _print_end(outcome.counted, written)


def _association_row(found: Associations, each: Association) -> dict[str, Any]:
    return {
        "series": each.series,
        "driver": each.driver,
        "kind": each.kind,
        "lag": each.lag,
        "direction": each.direction,
        "correlation": each.correlation,
        "p": each.p,
        "q": each.q,
        "skill_gain": each.skill_gain,
        "periods": each.periods,
        "tests_made": each.tests_made,
        "words": found.words(each),
    }


def _forecast_rows(outcome: Forecasted) -> Iterator[dict[str, Any]]:
    first = outcome.settings.levels[0]
    for name, last, each in outcome.by_series:
        for at, mean in enumerate(each.mean):
            score = each.ahead[at]
            row: dict[str, Any] = {"series": name, "period": later(last, at + 1), "horizon": at + 1, "mean": mean}
            for band in each.bands:
                row |= {f"lower_{band.level}": band.lower[at], f"upper_{band.level}": band.upper[at]}
            row |= {"model": each.model, "skill": None if score is None else score.skill}
            yield row | {f"coverage_{first}": None if score is None else score.coverage[first]}


def _forecast_table(outcome: Forecasted) -> Table:
    unit = unit_of(outcome.crimes.periods[0])
    unit_words = "period" if unit == "number" else unit
    level = outcome.settings.levels[0]
    table = Table(title=f"Forecasts by {unit_words}", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("series", overflow="fold", min_width=12)
    for heading in (f"next {unit_words}", f"{level} % band", f"{outcome.settings.horizon} ahead", f"{level} % band"):
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in ("better by", "inside"):
        table.add_column(heading, justify="right")
    for name, _, each in list(outcome.by_series)[:MOST_SHOWN]:
        band = each.bands[0]
        ends = [(f"{each.mean[at]:,.0f}", f"{band.lower[at]:,} – {band.upper[at]:,}") for at in (0, -1)]
        skill = per_cent(each.overall.skill) if each.beats_naive else "naive given"
        table.add_row(_shown(name), *ends[0], *ends[1], skill, per_cent(each.overall.coverage[level]))
    return table


def _write_csv(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Numbers are written so that they read back exactly; what is not known is left empty."""
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise ResultNotWritten(f"{path} cannot be written: {error.strerror}. Check the folder.") from error


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def _print_grouped(what: str, pairs: Sequence[tuple[str, str]]) -> None:
    """Those left out, the ones for a like reason together (figures in the reason apart)."""
    for reason, number in Counter(reason for _, reason in pairs).most_common(MOST_TOLD):
        names = [name for name, why in pairs if why == reason]
        _out.print(f"{what} ({number:,}): {escape(reason.rstrip('.'))} ({_shown(_some(names))}).")


def _print_aside(what: str, aside: Sequence[tuple[int, str, str]]) -> None:
    for line, problem, remedy in aside[:MOST_TOLD]:
        _out.print(f"Set aside of the {what}, line {line}: {_shown(problem)}. {escape(remedy)}")
    if len(aside) > MOST_TOLD:
        _out.print(f"{len(aside) - MOST_TOLD:,} more were set aside; --json lists them.")


def _print_end(counted: CountFile, written: Sequence[Path | None]) -> None:
    _print_aside("counts", [(each.line, each.problem, each.remedy) for each in counted.set_aside])
    for path in written:
        if path is not None:
            _out.print(f"Written: {escape(str(path))}")


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5:,} more" if len(names) > 5 else "")


def _shown(name: str) -> str:
    """The name without what would steer a terminal or mark up the text."""
    return escape("".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name))
