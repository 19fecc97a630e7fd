"""The replay sees no future, and its scores count everything."""

from dataclasses import dataclass

import numpy as np
import pytest

from tocsin.detection.grid import Answers, Grid
from tocsin.errors import BadScenario
from tocsin.evaluation.backtest import AboveBound, Budget, CutOff, replay, up_to
from tocsin.evaluation.methods import every_method, method_named
from tocsin.evaluation.truth import Emergence, read_truth, score
from tocsin.periods import every


@dataclass(frozen=True)
class Doubling:
    """Raises a count of more than twice the one before it."""

    name: str = "doubling"
    version: str = "1"

    def assess(self, grid, first):
        before, now = grid.counts[:, first - 1 : -1], grid.counts[:, first:]
        return Answers(before, 0 * before, 2 * before, np.where(now > 2 * before, 0.001, 0.5), 0 * before + 1)


def weeks(*rows):
    counts = np.array(rows, dtype=np.float64)
    names = tuple("abcdef"[: len(rows)])
    periods = tuple(str(each + 1) for each in range(counts.shape[1]))
    return Grid(names, periods, counts, np.ones_like(counts), 52)


def simulated(series, periods, seed=5):
    chance = np.random.default_rng(seed)
    season = 6 + 3 * np.cos(2 * np.pi * np.arange(periods) / 12)
    counts = chance.negative_binomial(6, 6 / (6 + season), (series, periods)).astype(np.float64)
    counts[0, -9:-6] += 20
    counts[-1, periods // 2] = np.nan
    exposures = np.exp(np.linspace(0, 1, periods)) * np.linspace(50, 400, series)[:, None]
    exposures[1, -4] = np.nan
    return Grid(tuple(f"s{row}" for row in range(series)), every("2010-01", "2017-12"), counts, exposures, 12)


RISE = weeks([4, 4, 4, 9, 30, 4], [5, 5, 5, 5, 5, 11])


def test_a_rise_is_raised_in_the_period_in_which_its_count_becomes_known():
    at_once = replay(RISE, first=3, lag=0, method=Doubling(), rule=AboveBound())
    late = replay(RISE, first=3, lag=2, method=Doubling(), rule=AboveBound())

    assert [(alarm.series, alarm.period, alarm.raised) for alarm in at_once.alarms] == [
        ("a", "4", "4"),
        ("a", "5", "5"),
        ("b", "6", "6"),
    ]
    assert [(alarm.period, alarm.raised) for alarm in late.alarms] == [("4", "6")]


def test_every_alarm_is_counted_by_period_and_the_first_by_series():
    replayed = replay(RISE, first=3, lag=0, method=Doubling(), rule=AboveBound())

    assert replayed.alarms_by_period() == {"4": 1, "5": 1, "6": 1}
    assert {series: alarm.raised for series, alarm in replayed.first_raised().items()} == {"a": "4", "b": "6"}


def test_a_budget_is_shared_among_the_series_that_have_an_answer():
    answers = Answers(*(np.zeros((2, 2)),) * 3, np.array([[0.04, 0.04], [np.nan, 0.9]]), np.zeros((2, 2)))

    raised = Budget(0.06).alarms(np.ones((2, 2)), answers)

    assert raised.tolist() == [[True, False], [False, False]]


def test_delay_is_counted_from_the_start_and_includes_the_lag():
    replayed = replay(RISE, first=3, lag=1, method=Doubling(), rule=AboveBound())

    scored = score(replayed, [Emergence("a", "3", "5"), Emergence("b", "1", "2")])

    assert [(each.raised, each.delay) for each in scored.found] == [("5", 2), (None, None)]
    assert scored.share_found == 0.5


def test_alarms_outside_what_happened_are_counted_as_other():
    replayed = replay(RISE, first=3, lag=0, method=Doubling(), rule=AboveBound())

    scored = score(replayed, [Emergence("a", "4", "4")])

    assert scored.other_alarms == 2
    assert scored.other_alarms_a_period == pytest.approx(2 / 3)


@pytest.mark.parametrize("name", [each.name for each in every_method(12)])
def test_cutting_the_file_after_a_period_changes_no_answer_given_until_then(name):
    whole = simulated(series=6, periods=96)
    first, lag = 84, 1

    told = replay(whole, first=first, lag=lag, method=method_named(name, 12), rule=CutOff(0.2))
    for end in (first + 1, first + 5, 95):
        cut = replay(up_to(whole, end), first=first, lag=lag, method=method_named(name, 12), rule=CutOff(0.2))

        until_then = [alarm for alarm in told.alarms if alarm.raised in cut.periods]
        assert [(alarm.raised, alarm.series, alarm.upper) for alarm in cut.alarms] == [
            (alarm.raised, alarm.series, alarm.upper) for alarm in until_then
        ]
        assert [alarm.p for alarm in cut.alarms] == pytest.approx([alarm.p for alarm in until_then], rel=1e-9)
    assert any(alarm.series == "s0" for alarm in told.alarms)


@pytest.mark.parametrize("name", [each.name for each in every_method(12)])
def test_starting_the_replay_later_changes_no_answer(name):
    whole, method = simulated(series=6, periods=96), method_named(name, 12)

    early, late = method.assess(whole, 80), method.assess(whole, 88)

    np.testing.assert_allclose(early.p[:, 8:], late.p, rtol=1e-6)
    np.testing.assert_allclose(early.expected[:, 8:], late.expected, rtol=1e-6)


@pytest.mark.parametrize(("first", "lag"), [(6, 0), (2, 2), (3, -1)])
def test_a_replay_with_nothing_to_answer_is_refused(first, lag):
    with pytest.raises(ValueError, match="Nothing to replay"):
        replay(RISE, first=first, lag=lag, method=Doubling(), rule=AboveBound())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("series,start\na,1\n", "needs a header"),
        ("series,start,end\n", "at least one row"),
        ("series,start,end\na,2017-W10,2017-W09\n", "line 2: give a series, and an end"),
        ("series,start,end\na,soon,later\n", "line 2: 'soon' is not a week"),
    ],
)
def test_a_truth_file_that_cannot_be_followed_is_refused_by_line(tmp_path, text, message):
    (tmp_path / "truth.csv").write_text(text, encoding="utf-8")

    with pytest.raises(BadScenario, match=message):
        read_truth(tmp_path / "truth.csv")


def test_a_truth_file_may_say_what_happened(tmp_path):
    (tmp_path / "truth.csv").write_text("series,start,end,what\na,2017-W10,2017-W12,raid\n", encoding="utf-8")

    assert read_truth(tmp_path / "truth.csv") == (Emergence("a", "2017-W10", "2017-W12", "raid"),)
