"""The list of sections is read as it is configured, or refused in words that say what to mend."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from partnership.profiles.sections import NUMBERS, SectionKind, UnreadableProfile, in_force, read_practice

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
