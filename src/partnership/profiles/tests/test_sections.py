"""The list of sections is read as it is configured, or refused in words that say what to mend."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from partnership.profiles.figures import Figure, Row, keep_figures, read_figures
from partnership.profiles.sections import NUMBERS, SectionKind, UnreadableProfile, in_force, read_practice
from partnership.records.ps import UnreadablePs, p_choices, p_named, read_ps, the_ps

SECTION = {"key": "threats", "heading": "Threat picture"}
TOLD = dict.fromkeys(NUMBERS, 6) | {
    "version": "1",
    "source": "Ours",
    "protect_zero": False,
    "police": {"conditions": "Ask first"},
    "sections": [SECTION],
}


def test_the_list_that_is_shipped_holds_for_six_months_and_shows_no_count_below_five():
    practice = in_force()

    assert (practice.months_until_refresh, practice.months_until_old, practice.smallest_count) == (6, 12, 5)
    assert [kind.key for kind in practice.sections if kind.each_area] == ["area"]
    assert practice.section("recommendations").figures == ("recommendations",)


def test_a_section_that_the_list_no_longer_holds_is_known_by_its_key():
    assert in_force().section("gone") == SectionKind("gone", "gone")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"smallest_count": 0}, "smallest_count must be a whole number"),
        ({"months_until_old": "12"}, "months_until_old must be a whole number"),
        ({"days_until_red": True}, "days_until_red must be a whole number"),
        ({"protect_zero": "no"}, "protect_zero must be true or false"),
        ({"police": {}}, "police.conditions"),
        ({"police": "P"}, "police.conditions"),
        ({"sections": []}, "it lists no section"),
        ({"sections": [SECTION, SECTION]}, "threats stands there twice"),
        ({"sections": [{"key": "x"}]}, "number 1, needs a heading"),
        ({"sections": ["x"]}, "number 1, needs a key"),
        ({"sections": [SECTION | {"figures": ["graphs"]}]}, "threats.figures: choose from signals"),
        ({"sections": [SECTION | {"each_area": 1}]}, "threats.each_area"),
        ({"sections": [SECTION | {"key": "k" * 41}]}, "needs a key of 40 letters"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_what_to_mend(change, words):
    with pytest.raises(UnreadableProfile, match=words):
        read_practice(TOLD | change)


def test_a_partnership_can_put_its_own_list_in_its_place(settings, tmp_path):
    settings.TOCSIN_PRACTICE = tmp_path
    (tmp_path / "profile.toml").write_text('version = "1"\nsource = "Ours"\nsmallest_count = 3\n')

    with pytest.raises(ImproperlyConfigured, match=r"profile\.toml: months_until_refresh must be"):
        in_force()


def test_the_four_ps_name_the_set_they_are_of():
    assert [p.key for p in the_ps()] == ["soc4p:pursue", "soc4p:prevent", "soc4p:protect", "soc4p:prepare"]
    assert "counter-terrorism" in next(p.meaning for p in the_ps() if p.key == "soc4p:prevent")
    assert p_choices()[0] == ("soc4p:pursue", "Pursue")


def test_a_p_that_the_list_lacks_is_shown_as_it_is():
    assert (p_named("soc4p:prepare"), p_named("soc4p:partnership")) == ("Prepare", "soc4p:partnership")


@pytest.mark.parametrize(
    ("ps", "words"),
    [
        (None, "it lists none"),
        ([], "it lists none"),
        ([{"key": "prevent", "name": "Prevent", "meaning": "Stop"}], "does not say of which set"),
        ([{"key": "soc4p:prevent", "name": " ", "meaning": "Stop"}], "number 1 has no name"),
        ([{"key": "a:b", "name": "B", "meaning": "B"}] * 2, "a:b stands there twice"),
    ],
)
def test_a_list_of_ps_that_cannot_be_used_is_refused(ps, words):
    with pytest.raises(UnreadablePs, match=words):
        read_ps({"ps": ps})


def test_a_figure_is_read_back_as_it_was_kept():
    day = date(2016, 3, 31)
    figure = Figure(
        kind="series",
        caption="Fraud",
        head=("Period", "Count"),
        rows=(Row(("May", "3"), day), Row(("June", "4"))),
        source="Action Fraud",
        drawn=day,
        as_of=day,
        note="As received",
        unit="recorded",
        points=(("May", day, 3.0),),
        bars=1,
    )

    assert read_figures(keep_figures([figure])) == (figure,)


@pytest.mark.parametrize("kept", [None, "words", {"a": 1}, [None, 3, "x"]])
def test_what_is_no_figure_is_left_out(kept):
    assert read_figures(kept) == ()


@pytest.mark.parametrize(
    "kept",
    [{}, {"rows": [3, {"cells": "x"}], "points": [[1], ["May", "never", 3], ["May", "2016-05-01", "3"]], "head": 3}],
)
def test_a_figure_of_another_shape_is_read_as_far_as_it_goes(kept):
    (figure,) = read_figures([kept])

    assert figure.points == ()
    assert not figure.is_numeric
