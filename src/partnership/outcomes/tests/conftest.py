"""A group of Bradford with a plan and an action, and claims for them. The people come from the site's own fixtures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from partnership.ocgs.models import Group
from partnership.ocgs.rules import Status
from partnership.outcomes.actions import claim_disruption
from partnership.outcomes.moderation_actions import accept_claim
from partnership.outcomes.outcome_actions import Change, record_outcome
from partnership.outcomes.rules import Claim, Direction, Grade
from partnership.people.rules import Act, Marking
from partnership.plans.acting import Deed, add_action
from partnership.plans.actions import start_plan
from partnership.records.rules import Handling, Release
from partnership.records.starting import start
from partnership.triage.actions import receive
from partnership.triage.rules import Arrival, Level

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
POLICE = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "For the police.")
BRADFORD = "E08000032"
WORDS = ("series_id", "measure", "level_reason", "baseline", "method", "method_version", "source", "store_digest")
ARRIVAL = dict.fromkeys(WORDS, "made up") | {
    "area_code": BRADFORD,
    "area_name": "Bradford",
    "area_level": "district",
    "threat": "fraud",
    "threat_name": "Fraud",
    "level": Level.WATCH,
    "statement": "More fraud than expected.",
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
def days_ago(today):
    return lambda days: today - timedelta(days=days)


@pytest.fixture
def group(bradford_chair):
    told = {"code_name": "Granite Harbour", "state": Status.ACTIVE, "crime_types": ["drugs-supply"]}
    return start(Group, act=Act.WORK_ON_GROUP, area_code=BRADFORD, release=OPEN, by=bradford_chair, **told)


@pytest.fixture
def signal_of(db):
    def make(number, release=OPEN):
        told = ARRIVAL | {"engine_signal_id": f"{number:016x}", "statement": f"More fraud, number {number}."}
        return receive(by=None, arrival=Arrival(**told), release=release)

    return make


@pytest.fixture
def plan(group, officer):
    return start_plan(name="Plan against Granite Harbour", target=group, release=OPEN, by=officer, lead=officer)


@pytest.fixture
def action(plan, officer):
    deed = Deed("soc4p:pursue", "Visit the scrapyards on the list")
    return add_action(plan=plan, deed=deed, release=OPEN, by=officer)


@pytest.fixture
def claim_of(days_ago):
    """What is claimed, but for what the test changes."""

    def make(**changes):
        told = {
            "what": "Two licences revoked",
            "p": "soc4p:pursue",
            "happened_on": days_ago(30),
            "affected": "market",
            "lasts": "months",
            "evidence": "The register of licences",
            "grade": Grade.MODERATE,
        }
        return Claim(**(told | changes))

    return make


@pytest.fixture
def claimed(action, officer, claim_of):
    """A claim for the action, kept as the officer's, but for what the test changes."""

    def make(*, target=None, by=None, release=OPEN, another_because="", **changes):
        told = {"claim": claim_of(**changes), "release": release, "another_because": another_because}
        return claim_disruption(target=target or action, by=by or officer, **told)

    return make


@pytest.fixture
def accepted(claimed, bradford_chair):
    """The claim, accepted by the chair at the grade that it was claimed at."""

    def make(**changes):
        made = claimed(**changes)
        who = {"by": bradford_chair, "seen_version": made.version}
        return accept_claim(disruption=made, grade=Grade(made.claimed_grade), **who)

    return make


@pytest.fixture
def recorded(plan, officer, days_ago):
    """A change in a harm, associated with the plan, but for what the test changes."""

    def make(*, target=None, by=None, release=OPEN, **changes):
        told = {
            "text": "Fewer thefts of metal",
            "harm": "financial",
            "direction": Direction.LESS,
            "evidence": "Recorded thefts",
            "observed_on": days_ago(2),
            "not_explained_by": "The price of copper fell; looked at for the quarter",
        }
        change = Change(**(told | changes))
        return record_outcome(target=target or plan, change=change, release=release, by=by or officer)

    return make
