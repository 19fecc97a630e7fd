"""The files that set the scales and the list of threats: what they must hold, and the words for what is wrong."""

from __future__ import annotations

import copy
import tomllib

import pytest
from django.core.exceptions import ImproperlyConfigured

from partnership.threats import scales, taxonomy
from partnership.threats.rules import Kind, Likelihood
from partnership.threats.scales import UnreadableScales, read_scales, the_scales
from partnership.threats.taxonomy import UnreadableTaxonomy, named, read_taxonomy, signals_on, the_taxonomy

TOLD = tomllib.loads(scales.FILE.read_text())
WATCHED = {
    *("modern-slavery", "child-sexual-exploitation", "drugs-supply", "fraud", "money-laundering"),
    *("organised-acquisitive-crime", "firearms-and-violence", "cyber-crime"),
}


def with_change(at: str, value: object) -> dict:
    """The shipped scales with one thing changed; `at` names it as harm.dimensions.0.steps."""
    told = copy.deepcopy(TOLD)
    *way, last = [int(part) if part.isdigit() else part for part in at.split(".")]
    here = told
    for part in way:
        here = here[part]
    if value is None:
        del here[last]
    else:
        here[last] = value
    return told


def test_the_shipped_scales_can_be_used_and_say_what_they_rest_on():
    found = the_scales()

    assert [band.likelihood for band in found.yardstick] == list(Likelihood)
    assert [band.number for band in found.yardstick] == [1, 2, 3, 4, 5, 6, 7]
    assert [len(one.steps) for one in found.harm] == [5] * 6
    assert "PHIA" in found.source
    assert found.status.startswith("Provisional")


@pytest.mark.parametrize(
    ("at", "value", "words"),
    [
        ("harm.total", "mean", "harm.total is 'mean'"),
        ("harm.dimensions.1.steps", ["None", "Some"], "as many steps as the others"),
        ("harm.dimensions.2.steps", [], "harm.dimensions, number 3.steps"),
        ("harm.dimensions.0.key", "Physical harm", "harm.dimensions, number 1.key"),
        ("harm.dimensions.1.key", "physical", "physical stands there twice"),
        ("position", None, r"\[position\] is missing"),
        ("position.dimensions", [], "position.dimensions: add at least one"),
        ("yardstick.2.band", "maybe", "yardstick, number 3.band is 'maybe'"),
        ("yardstick.2.low", 15, "it must begin where highly-unlikely ends"),
        ("yardstick.2.high", 10, "yardstick, number 3: low and high"),
        ("yardstick.3.number", 3, "with a higher number"),
        ("yardstick.0", None, "list each of these once, in this order"),
        ("impact.0.at_least", 1, "impact: at_least must begin at 0"),
        ("risk.2.at_least", 6, "risk: at_least must begin at 0 and rise"),
        ("risk.1.name", "", "risk, number 2.name"),
        ("impact.1.at_least", "one", "impact, number 2.at_least is 'one'"),
        ("version", "v" * 41, "version is longer than 40"),
    ],
)
def test_scales_that_cannot_be_used_are_refused_with_the_key_that_is_wrong(at, value, words):
    with pytest.raises(UnreadableScales, match=words):
        read_scales(with_change(at, value))


def test_a_partnerships_own_scales_take_the_place_of_those_shipped_and_its_mistakes_are_named(settings, tmp_path):
    own = tmp_path / "scales.toml"
    settings.TOCSIN_PRACTICE = str(tmp_path)
    own.write_text(scales.FILE.read_text().replace('version = "2026-11"', 'version = "ours-1"'))
    assert the_scales().version == "ours-1"

    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "scales.toml").write_text(own.read_text().replace('total = "max"', 'total = "average"'))
    settings.TOCSIN_PRACTICE = str(broken)
    with pytest.raises(ImproperlyConfigured, match=r"scales\.toml: harm.total is 'average'"):
        the_scales()


def test_the_list_of_threats_holds_those_of_the_founding_document_and_of_2014():
    found = {one.key: one for one in the_taxonomy()}

    assert found.keys() >= WATCHED
    assert found["indecent-images"].kind is Kind.DEMAND
    assert [one.key for one in found.values() if one.kind is Kind.DEMAND] == ["indecent-images"]
    assert {one.key for one in found.values() if "founding-2015-16" in one.lists} >= {
        *("modern-slavery", "sexual-exploitation", "forced-labour", "drugs-supply", "money-laundering"),
        *("organised-acquisitive-crime", "firearms-and-violence", "fraud", "indecent-images"),
    }


def test_signals_of_one_key_can_bear_on_several_threats_and_of_an_unknown_one_on_itself():
    assert "child-sexual-exploitation" in signals_on("sexual-exploitation")
    assert "modern-slavery" in signals_on("forced-labour")
    assert signals_on("nobody-knows") == ("nobody-knows",)
    assert named("nobody-knows") is None


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "it lists no threat"),
        ([{"key": "a", "name": "A"}], "number 1, has no meaning"),
        ([{"key": "a", "name": "A" * 121, "meaning": "a"}], "its name is over 120"),
        ([{"key": "a", "name": "A", "meaning": "a"}] * 2, "a stands there twice"),
        ([{"key": "a", "name": "A", "meaning": "a", "signals": "b"}], "a.signals: give a list"),
        ([{"key": "a", "name": "A", "meaning": "a", "demand": "no"}], "a.demand: write true or false"),
        (["a"], "number 1, has no key"),
    ],
)
def test_a_list_of_threats_that_cannot_be_used_is_refused_with_what_is_wrong(rows, words):
    with pytest.raises(UnreadableTaxonomy, match=words):
        read_taxonomy({"threats": rows})


def test_both_files_say_where_they_come_from():
    for file in (scales.FILE, taxonomy.FILE):
        told = tomllib.loads(file.read_text())
        assert {"version", "source", "status"} <= told.keys()
