"""False alarms are measured by stratum on quiet weeks, and read back for a count like them."""

import json

import pytest

from tocsin.detection import measured_rates
from tocsin.detection.measured_rates import MeasuredRate, measured_rate
from tocsin.evaluation import comparison_rates
from tocsin.evaluation.methods import method_named
from tocsin.evaluation.rates import keep_rates, measure_rates, quiet_weeks


@pytest.fixture
def kept(monkeypatch, tmp_path):
    path = tmp_path / "rates.json"
    rates = (
        MeasuredRate("a method", 0.01, 10.0, 1.05, quiet=1000, passed=20),
        MeasuredRate("a method", 0.001, 10.0, 1.05, quiet=1000, passed=1),
    )
    keep_rates(rates, measured="2026-01-01", command="a command", path=path)
    monkeypatch.setattr(measured_rates, "KEPT", path)
    measured_rates._kept.cache_clear()
    yield path
    measured_rates._kept.cache_clear()


def test_a_count_gets_the_rate_of_its_own_stratum(kept):
    assert measured_rate("a method", 12.0, 1.2, 0.01) == 0.02
    assert measured_rate("a method", 12.0, 1.2, 0.005) == pytest.approx(0.01)
    assert measured_rate("a method", 12.0, 1.2, 0.001) == 0.001


@pytest.mark.parametrize(("method", "mean"), [("another", 12.0), ("a method", 2.0), ("a method", float("nan"))])
def test_what_was_not_measured_is_not_made_up(kept, method, mean):
    assert measured_rate(method, mean, 1.2, 0.01) is None


def test_the_file_says_when_and_how_it_was_measured(kept):
    told = json.loads(kept.read_text("utf-8"))

    assert (told["measured"], told["command"]) == ("2026-01-01", "a command")


def test_quiet_weeks_pass_a_bound_about_as_seldom_as_it_asks():
    rates = measure_rates([method_named("farrington-flexible", 52)], quiet_weeks(replicates=4))

    def share(alpha):
        asked = [each for each in rates if each.alpha == alpha]
        return sum(each.passed for each in asked) / sum(each.quiet for each in asked)

    assert 0.01 < share(0.05) < 0.07
    assert share(0.001) < 0.003


def test_quiet_counts_beside_other_areas_pass_about_as_seldom_as_asked(monkeypatch):
    monkeypatch.setattr(comparison_rates, "FEWEST_QUIET", 1)

    rates = comparison_rates.measure_comparisons(panels=12)

    for compare in ("areas", "change"):
        at_five = [each for each in rates if each.method == f"negative-binomial ({compare})" and each.alpha == 0.05]
        quiet, passed = sum(each.quiet for each in at_five), sum(each.passed for each in at_five)
        assert quiet == 12 * 40
        assert 0.01 <= passed / quiet <= 0.09
