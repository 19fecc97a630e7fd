"""Scripts are read strictly, played the same way twice, and measured against their own truth."""

from dataclasses import dataclass

import numpy as np
import pytest

from tocsin.detection.grid import Answers, Grid
from tocsin.errors import BadScenario
from tocsin.evaluation.baselines import series_name, simulated_baseline
from tocsin.evaluation.driving import Calendar, heights
from tocsin.evaluation.injection import play
from tocsin.evaluation.playing import fixed_cut_off, obvious_after, run
from tocsin.evaluation.scenario import TEMPLATE, Phase, load_scenario, scenario_names, template
from tocsin.evaluation.scenario_report import write_report
from tocsin.periods import every

SMALL = load_scenario(TEMPLATE).model_copy(update={"seeds": 3})


@dataclass(frozen=True)
class Oracle:
    """Knows what to expect of a baseline without trend or season: the mean before the last year."""

    name: str = "oracle"
    version: str = "1"

    def assess(self, grid, first):
        mean = grid.counts[:, :300].mean(axis=1, keepdims=True)
        above = np.maximum(grid.counts[:, first:] - mean, 0) / np.sqrt(1.5 * mean)
        mean = np.broadcast_to(mean, above.shape)
        return Answers(mean, 0 * mean, 3 * mean, np.exp(-above), 0 * mean + 1.5)


@pytest.mark.parametrize("name", [*scenario_names(), TEMPLATE])
def test_every_script_that_comes_with_the_product_can_be_played(name):
    scenario = load_scenario(name)
    staged = play(scenario, seed=1)

    assert "ynthetic" in scenario.made_up
    assert len({scenario.group_of(indicator) for _, indicator in scenario.touched()}) > 1
    assert all(staged.added[row].sum() > 0 for row in staged.begins)
    assert staged.watched - scenario.lag >= 5 * 52 + 3  # what Farrington Flexible needs


def test_nothing_is_added_before_the_script_starts_nor_to_a_series_it_does_not_touch():
    staged = play(SMALL, seed=1)
    others = [row for row in range(len(staged.clean.names)) if row not in staged.begins]

    assert staged.added[:, : staged.start].sum() == 0
    assert staged.added[others].sum() == 0
    assert all(staged.added[row, :begin].sum() == 0 for row, begin in staged.begins.items())


def test_the_same_seed_plays_the_same_and_another_does_not():
    first, again, other = (play(SMALL, seed=seed) for seed in (7, 7, 8))

    assert np.array_equal(first.grid.counts, again.grid.counts)
    assert not np.array_equal(first.grid.counts, other.grid.counts)


@pytest.mark.parametrize(
    ("shape", "expected"), [("step", [1, 1, 1, 1]), ("ramp", [0.25, 0.5, 0.75, 1]), ("pulse", [0.25, 0.75, 0.75, 0.25])]
)
def test_a_phase_rises_as_its_shape_says(shape, expected):
    phase = Phase(start=2, length=4, shape=shape, sd=1.0, areas=("North",), indicators=("calls",))

    over_time = heights(phase, Calendar(periods=10, start=1, scale=1.0), None, None)

    assert over_time.tolist() == [0, 0, 0, *expected, 0, 0, 0]


@pytest.mark.parametrize("seed", range(1, 9))
def test_cases_follow_the_driver_by_its_lag(seed):
    staged = play(load_scenario("copper-theft"), seed=seed)

    assert min(staged.begins.values()) >= staged.start + 8
    assert staged.added[:, staged.start + 8 : staged.start + 40].sum() > 0
    assert staged.driver[staged.start - 1] < 112 < staged.driver[staged.start + 26]


def test_the_baseline_keeps_the_published_level_and_season():
    scenario = load_scenario("cocaine-supply")
    grid, _ = simulated_baseline(scenario, np.random.default_rng(1))
    supply = [grid.names.index(series_name(area.name, "supply offences")) for area in scenario.areas]
    a_year = grid.counts[supply].sum() / scenario.years

    assert a_year == pytest.approx(501 + 512 + 461 + 464, rel=0.02)


def test_the_users_own_counts_play_the_parts_and_their_lengths_are_turned_into_months():
    chance = np.random.default_rng(3)
    counts = chance.poisson(20, (6, 96)).astype(np.float64)
    months = Grid(tuple("abcdef"), every("2010-01", "2017-12"), counts, counts * 0 + 1, 12)

    staged = play(SMALL, seed=1, counts=months)

    assert staged.start == 96 - round(32 * 12 / 52)
    assert len(set(staged.cast.values())) == 3
    assert np.array_equal(staged.clean.counts, counts)
    assert (staged.unit, staged.lag, staged.over) == ("month", 1, 1)


def test_a_series_called_as_in_the_script_plays_its_own_part():
    counts = np.full((4, 104), 20.0)
    names = ("x", series_name("North", "helpline calls"), "y", series_name("South", "recorded offences"))
    weeks = Grid(names, tuple(str(each) for each in range(1, 105)), counts, counts * 0 + 1, 52)

    staged = play(SMALL, seed=1, counts=weeks)

    assert staged.cast["North", "helpline calls"] == 1
    assert staged.cast["South", "recorded offences"] == 3
    assert staged.cast["North", "recorded offences"] in (0, 2)


