"""Schemes, scores with what is unknown, and how far assessors differ."""

import copy
from dataclasses import dataclass, field

import pytest

from partnership.ocgs.schemes import SHIPPED, in_force
from partnership.ocgs.scoring import UnusableSchemes, agreement, band_of, read_schemes, score, spread, step_in

FIVE = ["none", "little", "some", "much", "most"]
TOLD = {
    "schemes": {
        "plain": {
            "label": "Plain",
            "about": "For the tests.",
            "version": "1",
            "most_unknown": 1,
            "criteria": {
                "harm": {"label": "Harm", "about": "How much.", "weight": 3, "scale": FIVE},
                "reach": {"label": "Reach", "about": "How far.", "weight": 1, "scale": FIVE},
            },
            "bands": [
                {"key": "high", "label": "High", "at_least": 50, "review_months": 3},
                {"key": "low", "label": "Low", "at_least": 0, "review_months": 12},
            ],
        }
    }
}
PLAIN = read_schemes(TOLD)["plain"]


@dataclass
class Given:
    inputs: object
    score: float | None = None
    band: str = ""
    scheme_version: str = "1"
    name: str = field(default="")


def given(**inputs):
    found = score(PLAIN, inputs)
    return Given(inputs, found.score, found.band.key if found.band else "")


@pytest.mark.parametrize(
    ("harm", "reach", "value", "band"),
    [
        (0, 0, 0, "low"),
        (4, 4, 100, "high"),
        (4, 0, 75, "high"),
        (0, 4, 25, "low"),
        (2, 2, 50, "high"),
        (1, 4, 43.8, "low"),
    ],
)
def test_a_score_is_the_weighted_mean_of_a_hundred(harm, reach, value, band):
    found = score(PLAIN, {"harm": harm, "reach": reach})

    assert (found.score, found.low, found.high, found.band.key) == (value, value, value, band)


def test_what_is_unknown_widens_the_score_and_is_not_taken_for_nothing():
    found = score(PLAIN, {"harm": 2, "reach": None})

    assert (found.score, found.low, found.high, found.unknown) == (50, 37.5, 62.5, 1)


@pytest.mark.parametrize("inputs", [{"harm": None, "reach": None}, {}])
def test_too_much_unknown_gives_no_score(inputs):
    found = score(PLAIN, inputs)

    assert (found.score, found.band, found.low, found.high) == (None, None, 0, 100)


@pytest.mark.parametrize(("value", "key"), [(0, "low"), (49.9, "low"), (50, "high"), (100, "high")])
def test_a_band_begins_at_its_limit(value, key):
    assert band_of(PLAIN, value).key == key


def test_the_spread_tells_the_range_and_the_standard_deviation():
    found = spread(PLAIN, [given(harm=4, reach=4), given(harm=0, reach=0), given(harm=2, reach=2)])

    assert (found.lowest, found.highest, found.deviation) == (0, 100, 50)
    assert found.bands == ("high", "low")
    assert [(criterion.key, criterion.width) for criterion in found.apart] == [("harm", 4), ("reach", 4)]


@pytest.mark.parametrize(
    ("all_given", "words"),
    [
        ([], "Nobody has assessed it yet."),
        ([given(harm=2, reach=2)], "One assessor so far."),
        ([given(harm=2, reach=2), given(harm=2, reach=3)], "agree on the band, and within one step"),
        ([given(harm=4, reach=4), given(harm=4, reach=0)], "agree on the band, but differ, most on reach"),
        ([given(harm=4, reach=4), given(harm=0, reach=4)], "disagree on the band, most on harm"),
        ([given(harm=None, reach=None)] * 2, "None of the 2 assessors knew enough"),
    ],
)
def test_agreement_is_told_in_words(all_given, words):
    assert words in agreement(spread(PLAIN, all_given))


def test_unknown_is_no_disagreement():
    found = spread(PLAIN, [given(harm=4, reach=None), given(harm=4, reach=4)])

    assert [criterion.width for criterion in found.criteria] == [0, 0]
    assert found.criteria[1].steps == (None, 4)


def test_the_spread_says_when_the_scheme_changed_in_between():
    older = Given({"harm": 1, "reach": 1}, 25, "low", "0")

    assert spread(PLAIN, [older, given(harm=1, reach=1)]).has_versions
    assert not spread(PLAIN, [given(harm=1, reach=1)]).has_versions


@pytest.mark.parametrize("inputs", [None, [1], {"harm": "2"}, {"harm": 5}, {"harm": -1}, {"harm": True}, {"harm": 2.0}])
def test_what_is_no_step_is_unknown(inputs):
    assert step_in(inputs, "harm") is None


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("schemes",), {}, "no scheme"),
        (("schemes", "plain", "label"), None, "label is missing"),
        (("schemes", "plain", "most_unknown"), 2, "most_unknown must be from 0 to 1"),
        (("schemes", "plain", "criteria"), {}, "no criteria"),
        (("schemes", "plain", "criteria", "harm", "weight"), 0, "weight must be above 0"),
        (("schemes", "plain", "criteria", "harm", "weight"), "3", "must be a number"),
        (("schemes", "plain", "criteria", "harm", "scale"), FIVE[:4], "must hold 5 texts"),
        (("schemes", "plain", "bands"), [], "highest limit down"),
        (("schemes", "plain", "bands"), TOLD["schemes"]["plain"]["bands"][::-1], "highest limit down"),
        (("schemes", "plain", "bands"), TOLD["schemes"]["plain"]["bands"][:1], "end at 0"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_what(path, value, words):
    told = copy.deepcopy(TOLD)
    *above, last = path
    held = told
    for name in above:
        held = held[name]
    held[last] = value

    with pytest.raises(UnusableSchemes, match=words):
        read_schemes(told)


def test_the_shipped_file_has_both_kinds_of_scheme_and_says_whose_they_are():
    practice = in_force()

    assert set(practice.schemes) == {"attributes", "harm"}
    assert "own" in practice.source
    assert "Untested" in practice.status
    assert all(scheme.bands[-1].at_least == 0 for scheme in practice.schemes.values())


def test_a_partnership_may_use_schemes_of_its_own(settings, tmp_path):
    text = SHIPPED.read_text().replace('label = "By attributes"', 'label = "Our own way"')
    (tmp_path / "schemes.toml").write_text(text)
    settings.TOCSIN_PRACTICE = str(tmp_path)

    assert in_force().scheme_label("attributes") == "Our own way"


def test_a_key_that_the_configuration_lacks_is_shown_as_it_is():
    practice = in_force()

    assert practice.scheme_label("older") == "older"
    assert practice.band_label("attributes", "band-4") == "band-4"
    assert practice.months_to_review("older", "band-4") == practice.months_without_band
