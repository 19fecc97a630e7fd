"""Every part of `tocsin benchmark detection`: what is measured, beside what was to be beaten. Each part runs alone.

A part takes the replicates, the seed and a bar, and returns its figures and, from simulated outbreaks, the methods'
scores. The other files here measure; this one says what their figures mean.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from tocsin.errors import BenchmarkUnavailable
from tocsin.evaluation.comparison_rates import measure_comparisons
from tocsin.evaluation.methods import every_method
from tocsin.evaluation.quality import CALIBRATION_SEED
from tocsin.evaluation.rates import keep_rates, measure_rates, quiet_weeks
from tocsin.evaluation.scorecard import Figure, MethodScore

HERE = Path(__file__).resolve().parent
Measured = tuple[list[Figure], list[MethodScore]]
Progress = Callable[[str, int, int], None]
COMMAND = "tocsin benchmark detection"
SAME = 1e-9
PANELS = 600  # of 40 areas each, for the comparisons with other areas
# Two sets, each for the cut-off, without outbreaks and with them, by four kinds of method.
QUALITY_STEPS = 2 * 3 * 4


def part(name: str) -> ModuleType:
    """The benchmark of that name beside this file."""
    path = HERE / f"{name}.py"
    known = f"benchmarks_{name}"
    spec = importlib.util.spec_from_file_location(known, path) if path.is_file() else None
    if spec is None or spec.loader is None:
        raise BenchmarkUnavailable(f"There is no {path}. Take the checkout as a whole, or leave --only {name} out.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[known] = module
    spec.loader.exec_module(module)
    return module


def command(only: str, seed: int, replicates: int | None = None) -> str:
    """What prints the figures of one part again."""
    return f"{COMMAND} --only {only} --seed {seed}" + ("" if replicates is None else f" --replicates {replicates}")


def parity(*, replicates: int, seed: int, on_progress: Progress) -> Measured:
    """R's answers and published scores, reproduced."""
    if not part("parity").SHARED.is_dir():
        raise BenchmarkUnavailable(
            f"There is no {part('parity').SHARED}. R's answers lie beside the checkout; leave parity out."
        )
    on_progress("parity", 0, 2)
    of_r = part("parity").run()
    on_progress("parity", 1, 2)
    of_scans = part("new_mexico").run()
    on_progress("parity", 2, 2)
    by = f"{COMMAND} --only parity"
    figures = [figure for name, found in of_r.items() for figure in _against_r(name, found, by)]
    for name, found in of_scans.items():
        met = found["same_zone"] and found["difference"] <= SAME
        note = f"Best zone: {found['zone'].count('+') + 1} counties over the last {found['duration']} of four years"
        what = f"New Mexico brain cancer, {name}: score"
        about = f"{found['reference_score']:.10f}, same zone, to {SAME:g}"
        figures.append(Figure("parity", what, f"{found['score']:.10f}", by, about, met, note))
    return figures, []


def _against_r(name: str, found: dict[str, Any], by: str) -> list[Figure]:
    differ = found["alarms_that_differ"] + found["bounds_only_one_has"]
    note = f"{found['alarms_of_r']} alarms in {found['series_weeks']:,} series-weeks"
    alarms = Figure("parity", f"Alarms or gaps that differ from R: {name}", differ, by, "none", differ == 0, note)
    if name.startswith("nb"):
        apart = found["bounds_that_differ"]
        return [alarms, Figure("parity", f"Bounds that differ from R: {name}", apart, by, "none", apart == 0)]
    largest = found["largest_difference_of_bounds"]
    what = f"Largest relative difference of a bound from R's: {name}"
    return [alarms, Figure("parity", what, f"{largest:.1e}", by, f"at most {SAME:g}", largest <= SAME)]