def test_only_series_that_hold_the_words_are_given_a_part():
    counts = np.full((6, 104), 20.0)
    names = ("x", "Theft of cable", "theft from a van", "y", "THEFT", "z")
    weeks = Grid(names, tuple(str(each) for each in range(1, 105)), counts, counts * 0 + 1, 52)

    staged = play(SMALL, seed=1, counts=weeks, among="theft")

    assert sorted(staged.cast.values()) == [1, 2, 4]


@pytest.mark.parametrize(("series", "periods", "message"), [(2, 200, "touches 3 series"), (6, 40, "needs 94 periods")])
def test_counts_too_few_for_the_script_are_refused(series, periods, message):
    counts = np.ones((series, periods))
    weeks = Grid(tuple("abcdef"[:series]), tuple(str(each) for each in range(1, periods + 1)), counts, counts, 52)

    with pytest.raises(BadScenario, match=message):
        play(SMALL, seed=1, counts=weeks)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('shape = "ramp"', 'shape = "ramp"\nheigth = 2', "unknown key 'heigth' in phases.1"),
        ("share = 300000", "", "the key 'share' is missing in areas.1"),
        ('shape = "ramp"', 'shape = "hill"', "'shape' in phases.1"),
        ('shape = "ramp"', 'shape = "driver"', "follows a driver, and the script has none"),
        ('areas = ["North"]', 'areas = ["Nowhere"]', "names 'Nowhere'"),
        ("sd = 2.0", "sd = 2.0\nextra = 1.0", "give either sd or extra"),
        ("years = 8", "years = 8 8", "not valid TOML"),
        ("false_alarms = 0.1", "false_alarms = 0", "'false_alarms'"),
    ],
)
def test_a_script_that_cannot_be_followed_is_refused_in_words(tmp_path, old, new, message):
    path = tmp_path / "mine.toml"
    assert old in template()
    path.write_text(template().replace(old, new, 1), encoding="utf-8")

    with pytest.raises(BadScenario, match=message):
        load_scenario(str(path))


def test_an_unknown_scenario_is_refused_naming_those_there_are():
    with pytest.raises(BadScenario, match="car-washes, cocaine-supply, copper-theft"):
        load_scenario("piracy")


def test_cut_offs_keep_every_method_within_the_same_budget_of_chance_alarms():
    rule = fixed_cut_off(SMALL, Oracle(), seed=1_000_001)
    raised = compared = 0
    for seed in range(1_000_001, 1_000_001 + SMALL.seeds):
        staged = play(SMALL, seed=seed)
        answers = Oracle().assess(staged.clean, staged.watched)
        raised += rule.alarms(staged.clean.counts[:, staged.watched :], answers).sum()
        compared += answers.p.shape[1]

    assert 0 < raised / compared <= SMALL.false_alarms * 1.1


def test_a_loud_script_is_warned_of_sooner_than_chance_would_and_a_silent_one_is_not():
    loud = SMALL.model_copy(update={"phases": tuple(each.model_copy(update={"sd": 5.0}) for each in SMALL.phases)})
    silent = SMALL.model_copy(update={"phases": tuple(each.model_copy(update={"sd": 0.001}) for each in SMALL.phases)})
    record, nothing = (run(scenario, [Oracle()], seed=1).records[0] for scenario in (loud, silent))

    assert record.spread("after")[0] < record.spread("chance_after")[0]
    assert record.share("two_groups") == 1
    assert all(each.other_alarms < 0.5 for each in record.plays)
    assert [each.after for each in nothing.plays] == [each.chance_after for each in nothing.plays]


@pytest.mark.parametrize(("extra", "when"), [(60.0, 2), (12.0, 5), (2.0, None)])
def test_a_script_becomes_obvious_when_its_series_reach_so_many_times_their_usual(extra, when):
    counts = np.full((3, 200), 10.0)
    weeks = Grid(tuple("abc"), tuple(str(each) for each in range(1, 201)), counts, counts * 0 + 1, 52)
    step = SMALL.phases[0].model_copy(update={"sd": None, "extra": extra, "shape": "step"})
    scenario = SMALL.model_copy(update={"phases": (step,)})

    assert obvious_after(scenario, play(scenario, seed=3, counts=weeks)) == when


def test_the_report_stands_alone_says_it_is_made_up_and_keeps_a_table_beside_each_picture(tmp_path):
    outcome = run(SMALL, [Oracle()], seed=1)

    page = write_report(outcome, tmp_path / "report", command="tocsin scenario run template").read_text("utf-8")

    assert SMALL.made_up in page
    assert page.count("<svg") == page.count("<details>") == 3
    assert "<script" not in page
    assert "src=" not in page
    assert {each.name for each in (tmp_path / "report").iterdir()} == {
        "report.html", "report.json", "series.svg", "total.svg", "warnings.svg"
    }  # fmt: skip


def test_a_title_cannot_bring_markup_into_the_report(tmp_path):
    scenario = SMALL.model_copy(update={"title": "<script>alert(1)</script>", "plays": "$made_up <img src=x>"})

    page = write_report(run(scenario, [Oracle()], seed=1), tmp_path, command="x").read_text("utf-8")

    assert "<script" not in page
    assert "<img" not in page
