"""A board of Bradford with a meeting to come and what can stand on its agenda. The people come from the site's own
fixtures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.meetings.actions import MeetingTold, SeriesTold, open_meeting, plan_meeting, start_series
from partnership.meetings.agenda_actions import add_item
from partnership.meetings.practice import in_force
from partnership.ocgs.models import Group
from partnership.ocgs.rules import Status
from partnership.people.rules import Act, Marking
from partnership.records.rules import Handling, Release
from partnership.records.starting import start

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
BRADFORD = "E08000032"


@pytest.fixture
def series_of(bradford_analyst):
    """A series of that kind, chaired by nobody yet unless the test says so."""

    def make(practice="disruption-board", *, release=OPEN, by=None, **fields):
        kind = in_force().kind(practice)
        told = SeriesTold(**({"name": kind.name, "every_days": kind.every_days, "place": "Town hall"} | fields))
        by = by or bradford_analyst
        return start_series(kind=kind, told=told, area_code=BRADFORD, release=release, by=by)

    return make


@pytest.fixture
def series(series_of):
    return series_of()


@pytest.fixture
def meeting_of(bradford_analyst):
    """A meeting of the series, in so many days."""

    def make(series, *, days=7, release=OPEN, by=None, **fields):
        when = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
        told = MeetingTold(**({"starts_at": when, "place": "Town hall", "chair_role": "Chief inspector"} | fields))
        return plan_meeting(series=series, told=told, release=release, by=by or bradford_analyst)

    return make


@pytest.fixture
def meeting(series, meeting_of):
    return meeting_of(series)


@pytest.fixture
def group_of(bradford_analyst):
    """An active group of Bradford, seen by everybody there unless the test says how it is held."""

    def make(code_name="Granite Harbour", *, release=OPEN, **fields):
        told = {"code_name": code_name, "state": Status.ACTIVE} | fields
        return start(Group, act=Act.WORK_ON_GROUP, area_code=BRADFORD, release=release, by=bradford_analyst, **told)

    return make


@pytest.fixture
def item_of(bradford_analyst):
    """An item of the meeting, in words, or about a record."""

    def make(meeting, text="", *, about=None, section="groups", by=None):
        meeting.refresh_from_db()
        told = {"section": section, "text": text, "about": about}
        return add_item(meeting=meeting, by=by or bradford_analyst, seen_version=meeting.version, **told)

    return make


@pytest.fixture
def under_way(meeting, bradford_analyst):
    return open_meeting(meeting=meeting, by=bradford_analyst)