def speed(*, replicates: int, seed: int, on_progress: Progress) -> Measured:
    """Farrington Flexible beside R in the same run."""
    on_progress("speed", 0, 1)
    found = part("farrington").run(seed=seed)
    on_progress("speed", 1, 1)
    by = command("speed", seed)
    ours = found["series_weeks_a_second"]
    figures = [
        Figure("speed", "Series-weeks a second, nbPlugin, one thread", ours, by, "stretch: 200,000", ours >= 200_000)
    ]
    equal = found["series_weeks_a_second_equalling_r"]
    figures.append(Figure("speed", "The same with r_compat, in which every step is R's", equal, by))
    if "times_as_fast_as_r" not in found:
        return [*figures, Figure("speed", "R in the same run", "not measured", by, note=found["r"])], []
    note = f"By processor time; R answered {found['series_by_r']} of the series"
    times, of_r = found["times_as_fast_as_r"], found["series_weeks_a_second_of_r"]
    figures += [
        Figure("speed", "Series-weeks a second of R, one thread", of_r, by, note=note),
        Figure("speed", "Times as fast as R, per thread", times, by, "at least 1,000", times >= 1000, note),
    ]
    for what in ("bounds_that_differ", "alarms_that_differ", "bounds_that_differ_equalling_r"):
        words = what.replace("_", " ").replace("equalling r", "with r_compat").capitalize()
        figures.append(Figure("speed", f"{words} in that run", found[what], by, "none", found[what] == 0))
    return figures, []


def emergence(*, replicates: int, seed: int, on_progress: Progress) -> Measured:
    """The word fentanyl, raised unprompted from texts on deaths in Connecticut."""
    on_progress("emergence", 0, 1)
    found = part("emergence").run(seed=seed)
    on_progress("emergence", 1, 1)
    if "connecticut" not in found:
        raise BenchmarkUnavailable("There are no Connecticut texts beside the checkout; leave --only emergence out.")
    by = command("emergence", seed)
    figures = [figure for issued in found["connecticut"] for figure in _emerged(issued, by)]
    for unit, shuffled in found["connecticut_shuffled"].items():
        what = f"Terms raised a {unit} when the dates are dealt out anew, so that all are false"
        note = f"{shuffled['terms_raised']} in {shuffled['periods']} {unit}s"
        figures.append(Figure("emergence", what, shuffled["terms_raised"] / shuffled["periods"], by, note=note))
    return figures, []


def _emerged(found: dict[str, Any], by: str) -> list[Figure]:
    late = found["unit"] if found["lag"] == 1 else f"{found['unit']}s"
    case = f"by {found['unit']}, known {found['lag']} {late} late"
    raised, periods = found["fentanyl"], found["periods"]
    goal = "raised before the federal alert of 18 March 2015"
    if raised is None:
        return [Figure("emergence", f"Fentanyl raised, {case}", "never", by, goal, False)]
    early = raised["days_before_the_alert"]
    areas = ", ".join(area.title() for area in dict.fromkeys(found["areas_in_that_period"])) or "no area by itself"
    note = (
        f"Seen in {raised['raised_in']}, {early} days before the alert; {raised['count']} texts where "
        f"{raised['expected']:.1f} were expected; in {areas}; {raised['other_terms_raised']} other terms raised with it"
    )
    return [
        Figure("emergence", f"Fentanyl raised, {case}", raised["period"], by, goal, early > 0, note),
        Figure(
            "emergence",
            f"Terms newly raised a {found['unit']}, {case}",
            sum(each["newly_raised"] for each in periods) / len(periods),
            by,
            note=f"{sum(each['newly_raised'] > 0 for each in periods)} of {len(periods)} {found['unit']}s raised any",
        ),
    ]


