"""A question of Bradford's analyst to trading standards and a charity, and its answers. People: the site's fixtures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.ocgs.models import Group
from partnership.ocgs.rules import Status
from partnership.people.rules import Act, Marking, Role
from partnership.records.rules import Handling, Release
from partnership.records.starting import start
from partnership.requests import queries
from partnership.requests.actions import ask
from partnership.requests.answering import answer_enquiry
from partnership.requests.models import Enquiry
from partnership.requests.rules import Answer, Question, Reply

BRADFORD = "E08000032"
FOR_THEM = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "For the agency that was asked")
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def charity_worker(add_person):
    return add_person("Charity worker", Role.PARTNER, "Charity")


@pytest.fixture
def question(today):
    """A vulnerability, which needs neither a record nor a reference, but for what the test changes."""

    def make(**changes):
        told = {
            "criterion": "vulnerability",
            "gateway": "cda-1998-115",
            "asks": "Do you hold complaints about the car wash on the ring road?",
            "purpose": "To visit it together",
            "expires_on": today + timedelta(days=14),
        }
        return Question(**told | changes)

    return make


@pytest.fixture
def ask_of(question, bradford_analyst):
    """A request to the agencies of those people, every caution confirmed unless the test says which."""

    def make(*people, by=None, release=FOR_THEM, confirmed=("unusual",), target=None, **changes):
        agencies = [person.agency for person in people]
        where = {"target": target} if target else {"area_code": BRADFORD}
        told = {"agencies": agencies, "release": release, "confirmed": confirmed, **where}
        return ask(question=question(**changes), by=by or bradford_analyst, **told)

    return make


@pytest.fixture
def asked(ask_of, partner, charity_worker):
    """To trading standards and the charity."""
    return ask_of(partner, charity_worker)


@pytest.fixture
def enquiry(asked, partner):
    """What trading standards reads of it."""
    return queries.to_answer(partner).get(request=asked)


@pytest.fixture
def answer(partner):
    def give(enquiry, kind=Answer.HIT, *, by=None, **told):
        enquiry.refresh_from_db()
        reply = Reply(kind, **told)
        return answer_enquiry(enquiry=enquiry, reply=reply, by=by or partner, seen_version=enquiry.version)

    return give


@pytest.fixture
def group(bradford_analyst):
    told = {"code_name": "Granite Harbour", "state": Status.ACTIVE, "crime_types": ["drugs-supply"]}
    return start(Group, act=Act.WORK_ON_GROUP, area_code=BRADFORD, release=OPEN, by=bradford_analyst, **told)


@pytest.fixture
def backdated():
    """Puts the last day of an enquiry and its share so many days ago, as if all had been sent earlier."""

    def put_back(enquiry, days):
        day = timezone.localdate() - timedelta(days=days)
        seen = Enquiry.objects.seen_by(enquiry.request.asked_by)
        seen.filter(pk=enquiry.pk).update(expires_on=day)
        enquiry.refresh_from_db()
        return enquiry

    return put_back
