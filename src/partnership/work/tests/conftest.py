"""One of everything that asks for somebody, in Bradford. The people come from the site's own fixtures."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from django.utils import timezone

from partnership.areas import queries as areas
from partnership.meetings.models import Attendance, Meeting, MeetingSeries
from partnership.meetings.rules import MeetingState
from partnership.ocgs.models import Assignment, Group, Move, Requirement
from partnership.ocgs.rules import Duty, Status
from partnership.outcomes.models import Disruption
from partnership.outcomes.rules import Grade
from partnership.people.rules import Act, Marking
from partnership.plans.acting import Deed, add_action
from partnership.plans.actions import start_plan
from partnership.profiles.models import Edition, Profile, Recommendation
from partnership.profiles.rules import EditionState
from partnership.records.actions import share_record
from partnership.records.rules import Handling, Release
from partnership.records.starting import start
from partnership.requests.models import Enquiry, Request
from partnership.threats.models import Threat
from partnership.triage.actions import receive
from partnership.triage.rules import Arrival, Level
from partnership.work.finding import Look
from partnership.work.gathering import work_of
from partnership.work.practice import in_force

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
CLOSE = Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, "")
BRADFORD = "E08000032"
WORDS = ("series_id", "measure", "level_reason", "baseline", "method", "method_version", "source", "store_digest")
ARRIVAL = dict.fromkeys(WORDS, "made up") | {
    "area_code": BRADFORD,
    "area_name": "Bradford",
    "area_level": "district",
    "threat": "fraud",
    "threat_name": "Fraud",
    "period": "2018-07",
    "period_start": date(2018, 7, 1),
    "period_end": date(2018, 7, 31),
    "first_excess": "2018-07",
    "observed": 19,
    "expected": 6.4,
    "upper": 12,
    "p": 0.0004,
    "q": 0.02,
    **dict.fromkeys(("source_groups", "would_lower", "window", "quotes"), ()),
}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def in_days(today):
    return lambda days: today + timedelta(days=days)


@pytest.fixture
def tasks_of():
    """What somebody must do, by kind if told."""

    def find(person, kind=None):
        with areas.at_hand(person):
            tasks = work_of(Look(person, in_force())).tasks
        return [task for task in tasks if kind in (None, task.kind)]

    return find


@pytest.fixture
def signal_of():
    numbers = count(1)

    def make(*, level=Level.WARNING, statement="More fraud than expected.", release=OPEN, **changes):
        now = {"engine_signal_id": f"{next(numbers):016x}", "level": level, "statement": statement}
        arrival = Arrival(**(ARRIVAL | now | changes))
        return receive(by=None, arrival=arrival, release=release)

    return make


@pytest.fixture
def group_of(bradford_chair):
    def make(*, lead=None, release=OPEN, **fields):
        told = {"code_name": "Granite Harbour", "state": Status.ACTIVE, "crime_types": ["fraud"]} | fields
        made = start(Group, act=Act.WORK_ON_GROUP, area_code=BRADFORD, release=release, by=bradford_chair, **told)
        if lead:
            Assignment.objects.create(group=made, duty=Duty.LEAD, person=lead, by=bradford_chair)
        return made

    return make


@pytest.fixture
def move_of(bradford_analyst):
    def make(group):
        told = {"was": Status.ACTIVE, "to": Status.MANAGED, "because": "A plan is in force"}
        return Move.objects.create(group=group, proposed_by=bradford_analyst, **told)

    return make


@pytest.fixture
def plan(group_of, officer):
    group = group_of(lead=officer)
    return start_plan(target=group, release=OPEN, by=officer, name="Plan against Granite Harbour", lead=officer)


@pytest.fixture
def action_of(plan, officer):
    def make(*, release=OPEN, **fields):
        told = {"p": "soc4p:pursue", "text": "Visit the scrapyards"} | fields
        return add_action(plan=plan, deed=Deed(**told), release=release, by=officer)

    return make


@pytest.fixture
def share(bradford_chair, in_days):
    def open_to(record, person):
        return share_record(record=record, by=bradford_chair, because="They do it", until=in_days(30), to_person=person)

    return open_to


@pytest.fixture
def profile_of(bradford_chair):
    def make(*, area_code=BRADFORD, release=OPEN, **fields):
        told = {"area_name": "Bradford", "edition": 1} | fields
        return start(Profile, act=Act.WRITE_PROFILE, area_code=area_code, release=release, by=bradford_chair, **told)

    return make


@pytest.fixture
def edition_of(bradford_chair, today):
    def make(profile, *, number=1, state=EditionState.PUBLISHED):
        told = {"period_start": today, "period_end": today, "author": bradford_chair, "practice": "2015-09"}
        published = timezone.now() if state is EditionState.PUBLISHED else None
        return Edition.objects.create(profile=profile, number=number, state=state, published_at=published, **told)

    return make


@pytest.fixture
def recommendation_of(bradford_chair):
    def make(profile, **fields):
        told = {"reference": "B3", "text": "Visit scrapyards together", "p": "soc4p:protect", "edition": 1} | fields
        whose = {"act": Act.WRITE_PROFILE, "area_code": BRADFORD, "release": OPEN, "by": bradford_chair}
        return start(Recommendation, **whose, profile=profile, **told)

    return make


@pytest.fixture
def threat_of(bradford_analyst):
    def make(**fields):
        told = {"key": "fraud", "name": "Fraud", "area_name": "Bradford"} | fields
        return start(Threat, act=Act.ASSESS_THREAT, area_code=BRADFORD, release=OPEN, by=bradford_analyst, **told)

    return make


@pytest.fixture
def requirement_of(bradford_analyst):
    def make(*, by=None, **fields):
        by = by or bradford_analyst
        told = {"question": "Who rents the yard?", "raised_by": by} | fields
        return start(Requirement, act=Act.WORK_ON_GROUP, area_code=BRADFORD, release=OPEN, by=by, **told)

    return make


@pytest.fixture
def claim_of(officer, today):
    def make(*, by=None, release=OPEN, **fields):
        by = by or officer
        told = {"what": "Closed the yard", "p": "soc4p:pursue", "happened_on": today, "affected": "group"}
        told |= {"lasts": "months", "evidence": "Licence revoked", "claimed_grade": Grade.MODERATE}
        whose = {"act": Act.PLAN, "area_code": BRADFORD, "release": release, "by": by}
        return start(Disruption, **whose, agency=by.agency, claimed_by=by, **(told | fields))

    return make


@pytest.fixture
def enquiry_of(bradford_analyst, bradford_chair, in_days):
    """To that person's agency, and shared with it, as asking does it."""

    def make(person, *, days=5, **fields):
        told = {"criterion": "vulnerability", "gateway": "cda-1998-115", "purpose": "To visit it together"}
        told |= {"asks": "Do you hold complaints about the yard?", "expires_on": in_days(days)}
        whose = {"area_code": BRADFORD, "release": OPEN, "by": bradford_analyst, "act": Act.ASK_PARTNERS}
        request = start(Request, **whose, asked_by=bradford_analyst, **told)
        made = start(Enquiry, **whose, request=request, agency=person.agency, **(told | fields))
        share_record(record=made, by=bradford_chair, because="Asked", until=in_days(60), to_agency=person.agency)
        return made

    return make


@pytest.fixture
def meeting_of(bradford_chair):
    def make(*, days=5, state=MeetingState.PLANNED, person=None, release=OPEN):
        whose = {"area_code": BRADFORD, "release": release, "by": bradford_chair, "act": Act.CONVENE}
        series = start(MeetingSeries, **whose, name="Bradford board", practice="local-disruption-board")
        at = timezone.now() + timedelta(days=days)
        made = start(Meeting, **whose, series=series, name="Bradford board", starts_at=at, state=state)
        if person:
            Attendance.objects.create(meeting=made, agency=person.agency, person=person)
        return made

    return make
