"""A group of Bradford with its lead, a plan for it and an action. The people come from the site's own fixtures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.ocgs.models import Assignment, Group
from partnership.ocgs.rules import Duty, Status
from partnership.people.rules import Act, Marking
from partnership.plans.acting import Deed, Said, add_action, update_action
from partnership.plans.actions import start_plan
from partnership.plans.models import Action
from partnership.plans.reusing import Line, make_template
from partnership.plans.rules import ActionState
from partnership.profiles.models import Profile, Recommendation
from partnership.records.actions import share_record
from partnership.records.rules import Handling, Release
from partnership.records.starting import start
from partnership.threats.models import Threat

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
BRADFORD, WAKEFIELD = "E08000032", "E08000036"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def in_days(today):
    return lambda days: today + timedelta(days=days)


@pytest.fixture
def group_of(bradford_chair):
    """A group of Bradford, led by whoever is named."""

    def make(*, lead=None, release=OPEN, by=None, area_code=BRADFORD, **fields):
        told = {"code_name": "Granite Harbour", "state": Status.ACTIVE, "crime_types": ["drugs-supply"]} | fields
        by = by or bradford_chair
        made = start(Group, act=Act.WORK_ON_GROUP, area_code=area_code, release=release, by=by, **told)
        if lead:
            Assignment.objects.create(group=made, duty=Duty.LEAD, person=lead, by=by)
        return made

    return make


@pytest.fixture
def group(group_of, officer):
    return group_of(lead=officer)


@pytest.fixture
def plan_for(officer):
    def make(target, *, by=None, release=OPEN, **fields):
        told = {"name": "Plan against Granite Harbour", "lead": officer} | fields
        return start_plan(target=target, release=release, by=by or officer, **told)

    return make


@pytest.fixture
def plan(plan_for, group):
    return plan_for(group)


@pytest.fixture
def action_of(officer):
    """An action of the plan, but for what the test changes."""

    def make(plan, *, by=None, release=OPEN, answers=None, **fields):
        told = {"p": "soc4p:pursue", "text": "Visit the scrapyards on the list"} | fields
        return add_action(plan=plan, deed=Deed(**told), release=release, by=by or officer, answers=answers)

    return make


@pytest.fixture
def action(action_of, plan, in_days):
    return action_of(plan, due=in_days(10))


@pytest.fixture
def done(officer):
    """The action, done, with what changed by it if that is known."""

    def finish(action, *, outcome="", by=None):
        said = Said(text="Nine visited, two closed", state=ActionState.DONE, outcome=outcome)
        return update_action(action=action, said=said, by=by or officer)

    return finish


@pytest.fixture
def told_days_ago():
    """Puts an action's last word, and its day if told, back in time: as if it had been written then."""

    def put_back(action, days, *, due=None):
        told = {"told_at": timezone.now() - timedelta(days=days)} | ({"due": due} if due else {})
        Action.objects.allowing(action.owner or _anybody(action), Act.SEE_RECORD).filter(pk=action.pk).update(**told)
        action.refresh_from_db()
        return action

    return put_back


def _anybody(action):
    return action.plan.lead


@pytest.fixture
def recommendation(bradford_analyst):
    told = {"act": Act.WRITE_PROFILE, "area_code": BRADFORD, "release": OPEN, "by": bradford_analyst}
    profile = start(Profile, **told, area_name="Bradford", edition=1)
    fields = {"reference": "B3", "text": "Visit scrapyards together", "p": "soc4p:protect", "edition": 1}
    return start(Recommendation, **told, profile=profile, **fields)


@pytest.fixture
def threat(bradford_analyst):
    told = {"key": "modern-slavery", "name": "Modern slavery", "area_name": "Bradford"}
    return start(Threat, act=Act.ASSESS_THREAT, area_code=BRADFORD, release=OPEN, by=bradford_analyst, **told)


@pytest.fixture
def share(bradford_chair, in_days):
    """The record, opened to the partner alone."""

    def open_to(record, person):
        told = {"because": "They do it", "until": in_days(30), "to_person": person}
        return share_record(record=record, by=bradford_chair, **told)

    return open_to


@pytest.fixture
def template(officer):
    lines = [
        Line("soc4p:pursue", "Close the outlets", "Visit each outlet", owner_role="Licensing officer", due_in_days=14),
        Line("soc4p:prevent", "Fewer are drawn in", "Talk to the schools", measure="Schools visited", due_in_days=28),
        Line("soc4p:prevent", "Fewer are drawn in", "Brief the youth team"),
    ]
    told = {"name": "Metal theft", "purpose": "For groups that steal metal", "area_code": BRADFORD}
    return make_template(release=OPEN, by=officer, lines=lines, **told)
