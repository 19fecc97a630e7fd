"""The minutes of a meeting as one person may see them: who came, and under each item what was said, decided and set.

Until they are issued they show what is recorded now; afterwards what stood then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.plans.models import Action
from partnership.plans.rules import ActionState
from partnership.records.queries import may
from partnership.records.scoping import Scoped
from partnership.ui.wording import day, moment

from . import agenda, queries
from .agenda import Shown
from .minutes_rules import Bare, lacking, may_issue
from .models import Attendance, Meeting, Raised
from .rules import MeetingState, Presence

NOBODY, NO_DAY = "Nobody yet", "No day set"
ATTENDANCE_HEAD = ("Agency", "Capacity", "Attendance")


@dataclass(frozen=True)
class ActionLine:
    """An action as the minutes tell it. `record` is the action as it is now."""

    record: Action
    what: str
    who: str
    due: date | None
    carried: int

    @property
    def due_words(self) -> str:
        return day(self.due) if self.due else NO_DAY

    @property
    def carried_words(self) -> str:
        """How often it was carried forward; empty if it never was."""
        if not self.carried:
            return ""
        return "Carried forward once" if self.carried == 1 else f"Carried forward {self.carried} times"


@dataclass(frozen=True)
class MinutedItem:
    shown: Shown
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True)
class Minutes:
    meeting: Meeting
    facts: tuple[tuple[str, str], ...]
    attendance: tuple[tuple[str, str, str], ...]
    items: tuple[MinutedItem, ...]
    records: tuple[Scoped, ...]

    @property
    def is_issued(self) -> bool:
        return bool(self.meeting.state == MeetingState.ISSUED)

    @property
    def actions(self) -> list[tuple[int, ActionLine]]:
        """Every action set, with the number of its item, the first due first; those without a day last."""
        found = [(item.shown.number, line) for item in self.items for line in item.actions]
        return sorted(found, key=lambda pair: (pair[1].due is None, pair[1].due or date.max, pair[0]))

    @property
    def standing(self) -> str:
        """How they stand, such as "Draft minutes"; of those issued, when."""
        if self.is_issued:
            return f"Minutes, issued {day(timezone.localtime(self.meeting.issued_at))}"
        return "Draft minutes, not issued"


def minutes_of(person: Person, meeting: Meeting, *, act: Act = Act.SEE_RECORD) -> Minutes:
    """Of what the person may do that to: see it, or take it out. What is taken out names nobody."""
    with_names = act is Act.SEE_RECORD
    rows = agenda.shown(person, meeting, act)
    is_issued = meeting.state == MeetingState.ISSUED
    items = tuple(MinutedItem(row, tuple(_line(raised, is_issued) for raised in row.raised)) for row in rows)
    return Minutes(
        meeting=meeting,
        facts=_facts(meeting, with_names=with_names),
        attendance=attendance_rows(meeting, with_names=with_names),
        items=items,
        records=tuple(agenda.records_shown(rows)),
    )


def bare_actions(items: Sequence[MinutedItem]) -> list[Bare]:
    """Of the actions set under those items, each that nobody could be held to."""
    found = []
    for item in items:
        for line in item.actions:
            action = line.record
            lacks = lacking(
                has_owner=action.owner_id is not None or action.owner_role.strip() != "",
                has_day=action.due is not None,
                has_ended=ActionState(action.state).is_ended,
            )
            if lacks:
                found.append(Bare(item.shown.number, line.what, lacks))
    return found


def why_not_issue(person: Person, minutes: Minutes) -> str | None:
    """None if the person may issue the minutes now; otherwise why not, in words for the screen."""
    meeting = minutes.meeting
    signs = meeting.chair_id == person.pk or may(person, Act.APPROVE, meeting)
    return may_issue(MeetingState(meeting.state), may_sign=signs, bare=bare_actions(minutes.items))


def minutes_page(person: Person, meeting: Meeting) -> dict[str, Any]:
    minutes = minutes_of(person, meeting)
    state = MeetingState(meeting.state)
    return {
        "meeting": meeting,
        "minutes": minutes,
        "is_draft": not minutes.is_issued,
        "attendance_head": ATTENDANCE_HEAD,
        "last": queries.last_meeting(person, meeting),
        "may_issue": state is MeetingState.HELD and may(person, Act.CONVENE, meeting),
        "may_export": may(person, Act.EXPORT, meeting),
        "shown": list(minutes.records),
    }


def who_words(action: Action) -> str:
    """Who is to do it, by role and agency: minutes travel, and roles outlast whoever holds them."""
    role = action.owner_role or (action.owner.role_label if action.owner else "")
    return ", ".join(part for part in (role, action.agency.name if action.agency else "") if part) or NOBODY


def attendance_rows(meeting: Meeting, *, with_names: bool) -> tuple[tuple[str, str, str], ...]:
    rows = meeting.attendance.select_related("agency", "person")
    return tuple((row.agency.name, _capacity(row, with_names), _presence(row)) for row in rows)


def chair_words(meeting: Meeting, *, with_names: bool) -> str:
    named = meeting.chair.name if meeting.chair and with_names else ""
    return ", ".join(part for part in (named, meeting.chair_role) if part) or (
        "Named here" if meeting.chair else NOBODY
    )


def _facts(meeting: Meeting, *, with_names: bool) -> tuple[tuple[str, str], ...]:
    local = timezone.localtime
    rows = [
        ("When", f"{local(meeting.starts_at):%A} {moment(local(meeting.starts_at))}"),
        ("Where", meeting.place or "Not said"),
        ("Chair", chair_words(meeting, with_names=with_names)),
    ]
    if meeting.closed_at:
        rows.append(("Closed", moment(local(meeting.closed_at))))
    if meeting.issued_at:
        rows.append(("Issued", moment(local(meeting.issued_at))))
    return tuple(rows)


def _line(raised: Raised, is_issued: bool) -> ActionLine:
    action = raised.action
    if is_issued:
        return ActionLine(
            action, raised.was_text or action.text, raised.was_owner or NOBODY, raised.was_due, raised.was_carried
        )
    return ActionLine(action, action.text, who_words(action), action.due, action.carried)


def _capacity(row: Attendance, with_names: bool) -> str:
    named = row.person.name if row.person and with_names else ""
    return ", ".join(part for part in (named, row.capacity) if part) or "Not said"


def _presence(row: Attendance) -> str:
    if row.presence == Presence.REPRESENTED and row.represented_by:
        return f"Represented by {row.represented_by}"
    return str(row.get_presence_display())
