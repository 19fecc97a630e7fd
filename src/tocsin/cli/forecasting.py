"""The commands `tocsin associate` and `tocsin forecast`, on a user's own files of counts and drivers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tocsin import pictures
from tocsin.cli import forecast_printing
from tocsin.cli.forecast_printing import Associated, Forecasted
from tocsin.errors import BadSetting, ResultNotWritten, SeriesTooShort
from tocsin.forecasting.associating import associate as set_beside
from tocsin.forecasting.association_picture import association_picture
from tocsin.forecasting.associations import AssociationSettings
from tocsin.forecasting.batch import forecast_all
from tocsin.forecasting.driver_files import read_drivers
from tocsin.forecasting.forecast_picture import forecast_picture
from tocsin.forecasting.forecasts import Forecast, ForecastSettings, NoForecast
from tocsin.forecasting.series import CrimeSeries, last_known
from tocsin.periods import A_YEAR, Unit, unit_of
from tocsin.reading.count_files import CountFile, read_counts

# A quarter of a year of weeks; a year of anything longer.
MOST_WEEKS = 13

_err = Console(stderr=True, soft_wrap=True, highlight=False)

Counts = Annotated[
    Path, typer.Argument(metavar="COUNTS", help="Counts (CSV): a row a series, or series,period,count[,denominator].")
]
Drivers = Annotated[
    Path, typer.Option("--drivers", help="Drivers (CSV): driver,period,value[,kind], or a row a driver.")
]
Lag = Annotated[
    int | None,
    typer.Option(
        "--longest-lag", min=0, help="Periods a driver may lead by.", show_default="12 months, 4 quarters or 13 weeks"
    ),
]
Imitations = Annotated[int, typer.Option("--imitations", min=99, help="Made-up drivers that each is held against.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Draws other made-up drivers.")]
Horizon = Annotated[
    int | None,
    typer.Option("--horizon", min=1, help="Periods ahead.", show_default="12 months, 4 quarters or 13 weeks"),
]
Levels = Annotated[
    list[int] | None,
    typer.Option("--level", min=50, max=99, help="Of a band, in per cent; repeat.", show_default="80 and 95"),
]
Series = Annotated[
    list[str] | None, typer.Option("--series", help="Forecast this series alone; may be repeated. The first is drawn.")
]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Processes to use.")]
Out = Annotated[Path, typer.Option("--out", help="The file (CSV) to write.")]
Plot = Annotated[Path | None, typer.Option("--plot", help="A picture to draw (SVG or PNG).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


def associate(
    counts: Counts,
    drivers: Drivers,
    out: Out,
    longest_lag: Lag = None,
    imitations: Imitations = AssociationSettings.imitations,
    seed: Seed = AssociationSettings.seed,
    plot: Plot = None,
    as_json: AsJson = False,
) -> None:
    """Which drivers go together with which crime series, how much later, all that was tried counted. Never a cause."""
    _check_folders(out, plot)
    counted = read_counts(counts)
    unit = unit_of(counted.periods[0])
    driving = read_drivers(drivers, unit)
    lag = longest_lag if longest_lag is not None else _a_while(unit)
    settings = AssociationSettings(longest_lag=lag, imitations=imitations, seed=seed)
    with _bar("pairs", quiet=as_json) as progress:
        found = set_beside(_series(counted), driving.drivers, settings, progress)
    if not found.found:
        raise SeriesTooShort(f"{counts}: no pair could be compared. The first: {found.not_compared[0].reason}.")
    forecast_printing.write_associations(out, found)
    if plot is not None:
        pictures.write(association_picture(found), plot)
    outcome = Associated(found, counted, driving.set_aside)
    forecast_printing.associations(outcome, [out, plot], as_json=as_json)


def forecast(
    counts: Counts,
    out: Out,
    horizon: Horizon = None,
    level: Levels = None,
    series: Series = None,
    workers: Workers = 1,
    plot: Plot = None,
    as_json: AsJson = False,
) -> None:
    """How many will be recorded in the periods to come, with bands, and how good such forecasts have been."""
    _check_folders(out, plot)
    counted = read_counts(counts)
    ahead = horizon if horizon is not None else _a_while(unit_of(counted.periods[0]))
    levels = tuple(sorted(set(level or ForecastSettings.levels)))
    crimes = _only(counts, _series(counted), series or [])
    settings = ForecastSettings(horizon=ahead, levels=levels)
    with _bar("series", quiet=as_json) as progress:
        made = forecast_all(crimes, settings, workers, progress)
    if all(isinstance(each, NoForecast) for each in made):
        first = next(each.reason for each in made if isinstance(each, NoForecast))
        raise SeriesTooShort(f"{counts}: no series can be forecast. {crimes.names[0]}: {first}")
    outcome = Forecasted(crimes, made, settings, counted)
    forecast_printing.write_forecasts(out, outcome)
    if plot is not None:
        pictures.write(_picture(crimes, made), plot)
    forecast_printing.forecasts(outcome, [out, plot], as_json=as_json)


def _check_folders(*paths: Path | None) -> None:
    """Minutes of work are not begun for a file that cannot be written."""
    for path in paths:
        if path is not None and not path.parent.is_dir():
            raise ResultNotWritten(f"{path} cannot be written: there is no folder {path.parent}. Make it first.")


def _picture(crimes: CrimeSeries, made: tuple[Forecast | NoForecast, ...]) -> dict[str, object]:
    """The first series that has a forecast, up to its last known count."""
    row, drawn = next((row, each) for row, each in enumerate(made) if isinstance(each, Forecast))
    end = last_known(crimes.counts[row]) + 1
    counts = crimes.counts[row, :end].tolist()
    return forecast_picture(crimes.names[row], crimes.periods[:end], counts, drawn, crimes.a_year)


def _series(counted: CountFile) -> CrimeSeries:
    return CrimeSeries(counted.names, counted.periods, counted.counts, counted.denominators)


def _only(path: Path, crimes: CrimeSeries, named: list[str]) -> CrimeSeries:
    unknown = set(named).difference(crimes.names)
    if unknown:
        raise BadSetting(f"{path} holds no series {min(unknown)!r}. Write the name as in the file.")
    return crimes.only([crimes.names.index(name) for name in dict.fromkeys(named)]) if named else crimes


def _a_while(unit: Unit) -> int:
    return min(A_YEAR[unit], MOST_WEEKS)


@contextmanager
def _bar(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, disable=quiet) as bars:
        task = bars.add_task(what, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
