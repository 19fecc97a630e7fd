"""What the pages of series and meetings hold, gathered in a fixed number of reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.plans import queries as plans
from partnership.plans.pages import ActionRow, rows_of
from partnership.records import pages as records
from partnership.records.queries import may
from partnership.records.scoping import Scoped
from partnership.ui.listing import listed
from partnership.ui.wording import moment

from . import queries
from .agenda import by_section, records_shown, shown
from .attendance import in_words, presences
from .drawings import attendance_chart
from .forms import MORNING
from .listing import MEETING_COLUMNS, MeetingFilters
from .models import Item, Meeting, MeetingSeries, Raised
from .practice import in_force
from .rules import HELD, TO_COME, MeetingState, SeriesState, next_day
from .wording import STATE_COLOURS, cadence_words, chair_words, short_day

MOST_MEETINGS = 8  # that the chart of attendance shows
MOST_PAST = 24


@dataclass(frozen=True)
class MeetingRow:
    """A meeting as every list shows it. `series` is None where the viewer does not see it."""

    meeting: Meeting
    area: str = ""
    series: MeetingSeries | None = None

    @property
    def colour(self) -> str:
        return STATE_COLOURS[MeetingState(self.meeting.state)]

    @property
    def chair(self) -> str:
        return chair_words(self.meeting.chair_role, self.meeting.chair)


@dataclass(frozen=True)
class SeriesRow:
    series: MeetingSeries
    area: str
    kind: str
    cadence: str
    last: Meeting | None
    coming: Meeting | None


@dataclass(frozen=True)
class SetRow:
    """An action that a meeting of the series set, and at which."""

    row: ActionRow
    meeting: Meeting


def meetings_page(person: Person, asked: QueryDict) -> dict[str, Any]:
    rows = queries.meetings_seen_by(person)
    filters = MeetingFilters(asked, person=person, rows=rows)
    listing = listed(asked, rows, columns=MEETING_COLUMNS, filters=filters, first="-when")
    held = list(listing.page)
    names = queries.area_names(meeting.area_code for meeting in held)
    series = {one.pk: one for one in queries.series_seen_by(person).filter(pk__in=[m.series_id for m in held])}
    told = [MeetingRow(m, names.get(m.area_code, m.area_code), series.get(m.series_id)) for m in held]
    return {
        "listing": listing,
        "rows": told,
        "shown": [*held, *{row.series.pk: row.series for row in told if row.series}.values()],
        "may_convene": bool(queries.areas_to_convene_in(person)),
        "may_export": person.may(Act.EXPORT),
    }


def series_list_page(person: Person) -> dict[str, Any]:
    """Every series that the person sees, with its last meeting and its next of those that they see."""
    held = list(queries.series_seen_by(person).order_by("state", "area_code", "name", "pk"))
    names, practice = queries.area_names(one.area_code for one in held), in_force()
    meetings = list(queries.meetings_seen_by(person).filter(series__in=held).order_by("starts_at", "pk"))
    last = {m.series_id: m for m in meetings if m.state in HELD}
    coming = {m.series_id: m for m in reversed(meetings) if m.state in TO_COME}
    rows = [
        SeriesRow(
            series=one,
            area=names.get(one.area_code, one.area_code),
            kind=practice.kind(one.practice).name,
            cadence=cadence_words(one.every_days),
            last=last.get(one.pk),
            coming=coming.get(one.pk),
        )
        for one in held
    ]
    shown_meetings = {m.pk: m for row in rows for m in (row.last, row.coming) if m}
    return {
        "rows": rows,
        "shown": [*held, *shown_meetings.values()],
        "may_convene": bool(queries.areas_to_convene_in(person)),
    }


def series_page(person: Person, series: MeetingSeries) -> dict[str, Any]:
    """All of a series but its thread, which the view adds."""
    meetings = list(queries.meetings_seen_by(person).filter(series=series).order_by("-starts_at", "-pk"))
    coming = [MeetingRow(m) for m in reversed(meetings) if m.state in TO_COME]
    past = [MeetingRow(m) for m in meetings if m.state not in TO_COME]
    held = [m for m in meetings if m.state in HELD][:MOST_MEETINGS][::-1]
    prefetch_related_objects(held, "attendance__agency")
    came = presences(held)
    may_convene = may(person, Act.CONVENE, series)
    kind = in_force().kind(series.practice)
    plan = plans.plans_seen_by(person).filter(pk=series.plan_id).first() if series.plan_id else None
    return records.banner(person, series) | {
        "series": series,
        "kind": kind,
        "is_running": series.state == SeriesState.RUNNING,
        "facts": _series_facts(series, kind.name),
        "seats": list(series.seats.select_related("agency", "person")),
        "coming": coming,
        "past": past[:MOST_PAST],
        "more_past": max(0, len(past) - MOST_PAST),
        "chart": attendance_chart(came, [short_day(timezone.localtime(m.starts_at)) for m in held]) if came else None,
        "may_convene": may_convene,
        "may_write": may_convene and series.state == SeriesState.RUNNING,
        "may_export": may(person, Act.EXPORT, series),
        "plan": plan,
        "shown": [*(row.meeting for row in (*coming, *past[:MOST_PAST])), *held, *([plan] if plan else [])],
    }


def set_page(person: Person, series: MeetingSeries) -> dict[str, Any]:
    """Actions that the meetings of a series set, of those that the person sees: the most overdue first."""
    raised = _raised(person, series)
    actions = list({row.action.pk: row.action for row in raised}.values())
    rows = {row.action.pk: row for row in rows_of(person, actions, with_plans=True)}
    first_set = {row.action_id: row.item.meeting for row in raised}
    today = timezone.localdate()
    told = [SetRow(rows[action.pk], first_set[action.pk]) for action in actions]
    told.sort(
        key=lambda one: (not one.row.work.is_live, -one.row.work.days_overdue(today), _due(one.row), one.row.action.pk)
    )
    held: list[Scoped] = [*actions, *first_set.values(), *(row.plan for row in rows.values() if row.plan)]
    return {
        "series": series,
        "rows": told,
        "open": sum(one.row.work.is_live for one in told),
        "overdue": sum(one.row.work.days_overdue(today) > 0 for one in told),
        "carried": sum(one.row.action.carried > 0 and one.row.work.is_live for one in told),
        "may_export": may(person, Act.EXPORT, series),
        "shown": list({one.uuid: one for one in held}.values()),
    }


def meeting_page(person: Person, meeting: Meeting) -> dict[str, Any]:
    """All of a meeting but its thread, which the view adds."""
    rows = shown(person, meeting)
    actions = {row.action.pk: row for row in rows_of(person, [action for one in rows for action in one.actions])}
    came = list(meeting.attendance.select_related("agency", "person"))
    may_convene, state = may(person, Act.CONVENE, meeting), MeetingState(meeting.state)
    series = queries.series_seen_by(person).filter(pk=meeting.series_id).first()
    last = queries.last_meeting(person, meeting)
    held: list[Scoped] = [*records_shown(rows), *([series] if series else []), *([last] if last else [])]
    return records.banner(person, meeting) | {
        "meeting": meeting,
        "state": state,
        "colour": STATE_COLOURS[state],
        "series": series,
        "last": last,
        "facts": meeting_facts(meeting),
        "kind": in_force().kind(meeting.series.practice),
        "sections": by_section(rows),
        "action_rows": actions,
        "has_items": bool(rows),
        "came": came,
        "came_words": in_words(came),
        "may_convene": may_convene,
        "may_write": may_convene and not state.is_final,
        "may_export": may(person, Act.EXPORT, meeting),
        "shown": held,
    }


def proposed(person: Person, series: MeetingSeries) -> dict[str, Any]:
    """What the form for the next meeting begins with: the day that the cadence proposes, off weekends; never a past
    one. At the same time and place as the last."""
    rows = queries.meetings_seen_by(person).filter(series=series).exclude(state=MeetingState.CANCELLED)
    last = rows.order_by("-starts_at", "-pk").first()
    today = timezone.localdate()
    after = timezone.localdate(last.starts_at) if last else today
    every = series.every_days or in_force().first_look_days
    day = next_day(after, every)
    while day < today:
        day = next_day(day, every)
    return {
        "day": day,
        "at": timezone.localtime(last.starts_at).time() if last else MORNING,
        "minutes_long": last.minutes_long if last else in_force().kind(series.practice).minutes_long,
        "place": series.place,
        "chair_role": series.chair_role,
    }


def meeting_facts(meeting: Meeting) -> list[tuple[str, str]]:
    starts_at = timezone.localtime(meeting.starts_at)
    return [
        ("When", f"{moment(starts_at)} to {_end(starts_at, meeting.minutes_long):%H:%M}"),
        ("Where", meeting.place or "Not said"),
        ("Chair", chair_words(meeting.chair_role, meeting.chair)),
    ]


def _series_facts(series: MeetingSeries, kind: str) -> list[tuple[str, str]]:
    names = queries.area_names([series.area_code])
    return [
        ("Kind", kind),
        ("Held", cadence_words(series.every_days)),
        ("District", names.get(series.area_code, series.area_code)),
        ("Chair", chair_words(series.chair_role, series.chair)),
        ("Usually meets at", series.place or "Not said"),
    ]


def _raised(person: Person, series: MeetingSeries) -> list[Raised]:
    """What the meetings of the series set, the oldest first: under items, and as actions, that the person sees."""
    meetings = queries.meetings_seen_by(person).filter(series=series).values("pk")
    items = Item.objects.seen_by(person).filter(meeting__in=meetings).values("pk")
    seen = plans.actions_seen_by(person).values("pk")
    rows = Raised.objects.seen_by(person).filter(item__in=items, action__in=seen)
    joined = ("action__owner", "action__agency", "action__originator", "item__meeting")
    return list(rows.select_related(*joined).order_by("-at", "-pk"))


def _due(row: ActionRow) -> Any:
    return (row.action.due is None, row.action.due or timezone.localdate())


def _end(starts_at: datetime, minutes: int) -> datetime:
    return starts_at + timedelta(minutes=minutes)