def clusters(*, replicates: int, seed: int, on_progress: Progress) -> Measured:
    """How long a scan of 1,000 places takes."""
    on_progress("clusters", 0, 1)
    found: dict[str, Any] = part("clusters").run(seed=seed, threads=1)
    on_progress("clusters", 1, 1)
    figures = []
    size = f"{found['places']:,} places, {found['neighbours']} neighbours, {found['weeks']} weeks"
    for name, seconds in found["seconds"].items():
        limit = next(
            (at_most for replicas, at_most in ((99, 1.0), (999, 5.0)) if f" {replicas} replicas" in name), None
        )
        figures.append(
            Figure(
                part="clusters",
                what=f"Seconds for {size}: {name}",
                value=float(seconds),
                to_beat="" if limit is None else f"at most {limit:g} s",
                met=None if limit is None else float(seconds) <= limit,
                command=command("clusters", seed),
                note=f"{found['cases']:,} cases, one thread",
            )
        )
    return figures, []


def cost(*, replicates: int, seed: int, on_progress: Progress) -> Measured:
    """What 1,000, 10,000 and 100,000 series cost."""
    figures = []
    methods = ("farrington-flexible", "accumulation")
    for at, method in enumerate(methods):
        on_progress("cost", at, len(methods))
        found = part("cost").run(seed=seed, method=method)
        for row in found["sizes"]:
            figures.append(
                Figure(
                    part="cost",
                    what=f"Seconds to assess the newest week of {row['series']:,} series of 300 weeks, {method}",
                    value=row["seconds"],
                    command=command("cost", seed),
                    note=f"Peak memory {row['peak_megabytes']:,} MB, one thread",
                )
            )
        for what, growth in found["growth_against_linear"].items():
            figures.append(
                Figure(
                    part="cost",
                    what=f"Growth of {what.replace('_', ' ')} against linear, from one size to the next, {method}",
                    value=growth,
                    to_beat=f"at most 1, measured to within {part('cost').JITTER - 1:.0%}",
                    met=growth <= part("cost").JITTER,
                    command=command("cost", seed),
                )
            )
    on_progress("cost", len(methods), len(methods))
    return figures, []


def quality(*, replicates: int, seed: int, on_progress: Progress) -> Measured:
    """Simulated outbreaks, found at one rate of false alarms."""
    outbreaks, done = part("outbreaks"), iter(range(1, QUALITY_STEPS + 1))
    if CALIBRATION_SEED in (seed, seed + outbreaks.OTHER_SEEDS):
        raise BenchmarkUnavailable(
            f"--seed {seed} would draw series that the shipped calibration was learnt on (seed {CALIBRATION_SEED}). "
            "Choose another."
        )
    measured: Measured = outbreaks.run(
        replicates=replicates,
        seed=seed,
        command=command("quality", seed, replicates),
        tell=lambda what: on_progress("quality", next(done, QUALITY_STEPS), QUALITY_STEPS),
    )
    return measured


def rates(*, replicates: int, today: str, on_progress: Progress) -> list[Figure]:
    """Each method's false alarms by stratum, kept for what signals say; of each the lowest and the highest.

    Drawn from a seed of its own.
    """
    by = f"{COMMAND} --measure-rates --replicates {replicates}"
    of_series = measure_rates(every_method(52), quiet_weeks(replicates=replicates), on_progress=on_progress)
    of_areas = measure_comparisons(panels=PANELS, on_progress=partial(on_progress, "areas"))
    found = (*of_series, *of_areas)
    keep_rates(found, measured=today, command=by)
    figures = []
    for method in dict.fromkeys(each.method for each in found):
        asked = (each for each in found if each.method == method and each.alpha == 0.01)
        lowest, *_, highest = sorted(asked, key=lambda each: each.rate)
        note = f"Highest at means from {highest.mean_from:g} and dispersions from {highest.dispersion_from:g}"
        what = f"Quiet weeks above the bound where 1 % was asked, by stratum: {method}"
        figures.append(Figure("rates", what, f"{lowest.rate:.2%} to {highest.rate:.2%}", by, note=note))
    return figures


PARTS: dict[str, Callable[..., Measured]] = {
    "parity": parity,
    "speed": speed,
    "quality": quality,
    "emergence": emergence,
    "clusters": clusters,
    "cost": cost,
}
