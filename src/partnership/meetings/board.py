"""Board mode: one screen an item, in agenda order, with what the room needs to decide and what it records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.plans import queries as plans
from partnership.plans.action_forms import UpdateForm
from partnership.plans.models import Action, Plan
from partnership.plans.pages import ActionRow, rows_of
from partnership.plans.practice import in_force as plans_practice
from partnership.records import pages as records
from partnership.records.queries import may

from .agenda import Shown, by_section, records_shown, shown
from .board_facts import Facts, facts_of
from .board_forms import DecisionForm, NoteForm, TaskForm
from .models import Meeting
from .pages import proposed
from .rules import MeetingState, may_record, minutes_passed
from .wording import passed_words

CARRY = "carry"


@dataclass
class Typed:
    """The forms of the screen, where one was sent and refused; the others begin anew. `telling`: the earlier action
    that somebody is about to update, or to carry forward."""

    note: NoteForm | None = None
    decision: DecisionForm | None = None
    task: TaskForm | None = None
    update: UpdateForm | None = None
    carry: UpdateForm | None = None
    telling: Action | None = None

    @property
    def errors(self) -> list[Any]:
        forms = (self.note, self.decision, self.task, self.update, self.carry)
        return [form for form in forms if form is not None and form.errors]


@dataclass(frozen=True)
class Screen:
    """One item of the agenda as board mode shows it."""

    here: Shown
    before: Shown | None
    after: Shown | None
    facts: Facts
    set_rows: list[ActionRow] = field(default_factory=list)


def board_page(person: Person, meeting: Meeting, entry: str = "", typed: Typed | None = None) -> dict[str, Any]:
    """The screen of the item of that uuid, or of the first, if that is none that the person sees."""
    rows = shown(person, meeting)
    typed = typed or Typed()
    state, may_convene = MeetingState(meeting.state), may(person, Act.CONVENE, meeting)
    is_recording = may_convene and may_record(state) is None
    screen = _screen(person, rows, entry) if rows else None
    forms = _forms(person, meeting, screen, typed) if screen and is_recording else {}
    facts = screen.facts if screen else Facts()
    held = [*records_shown(rows), *facts.shown, *([typed.telling] if typed.telling else [])]
    return records.banner(person, meeting) | {
        "meeting": meeting,
        "state": state,
        "rows": rows,
        "sections": by_section(rows),
        "screen": screen,
        "facts": facts,
        "is_recording": is_recording,
        "may_convene": may_convene,
        "under_way": _under_way(meeting, state),
        "owner_roles": plans_practice().owner_roles,
        "shown": list({record.uuid: record for record in held}.values()),
        "typed": typed,
        **forms,
    }


def position(rows: tuple[Shown, ...], entry: str) -> int:
    """Where in the agenda that item stands; 0 where it is not there for the viewer."""
    return next((n for n, row in enumerate(rows) if str(row.item.uuid) == entry), 0)


def plans_for(person: Person, here: Shown, facts: Facts) -> list[Plan]:
    """The open plans, of those that the person may write, that could take up an action set under the item: those of
    what the item is about."""
    keys = [plan.pk for plan in facts.plans]
    writable = set(Plan.objects.allowing(person, Act.PLAN).filter(pk__in=keys).values_list("pk", flat=True))
    return [plan for plan in facts.plans if plan.pk in writable]


def _screen(person: Person, rows: tuple[Shown, ...], entry: str) -> Screen:
    at = position(rows, entry)
    here = rows[at]
    return Screen(
        here=here,
        before=rows[at - 1] if at else None,
        after=rows[at + 1] if at + 1 < len(rows) else None,
        facts=facts_of(person, here.record),
        set_rows=rows_of(person, list(here.actions)),
    )


def task_form(person: Person, meeting: Meeting, here: Shown, facts: Facts, sent: Any = None) -> TaskForm:
    return TaskForm(sent, plans=plans_for(person, here, facts), people=plans.people_to_own(meeting.area_code))


def update_form(action: Action, *, way: str, sent: Any = None, due: Any = None) -> UpdateForm:
    """The form of plans for what was done. `way`: update, or carry, which only puts it off."""
    form = UpdateForm(sent, action=action, auto_id=f"{way}_%s")
    if way == CARRY:
        form.fields["text"].label, form.fields["text"].help_text = "Why is it put off?", ""
        form.fields["due"].label = "Until when?"
    if due is not None:
        form.initial["due"] = due
    return form


def _forms(person: Person, meeting: Meeting, screen: Screen, typed: Typed) -> dict[str, Any]:
    here, facts = screen.here, screen.facts
    telling = typed.telling or (facts.action.action if facts.action and facts.action.may_update else None)
    told: dict[str, Any] = {
        "note": typed.note or NoteForm(item=here.item),
        "decision": typed.decision or DecisionForm(),
        "task": typed.task or task_form(person, meeting, here, facts),
        "telling": telling,
    }
    if telling is not None and not plans.work_of(telling).state.is_ended:
        next_day = proposed(person, meeting.series)["day"]
        told["update"] = typed.update or update_form(telling, way="update")
        told["carry"] = typed.carry or update_form(telling, way=CARRY, due=next_day)
    elif telling is not None:
        told["update"] = typed.update or update_form(telling, way="update")
    return told


def _under_way(meeting: Meeting, state: MeetingState) -> str:
    if state is not MeetingState.UNDER_WAY or meeting.opened_at is None:
        return ""
    return passed_words(minutes_passed(meeting.opened_at, timezone.now()))
