"""How well simulated outbreaks are found, beside what was to be beaten: the 42 published scenarios and the stress set.

Run `tocsin benchmark detection --only quality`; the series, the cut-offs and the scores are in tocsin.evaluation.
"""

from __future__ import annotations

from collections.abc import Callable

from tocsin.evaluation.quality import NOMINAL, QualityReport, Scores, quality
from tocsin.evaluation.scorecard import Figure, MethodScore

# Cut-offs are fixed on series of a seed this far from the one that is scored.
OTHER_SEEDS = 1_000
ONE_WEEK = ("harmonic", "accumulation-one-period")
CUMULATIVE = "accumulation"
JUDGED = (*ONE_WEEK, CUMULATIVE)
YARDSTICK = "farrington-flexible"
FOUND_IN_ONE_WEEK, FOUND, FOUND_FIRST_WEEK = 0.545, 0.57, 0.40


def run(
    *, replicates: int, seed: int, command: str, tell: Callable[[str], None]
) -> tuple[list[Figure], list[MethodScore]]:
    """The figures that were to be beaten, and every method's scores on both sets."""
    report = quality(replicates=replicates, seed=seed, cut_seed=seed + OTHER_SEEDS, progress=tell)
    figures = [*_found(report, command), *_even(report, command), *_stress(report, command)]
    sets = {f"{len(_any(report.published).by_scenario)} published scenarios": report.published}
    sets[f"{len(_any(report.stress).by_scenario)} stress scenarios"] = report.stress
    return figures, [
        _method(method, name, scores, command) for name, each in sets.items() for method, scores in each.items()
    ]


def _found(report: QualityReport, command: str) -> list[Figure]:
    """Published scenarios, at a pooled rate of false alarms of 1 %."""
    one_week = {method: report.published[method].found for method in ONE_WEEK}
    best = max(one_week, key=lambda method: one_week[method])
    both = "; ".join(f"{method} {found:.4f}" for method, found in one_week.items())
    together = report.published[CUMULATIVE]
    return [
        Figure(
            part="quality",
            what=f"Outbreaks found by one week's counts, better of two: {best}",
            value=one_week[best],
            command=command,
            to_beat=f"at least {FOUND_IN_ONE_WEEK}",
            met=one_week[best] >= FOUND_IN_ONE_WEEK,
            note=both,
        ),
        Figure(
            part="quality",
            what=f"Outbreaks found by counts gathered over weeks: {CUMULATIVE}",
            value=together.found,
            command=command,
            to_beat=f"at least {FOUND}",
            met=together.found >= FOUND,
            note=f"False alarms {together.false_alarms:.3%} a week at the cut-off of other seeds",
        ),
        Figure(
            part="quality",
            what=f"Of them in their first week: {CUMULATIVE}",
            value=together.found_first_week,
            command=command,
            to_beat=f"at least {FOUND_FIRST_WEEK}",
            met=together.found_first_week >= FOUND_FIRST_WEEK,
        ),
    ]


def _even(report: QualityReport, command: str) -> list[Figure]:
    """False alarms scenario by scenario."""
    figures = []
    for method, scores in report.published.items():
        every = len(scores.by_scenario)
        figures.append(
            Figure(
                part="quality",
                what=f"Published scenarios with {NOMINAL / 2:.1%} to {2 * NOMINAL:.0%} false alarms: {method}",
                value=f"{scores.scenarios_within} of {every}",
                command=command,
                to_beat="every one" if method in JUDGED else "",
                met=scores.scenarios_within == every if method in JUDGED else None,
                note=f"From {min(scores.by_scenario):.2%} to {max(scores.by_scenario):.2%}",
            )
        )
    return figures


def _stress(report: QualityReport, command: str) -> list[Figure]:
    """Where the truth is not harmonic, at the same rate of false alarms."""
    yardstick = report.stress[YARDSTICK]
    return [
        Figure(
            part="quality",
            what=f"Outbreaks found in the stress set: {method}",
            value=report.stress[method].found,
            command=command,
            to_beat=f"not below {YARDSTICK}, {yardstick.found:.4f}",
            met=report.stress[method].found >= yardstick.found,
            note=f"False alarms {report.stress[method].false_alarms:.2%}, {YARDSTICK} {yardstick.false_alarms:.2%}",
        )
        for method in JUDGED
    ]


def _any(scores: dict[str, Scores]) -> Scores:
    return next(iter(scores.values()))


def _method(method: str, name: str, scores: Scores, command: str) -> MethodScore:
    return MethodScore(
        method=method,
        on=name,
        false_alarms=scores.false_alarms,
        lowest=min(scores.by_scenario),
        highest=max(scores.by_scenario),
        found=scores.found,
        found_first_week=scores.found_first_week,
        timeliness=scores.timeliness,
        command=command,
    )
