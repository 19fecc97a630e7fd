"""A script played many times before every method: how long until a warning, and how much else is raised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, nan
from statistics import median

import numpy as np

from tocsin.detection.grid import Grid
from tocsin.evaluation.backtest import Alarm, Budget, CutOff, Method, Replay, Rule, replay, up_to
from tocsin.evaluation.injection import Play, play
from tocsin.evaluation.scenario import Scenario

# Cut-offs are fixed on plays of other seeds, without the script.
OTHER_SEEDS = 1_000_000
QUARTERS = 4
MADE_UP_IN_GIVEN = (
    "Synthetic: the script's cases are made up and were added to the counts given. Nothing here happened as shown."
)
LEADS = ("lead", "two_groups_lead")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Warned:
    """What one method made of one play. Periods are counted from the script's start, the lag included.

    after               until the first alarm on a touched series; None if there was none
    two_groups          until alarms from two independent source groups stood within a quarter of a year
    lead                from the first alarm until the script became obvious; None if either did not happen
    two_groups_lead     the same from when two source groups agreed
    chance_after        the control: until the first alarm on the same series in the same play *without* the script
    chance_two_groups   the same for two source groups
    series_raised       touched series raised in time, before the script became obvious (or ended)
    other_alarms        alarms a period on anything else
    """

    seed: int
    after: int | None
    two_groups: int | None
    lead: int | None
    two_groups_lead: int | None
    chance_after: int | None
    chance_two_groups: int | None
    series_raised: int
    other_alarms: float


@dataclass(frozen=True)
class Record:
    """One method over every play."""

    method: str
    version: str
    rule: str
    plays: tuple[Warned, ...]
    first_replay: Replay

    def spread(self, of: str) -> tuple[float, float, float]:
        """Median, smallest and largest over the plays; what never happened is later than everything (infinite).

        A lead is over those plays alone that were warned of and became obvious. nan if there is none.
        """
        values = [getattr(each, of) for each in self.plays]
        if of in LEADS:
            values = [each for each in values if each is not None]
        ranked = sorted(inf if each is None else float(each) for each in values)
        return (median(ranked), ranked[0], ranked[-1]) if ranked else (nan, nan, nan)

    def share(self, of: str) -> float:
        """The share of plays that have it."""
        return sum(getattr(each, of) is not None for each in self.plays) / len(self.plays)


@dataclass(frozen=True)
class Outcome:
    """A script's plays, and the first of them in full for the pictures.

    into_given   whether it was played into counts that were given, not simulated
    obvious      for each play, periods from the script's start until it became obvious; None if it never did
    """

    scenario: Scenario
    into_given: bool
    seeds: tuple[int, ...]
    obvious: tuple[int | None, ...]
    first_play: Play
    records: tuple[Record, ...]

    @property
    def baseline(self) -> str:
        """What it was played into, in words."""
        return "the counts given" if self.into_given else "a simulated baseline at the levels the script states"

    @property
    def made_up(self) -> str:
        """What is not real, in words."""
        return MADE_UP_IN_GIVEN if self.into_given else self.scenario.made_up


def run(
    scenario: Scenario,
    methods: Sequence[Method],
    *,
    seed: int,
    counts: Grid | None = None,
    among: str = "",
    on_progress: Progress = lambda what, done, total: None,
) -> Outcome:
    """Every method before the same plays, each with the same budget of chance alarms.

    In a simulated baseline each method's cut-off is fixed on as many plays of other seeds without the script; in the
    user's own counts, of which there is only one past, p is taken at its word.
    """
    seeds = tuple(range(seed, seed + scenario.seeds))
    plays = [play(scenario, seed=each, counts=counts, among=among) for each in seeds]
    dates = tuple(obvious_after(scenario, each) for each in plays)
    records = []
    for method in methods:
        rule: Rule = Budget(scenario.false_alarms)
        if counts is None:
            rule = fixed_cut_off(scenario, method, seed=OTHER_SEEDS + seed)
        warned, seen = [], []
        for at, staged in enumerate(plays):
            told, control = (
                replay(grid, first=staged.watched, lag=staged.lag, method=method, rule=rule)
                for grid in (staged.grid, staged.clean)
            )
            seen.append(told)
            warned.append(measure(told, control, staged, seeds[at], dates[at]))
            on_progress(method.name, at + 1, len(plays))
        records.append(Record(method.name, method.version, str(rule), tuple(warned), seen[0]))
    return Outcome(scenario, counts is not None, seeds, dates, plays[0], tuple(records))


def fixed_cut_off(scenario: Scenario, method: Method, *, seed: int) -> CutOff:
    """The largest p at which plays of these seeds, without the script, stay within the budget."""
    found = []
    for each in range(seed, seed + scenario.seeds):
        staged = play(scenario, seed=each)
        known = up_to(staged.clean, len(staged.clean.periods) - staged.lag)
        found.append(method.assess(known, staged.watched - staged.lag).p)
    chances = np.sort(np.concatenate([each.ravel() for each in found]))
    allowed = int(scenario.false_alarms * sum(each.shape[1] for each in found))
    chances = chances[~np.isnan(chances)]
    if allowed >= len(chances):
        return CutOff(1.0)
    # Ties at the edge would break the budget, so the cut-off is the largest p below the first one too many.
    within = chances[:allowed][chances[:allowed] < chances[allowed]]
    return CutOff(float(within[-1]) if len(within) else 0.0)


def obvious_after(scenario: Scenario, staged: Play) -> int | None:
    """Periods until the touched series together reach so many times their usual, lag included; None if never."""
    rows, over = list(staged.begins), staged.over
    usual = np.nansum(staged.clean.counts[rows], axis=0)
    seen = np.nansum(staged.grid.counts[rows], axis=0)
    window = np.ones(over)
    enough = (
        np.convolve(seen, window)[: len(seen)]
        >= scenario.obvious.times_usual * np.convolve(usual, window)[: len(usual)]
    )
    enough[: staged.start] = False
    return int(enough.argmax()) - staged.start + staged.lag if enough.any() else None


def measure(replayed: Replay, control: Replay, staged: Play, seed: int, obvious: int | None) -> Warned:
    """How long the warning took in one play, and what else was raised.

    control  the same method on the same play without the script
    """
    true, by_chance = (alarms_on_touched(each, staged) for each in (replayed, control))
    after, two_groups = first_warnings(true, staged)
    chance_after, chance_two_groups = first_warnings(by_chance, staged)
    in_time = {alarm.series for alarm in true if obvious is None or _after(alarm, staged) < obvious}
    return Warned(
        seed=seed,
        after=after,
        two_groups=two_groups,
        lead=None if after is None or obvious is None else obvious - after,
        two_groups_lead=None if two_groups is None or obvious is None else obvious - two_groups,
        chance_after=chance_after,
        chance_two_groups=chance_two_groups,
        series_raised=len(in_time),
        other_alarms=(len(replayed.alarms) - len(true)) / len(replayed.periods),
    )


def alarms_on_touched(replayed: Replay, staged: Play) -> list[Alarm]:
    """Alarms on a series that the script touches, dated when it does so or later."""
    grid = staged.clean
    begins = {grid.names[row]: begin for row, begin in staged.begins.items()}
    return [
        alarm
        for alarm in replayed.alarms
        if alarm.series in begins and grid.position(alarm.period) >= begins[alarm.series]
    ]


def first_warnings(alarms: Sequence[Alarm], staged: Play) -> tuple[int | None, int | None]:
    """Periods until the first of these alarms, and until those of two source groups stood close together."""
    grid = staged.clean
    row_of = {name: row for row, name in enumerate(grid.names)}
    together = max(grid.a_year // QUARTERS, 1)
    newest: dict[str, int] = {}
    for alarm in alarms:
        now = _after(alarm, staged)
        newest[staged.groups[row_of[alarm.series]]] = now
        if sum(now - each <= together for each in newest.values()) > 1:
            return _after(alarms[0], staged), now
    return (_after(alarms[0], staged) if alarms else None), None


def _after(alarm: Alarm, staged: Play) -> int:
    return staged.clean.position(alarm.raised) - staged.start
