"""A scripted emergence as its TOML file states it, validated. Nothing is drawn or counted here."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tocsin.errors import BadScenario

SCRIPTS = Path(__file__).parent / "scripts"
HOW_TO = "docs/how-to/run-a-scenario.md"
TEMPLATE = "template"

Whole = Annotated[int, Field(ge=0, le=5_000)]
Positive = Annotated[float, Field(gt=0, le=1e9)]
Words = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Area(_Strict):
    """A place, and its share in everything that is counted (any unit: residents, say)."""

    name: Words
    share: Positive


class Indicator(_Strict):
    """Something that is counted in every area, and by whom.

    a_year      how many a year in all areas together, where nothing happens
    quarters    if given, the same by calendar quarter, January to March first: sets the season (and `a_year`)
    dispersion  variance of a count over its mean
    level_from  where the level comes from, or that it is assumed
    """

    name: Words
    source_group: Words
    level_from: Words
    a_year: Positive | None = None
    quarters: Annotated[tuple[Positive, ...], Field(min_length=4, max_length=4)] | None = None
    dispersion: Annotated[float, Field(ge=1, le=100)] = 1.5

    @model_validator(mode="after")
    def _one_level(self) -> Self:
        if (self.a_year is None) == (self.quarters is None):
            raise ValueError("give either a_year or quarters")
        return self


class Driver(_Strict):
    """An outside series that what is scripted follows, such as a price; 100 before it starts to move.

    moves_after  periods from the script's start until it moves
    over         periods that the move takes
    rise         how far it goes: 0.6 is up by 60 %
    lag          periods by which the scripted cases follow it
    wobble       standard deviation of its change in a period, as a share of itself
    """

    name: Words
    rise: Annotated[float, Field(gt=0, le=100)]
    over: Annotated[int, Field(ge=1, le=5_000)]
    lag: Whole
    moves_after: Whole = 0
    wobble: Annotated[float, Field(ge=0, lt=0.5)] = 0.01


class Phase(_Strict):
    """One act: cases that are added to some indicators in some areas.

    start    periods after the script's start; `length` periods long
    shape    step (full at once), ramp (rises evenly to full at the end), pulse (rises and falls), or driver (follows
             the driver: full when the driver is all the way up)
    sd       size at full height, in standard deviations of the series' own counts; or
    extra    the same in counts a period, for each series
    """

    start: Whole
    length: Annotated[int, Field(ge=1, le=5_000)]
    shape: Literal["step", "ramp", "pulse", "driver"]
    areas: Annotated[tuple[str, ...], Field(min_length=1)]
    indicators: Annotated[tuple[str, ...], Field(min_length=1)]
    sd: Positive | None = None
    extra: Positive | None = None
    what: str = ""

    @model_validator(mode="after")
    def _one_size(self) -> Self:
        if (self.sd is None) == (self.extra is None):
            raise ValueError("give either sd or extra")
        return self


class Obvious(_Strict):
    """The date by which nobody needs a method: when the touched series together reach so many times their usual."""

    times_usual: Annotated[float, Field(gt=1, le=100)] = 2.0
    over: Annotated[int, Field(ge=1, le=520)] = 4


class Scenario(_Strict):
    """A script. Lengths are in its own unit, weeks unless said otherwise."""

    title: Words
    plays: Words
    made_up: Words
    areas_from: Words
    unit: Literal["week", "month"] = "week"
    ends: Words
    years: Annotated[int, Field(ge=3, le=30)] = 8
    watched_before: Whole = 52
    lag: Annotated[int, Field(ge=0, le=104)] = 2
    false_alarms: Annotated[float, Field(gt=0, le=1_000)] = 0.1
    seeds: Annotated[int, Field(ge=1, le=1_000)] = 20
    obvious: Obvious = Obvious()
    driver: Driver | None = None
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]

    @property
    def length(self) -> int:
        """Periods from the script's start until its last phase ends."""
        return max(phase.start + phase.length for phase in self.phases)

    def touched(self) -> tuple[tuple[str, str], ...]:
        """Every (area, indicator) that a phase adds to, in the order in which they first appear."""
        pairs = ((area, each) for phase in self.phases for area in phase.areas for each in phase.indicators)
        return tuple(dict.fromkeys(pairs))

    def group_of(self, indicator: str) -> str:
        return next(each.source_group for each in self.indicators if each.name == indicator)

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        areas, indicators = [each.name for each in self.areas], [each.name for each in self.indicators]
        for kind, names in (("area", areas), ("indicator", indicators)):
            if twice := {name for name in names if names.count(name) > 1}:
                raise ValueError(f"two {kind}s are called {sorted(twice)[0]!r}")
        for at, phase in enumerate(self.phases, start=1):
            for name in (*phase.areas, *phase.indicators):
                if name not in (*areas, *indicators):
                    raise ValueError(f"phase {at} names {name!r}, which is no area or indicator of this script")
            if phase.shape == "driver" and self.driver is None:
                raise ValueError(f"phase {at} follows a driver, and the script has none")
        return self


def scenario_names() -> tuple[str, ...]:
    """The scripts that come with the product, the template apart."""
    return tuple(sorted(path.stem for path in SCRIPTS.glob("*.toml") if path.stem != TEMPLATE))


def template() -> str:
    """A script to copy and change, with every key explained."""
    return (SCRIPTS / f"{TEMPLATE}.toml").read_text(encoding="utf-8")


def load_scenario(name: str) -> Scenario:
    """The script of that name, or in that TOML file.

    Raises BadScenario naming the file, the key and the remedy.
    """
    path = SCRIPTS / f"{name}.toml" if name in (*scenario_names(), TEMPLATE) else Path(name)
    if path.suffix != ".toml" or not path.is_file():
        known = ", ".join(scenario_names())
        raise BadScenario(
            f"There is no scenario {name!r}. Name one of {known}, or a script of your own (a .toml file)."
        )
    try:
        return Scenario.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as failure:
        raise BadScenario(f"{path} cannot be read ({failure}). Save it as UTF-8.") from failure
    except tomllib.TOMLDecodeError as failure:
        raise BadScenario(f"{path}: not valid TOML: {failure}. Correct that line.") from failure
    except ValidationError as failure:
        raise BadScenario("\n".join(_in_words(path, dict(each)) for each in failure.errors())) from failure


def _in_words(path: Path, problem: dict[str, Any]) -> str:
    *section, key = problem["loc"] or ("the script",)
    place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in section) or "the top level"
    if problem["type"] == "extra_forbidden":
        return f"{path}: unknown key {key!r} in {place}. Remove it, or correct its spelling ({HOW_TO})."
    if problem["type"] == "missing":
        return f"{path}: the key {key!r} is missing in {place}. Add it ({HOW_TO})."
    reason = re.sub("^Value error, ", "", problem["msg"])
    return f"{path}: {key!r} in {place}: {reason}. Correct it ({HOW_TO})."
