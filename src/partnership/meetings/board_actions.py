"""Writing what is recorded at the table: notes, decisions, actions set, and what was said of earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.plans.acting import Deed, Said, add_action, update_action
from partnership.plans.models import Action, Plan
from partnership.profiles.models import Recommendation
from partnership.profiles.rules import RecommendationState
from partnership.records.holding import note_change
from partnership.records.queries import may
from partnership.records.rules import Stale
from partnership.records.scoping import Scoped
from partnership.records.starting import start
from partnership.records.versions import why_stale, write_next_version
from partnership.thread.actions import tie

from .holding import item_to_record
from .models import Decision, Item, Meeting, MeetingSeries

SAY_DECISION = "Enter what was decided"
DID_CARRY = "carried action forward at meeting"
SET_BY = "A meeting set the action under it"
NOT_YOURS = "The series of this meeting is not yours to add to. Choose a plan for the action"


@dataclass(frozen=True)
class Task:
    """What a meeting sets: the deed, and the plan that takes it up; None for the series’ own."""

    deed: Deed
    plan: Plan | None = None


@transaction.atomic
def note_discussion(*, item: Item, text: str, was: str, by: Person) -> Item:
    """The item with what was said under it.

    was  the notes as they stood on the writer's screen. Whoever wrote under another item meanwhile is no hindrance;
         whoever wrote under this one is: Stale, and nothing is written.
    """
    meeting, now = item_to_record(item, by)
    if now.discussion == text.strip():
        return now
    if now.discussion != was:
        raise Stale(why_stale(meeting, meeting.version - 1))
    now.discussion = text.strip()
    now.save(update_fields=["discussion"])
    _noted(meeting, "noted discussion", by, item=str(now.uuid))
    return now


@transaction.atomic
def decide(*, item: Item, text: str, by: Person) -> Decision:
    """The decision, below those that the item has. It stands beside what others record at the same moment."""
    meeting, now = item_to_record(item, by)
    if not text.strip():
        raise NotAllowed(SAY_DECISION)
    made: Decision = now.decisions.create(text=text.strip(), by=by, at=timezone.now())
    _noted(meeting, "recorded decision", by, item=str(now.uuid), decision=str(made.uuid))
    return made


@transaction.atomic
def edit_decision(*, decision: Decision, text: str, was: str, by: Person) -> Decision:
    """The decision put right. Raises NotAllowed once the minutes are issued, Stale if its words are no longer `was`."""
    meeting, _ = item_to_record(decision.item, by)
    now = Decision.objects.allowing(by, Act.CONVENE).select_for_update().get(pk=decision.pk)
    if not text.strip():
        raise NotAllowed(SAY_DECISION)
    if now.text != was:
        raise Stale(why_stale(meeting, meeting.version - 1))
    now.text = text.strip()
    now.save(update_fields=["text"])
    _noted(meeting, "put decision right", by, decision=str(now.uuid))
    return now


@transaction.atomic
def raise_action(*, item: Item, task: Task, by: Person) -> Action:
    """The action that the meeting sets under the item, in the plan chosen or in the series' own, which is started with
    the first such action. A recommendation that stood open is taken up by it.
    """
    meeting, now = item_to_record(item, by)
    about = _about(now, by)
    plan = task.plan or _own_plan(meeting, by)
    is_open_advice = isinstance(about, Recommendation) and about.state == RecommendationState.OPEN
    answers = about if is_open_advice and may(by, Act.PLAN, about) else None
    action = add_action(plan=plan, deed=task.deed, release=plan.release, by=by, answers=answers)
    if task.plan is None and about is not None and answers is None and about._meta.label_lower in Action.may_rest_on:
        tie(record=action, on=about, because=SET_BY, by=by)
    now.raised.create(action=action, was_due=action.due, by=by, at=timezone.now())
    _noted(meeting, "set action at meeting", by, item=str(now.uuid), action=str(action.uuid))
    return action


@transaction.atomic
def update_earlier(*, item: Item, action: Action, said: Said, by: Person, seen_version: int) -> Action:
    """The action as it stands once the meeting has heard of it; put off, it counts as carried forward."""
    meeting, now = item_to_record(item, by)
    did = DID_CARRY if said.due is not None and said.due != action.due else "updated action at meeting"
    told = update_action(action=action, said=said, by=by, seen_version=seen_version, did=did)
    _noted(meeting, did, by, item=str(now.uuid), action=str(told.uuid))
    return told


def _own_plan(meeting: Meeting, by: Person) -> Plan:
    """The plan that holds the series' own actions; started now, if this is the first."""
    series: MeetingSeries | None = (
        MeetingSeries.objects.allowing(by, Act.CONVENE)
        .select_for_update(of=("self",))
        .filter(pk=meeting.series_id)
        .first()
    )
    if series is None:
        raise NotAllowed(NOT_YOURS)
    if series.plan is not None:
        return series.plan
    told: dict[str, Any] = {"name": f"Actions of {series.name}"[:160], "lead": series.chair}
    plan: Plan = start(Plan, act=Act.PLAN, area_code=series.area_code, release=series.release, by=by, **told)
    note_change(plan, "started plan", by)
    write_next_version(series, seen=series.version, plan=plan)
    note_change(series, "started plan of series", by, plan=str(plan.uuid))
    return plan


def _about(item: Item, by: Person) -> Scoped | None:
    if not item.about_kind:
        return None
    found: Scoped | None = apps.get_model(item.about_kind).objects.seen_by(by).filter(uuid=item.about).first()
    return found


def _noted(meeting: Meeting, did: str, by: Person, **told: object) -> None:
    """The meeting's next version, and what was done in the log."""
    write_next_version(meeting, seen=meeting.version)
    note_change(meeting, did, by, **told)
