"""What meetings.toml must say, and what is said of one that cannot be used."""

import tomllib

import pytest

from partnership.meetings import practice
from partnership.meetings.practice import FILE, Fill, read

TOLD = tomllib.loads(FILE.read_text())


def test_every_kind_of_meeting_begins_with_the_actions_of_earlier_ones():
    assert {kind.sections[0].fill for kind in read(TOLD).kinds} == {Fill.ACTIONS}


def test_the_kinds_are_held_as_often_as_the_source_says():
    cadence = {kind.key: (kind.every_days, kind.longest_days) for kind in read(TOLD).kinds}

    assert cadence["tactical-tasking"] == (14, 28)
    assert cadence["partner-tasking"] == (21, None)
    assert cadence["exercise"] == (None, None)


def test_a_kind_that_the_file_no_longer_lists_keeps_every_section():
    told = read(TOLD)

    assert told.kind("gone-board").sections == told.sections


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"first_look_days": -1}, "first_look_days"),
        ({"sections": [{"key": "groups", "name": "Groups", "fill": "groups"}]}, "most"),
        ({"sections": []}, "not listed"),
        ({"kinds": TOLD["kinds"][:1] * 2}, "twice"),
        ({"kinds": [TOLD["kinds"][0] | {"every_days": 0}]}, "every_days"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_mend(change, word):
    with pytest.raises(ValueError, match=word):
        read(TOLD | change)


def test_the_file_says_where_it_comes_from():
    assert practice.in_force().version
    assert "Local Disruption Boards" in practice.in_force().source
