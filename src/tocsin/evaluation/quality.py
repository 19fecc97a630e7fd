"""How well count detectors find simulated outbreaks at one rate of false alarms, and how even that rate is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.detection import accumulation, farrington_flexible, harmonic
from tocsin.detection.accumulation import Accumulation
from tocsin.detection.calibration import ACCUMULATION, histogram_of, shipped
from tocsin.detection.count_distribution import Floats
from tocsin.detection.grid import Grid
from tocsin.evaluation.published_scenarios import TESTED, Scenario, Simulated, published, simulate
from tocsin.evaluation.stress_scenarios import stress

NOMINAL = 0.01
# A stress set has as many scenarios again; half the series of each is enough, since they are judged together.
STRESS_SHARE = 2
# The shipped calibration was learnt on series of this seed; a benchmark must use others.
CALIBRATION_SEED = 401

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Scores:
    """What one detector does at a cut-off on p.

    false_alarms       share of weeks without a current outbreak that alarm
    found              share of outbreaks with an alarm in one of their weeks (POD)
    found_first_week   share with an alarm in their first week
    delay_weeks        mean weeks from an outbreak's start to its first alarm, where it is found
    timeliness         the same over the outbreak's duration, 1 where it is missed: 0 is at once, 1 is never
    by_scenario        false alarms of each scenario
    """

    cut: float
    false_alarms: float
    found: float
    found_first_week: float
    delay_weeks: float
    timeliness: float
    by_scenario: tuple[float, ...]

    @property
    def scenarios_within(self) -> int:
        """How many scenarios have between half and twice the nominal rate of false alarms."""
        return sum(NOMINAL / 2 <= each <= 2 * NOMINAL for each in self.by_scenario)


@dataclass(frozen=True)
class QualityReport:
    """Scores by detector, on the published scenarios and on those that break assumptions; and what p is before it.

    histograms   share of clean p-values in each twentieth of 0 to 1, by detector (published scenarios)
    """

    replicates: int
    seed: int
    cut_seed: int
    published: dict[str, Scores]
    stress: dict[str, Scores]
    histograms: dict[str, Floats]


def quality(*, replicates: int, seed: int, cut_seed: int, progress: Progress | None = None) -> QualityReport:
    """Every detector on fresh series, at the cut-off that gave a pooled false-alarm rate of 1 % on other series.

    progress   is told what is being worked on
    Raises ValueError if the two seeds are the same, or one is that of the shipped calibration.
    """
    if len({seed, cut_seed, CALIBRATION_SEED}) < 3:
        raise ValueError(
            f"Seeds {seed} and {cut_seed} must differ from each other and from {CALIBRATION_SEED}, with which the "
            "shipped calibration was learnt."
        )
    found = {}
    sets = {"published": (published(), replicates), "stress": (stress(), max(1, replicates // STRESS_SHARE))}
    histograms: dict[str, Floats] = {}
    for name, (scenarios, times) in sets.items():
        for_cut = p_values(
            _series(scenarios, times, cut_seed).grid(outbreak=False), _telling(progress, f"{name}, cut-off")
        )
        simulated = _series(scenarios, times, seed)
        clean = p_values(simulated.grid(outbreak=False), _telling(progress, f"{name}, without outbreaks"))
        with_outbreak = p_values(simulated.grid(outbreak=True), _telling(progress, f"{name}, with outbreaks"))
        found[name] = {
            method: score(simulated, clean[method], with_outbreak[method], cut_for(for_cut[method])) for method in clean
        }
        if name == "published":
            histograms = {method: histogram_of(p) for method, p in clean.items()}
    return QualityReport(replicates, seed, cut_seed, found["published"], found["stress"], histograms)


def p_values(grid: Grid, progress: Progress | None = None) -> dict[str, Floats]:
    """p of every detector in the weeks tested, S × W each, by the detector's name.

    The last three hold the same predictions against the counts, so these are made once.
    """
    first, tell = TESTED.start, progress or (lambda name: None)
    tell("farrington-flexible")
    found = {"farrington-flexible": farrington_flexible.assess(grid, first, farrington_flexible.weekly())}
    tell("harmonic")
    settings = Accumulation()
    usual = harmonic.predict(grid, first, settings.usual, windows=max(settings.windows))
    found["harmonic"] = harmonic.answer(grid, first, settings.usual, usual)
    tell("accumulation")
    for each in (accumulation.one_period(), settings):
        learnt = shipped(ACCUMULATION)[each.calibration]
        found[each.calibration] = accumulation.answer(grid, first, each, usual, learnt)
    return {name: answers.p for name, answers in found.items()}


def cut_for(p: Floats) -> float:
    """The cut-off on p that a share NOMINAL of clean weeks stays at or below; a week without p does not alarm."""
    in_order = np.sort(np.where(np.isnan(p), np.inf, p), axis=None)
    return float(in_order[max(0, round(NOMINAL * in_order.size) - 1)])


def score(simulated: Simulated, clean: Floats, with_outbreak: Floats, cut: float) -> Scores:
    """The detector's scores from its p in the weeks tested, without and with the current outbreak, S × W each."""
    alarms = np.asarray(clean <= cut)
    in_outbreak = simulated.current[:, TESTED.start :] > 0
    hits = (with_outbreak <= cut) & in_outbreak
    some = np.asarray(in_outbreak.any(axis=1))
    starts = simulated.starts - TESTED.start
    ends = in_outbreak.shape[1] - in_outbreak[:, ::-1].argmax(axis=1)
    found = np.asarray(hits.any(axis=1))
    delays = hits.argmax(axis=1) - starts
    lateness = np.where(found, delays / np.maximum(ends - starts, 1), 1.0)
    return Scores(
        cut=cut,
        false_alarms=float(alarms.mean()),
        found=float(found[some].mean()),
        found_first_week=float(hits[np.arange(len(starts)), starts].mean()),
        delay_weeks=float(delays[found].mean()) if found.any() else np.nan,
        timeliness=float(lateness[some].mean()),
        by_scenario=tuple(float(alarms[simulated.scenario == at].mean()) for at in range(len(simulated.scenarios))),
    )


def _series(scenarios: Sequence[Scenario], replicates: int, seed: int) -> Simulated:
    return simulate(scenarios, replicates=replicates, seed=seed)


def _telling(progress: Progress | None, what: str) -> Progress | None:
    return None if progress is None else lambda name: progress(f"{what}: {name}")
