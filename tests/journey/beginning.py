"""A warning that has become an action of a plan, and the people who answer it: where later journeys begin.

How it came there page by page is what test_from_warning_to_plan drives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from partnership.areas.models import Area
from partnership.meetings import actions as meetings
from partnership.meetings.agenda_actions import add_item
from partnership.meetings.board_actions import Task, raise_action
from partnership.meetings.models import MeetingSeries
from partnership.meetings.practice import in_force as kinds_of_meetings
from partnership.ocgs.actions import propose_group
from partnership.ocgs.models import Group
from partnership.ocgs.status_actions import approve_move
from partnership.people.models import Agency, Person
from partnership.people.rules import Role
from partnership.plans.acting import Deed
from partnership.plans.actions import start_plan
from partnership.plans.models import Action, Plan
from partnership.profiles.actions import recommend
from partnership.profiles.models import Recommendation
from partnership.profiles.writing import publish, start_edition, start_profile, write_section
from partnership.threats.actions import start_threat, write_edition
from partnership.threats.models import Threat
from partnership.threats.rules import Confidence, Estimate, Likelihood
from partnership.triage.models import Signal

from .conftest import BRADFORD, OPEN

CODE_NAME = "Velvet Anchor"
STATEMENT = "Weapons are carried again around the market."
ASKED = "Search bags at the market gates on Saturdays."
DEED = "Put knife arches at both gates."
BOARD = "Bradford disruption board"
SECTION = "recommendations"


@dataclass(frozen=True)
class Cast:
    """Who answers the warning. The partner works for an agency of their own and sees only what is opened to them."""

    analyst: Person
    chair: Person
    officer: Person
    partner: Person


@dataclass(frozen=True)
class Answered:
    """What stands once a board has set an action that answers the warning."""

    threat: Threat
    recommendation: Recommendation
    group: Group
    plan: Plan
    action: Action
    series: MeetingSeries


def cast_of(person_with: Callable[..., Person]) -> Cast:
    analyst, chair = person_with(Role.DISTRICT_ANALYST), person_with(Role.BOARD_CHAIR)
    officer, partner = person_with(Role.LEAD_RESPONSIBLE_OFFICER), person_with(Role.PARTNER)
    partner.agency = Agency.objects.create(name="Council")
    partner.save()
    return Cast(analyst, chair, officer, partner)


def answer(signal: Signal, cast: Cast) -> Answered:
    """The confirmed signal taken as far as an action of the officer, set at a board a fortnight ago."""
    threat = _estimate(signal, cast)
    recommendation = _recommend(threat, cast)
    group = _group(cast)
    told = {"name": "The market", "lead": cast.officer}
    plan = start_plan(target=group, release=OPEN, by=cast.officer, **told)
    series = _series(cast)
    return Answered(threat, recommendation, group, plan, _set_action(series, recommendation, plan, cast), series)


def _estimate(signal: Signal, cast: Cast) -> Threat:
    threat = start_threat(key=signal.threat, area=Area.objects.get(code=BRADFORD), release=OPEN, by=cast.analyst)
    days = dict.fromkeys(("as_of", "period_start", "period_end"), date(2018, 7, 31))
    sure = {"likelihood": Likelihood.LIKELY, "confidence": Confidence.LOW, "confidence_because": "One quarter only"}
    estimate = Estimate(statement=STATEMENT, harm={"physical": 3}, **days, **sure)
    why = {"rests_on": [signal], "tied_because": "The rise is what the estimate speaks of."}
    write_edition(threat=threat, estimate=estimate, by=cast.analyst, seen_version=threat.version, **why)
    threat.refresh_from_db()
    return threat


def _recommend(threat: Threat, cast: Cast) -> Recommendation:
    profile = start_profile(area=Area.objects.get(code=BRADFORD), release=OPEN, by=cast.analyst)
    days = {"start": date(2018, 1, 1), "end": date(2018, 7, 31)}
    draft = start_edition(profile=profile, by=cast.analyst, **days)
    about = draft.sections.get(key="about")
    words = {"text": "Bradford, and the market above all.", "evidence_of": None}
    write_section(section=about, by=cast.analyst, seen_version=about.version, **words)
    told = {"text": ASKED, "p": "soc4p:protect", "threat": threat}
    made = recommend(edition=draft, release=OPEN, by=cast.analyst, **told)
    profile.refresh_from_db()
    publish(edition=draft, because="", by=cast.chair, seen_version=profile.version)
    return made


def _group(cast: Cast) -> Group:
    told = {"code_name": CODE_NAME, "because": "Seen by several sources.", "crime_types": ["firearms-and-violence"]}
    made = propose_group(area_code=BRADFORD, release=OPEN, by=cast.analyst, **told)
    approve_move(move=made.moves.get(), because="It meets it.", by=cast.chair, seen_version=made.version)
    made.refresh_from_db()
    return made


def _series(cast: Cast) -> MeetingSeries:
    kind = kinds_of_meetings().kind("disruption-board")
    told = meetings.SeriesTold(BOARD, every_days=kind.every_days, chair=cast.chair)
    made = meetings.start_series(kind=kind, told=told, area_code=BRADFORD, release=OPEN, by=cast.analyst)
    for person in (cast.chair, cast.partner):
        meetings.add_seat(series=made, told=meetings.SeatTold(person.agency, person=person), by=cast.analyst)
    return made


def _set_action(series: MeetingSeries, recommendation: Recommendation, plan: Plan, cast: Cast) -> Action:
    """By the board, whose meeting is over."""
    told = meetings.MeetingTold(timezone.now() - timedelta(days=14), chair=cast.chair)
    meeting = meetings.plan_meeting(series=series, told=told, release=OPEN, by=cast.analyst)
    meeting = meetings.open_meeting(meeting=meeting, by=cast.analyst)
    seen = {"by": cast.analyst, "seen_version": meeting.version}
    item = add_item(meeting=meeting, section=SECTION, about=recommendation, **seen)
    due = timezone.localdate() + timedelta(days=3)
    deed = Deed("soc4p:protect", DEED, owner_role="Neighbourhood inspector", owner=cast.officer, due=due)
    action = raise_action(item=item, task=Task(deed, plan), by=cast.analyst)
    meetings.close_meeting(meeting=meeting, by=cast.analyst)
    return action
