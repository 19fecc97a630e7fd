"""The year's meetings: boards of every district, tasking, a network and an exercise, with what they decided and set."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from partnership.meetings import actions
from partnership.meetings.actions import MeetingTold, SeatTold, SeriesTold
from partnership.meetings.agenda_actions import add_item, build_agenda
from partnership.meetings.attendance_actions import Came, record_attendance
from partnership.meetings.board_actions import Task, decide, note_discussion, raise_action, update_earlier
from partnership.meetings.exercise_actions import edit_exercise
from partnership.meetings.minutes_actions import issue_minutes
from partnership.meetings.models import Item, Meeting, MeetingSeries
from partnership.meetings.practice import in_force
from partnership.meetings.rules import Presence
from partnership.people.models import Person
from partnership.plans.acting import Deed, Said
from partnership.plans.models import Action
from partnership.plans.rules import ActionState

from .stage import OPEN, Stage, dated

MEETINGS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("meetings.toml").read_text())
BEGINS = time(10)


def load_meetings(stage: Stage) -> None:
    for told in MEETINGS["series"]:
        _series(stage, told)
    for board in MEETINGS["boards"]:
        _board(stage, board["district"], board["ago"])


def _series(stage: Stage, told: dict[str, Any]) -> None:
    by = stage.person(told["chair"])
    series = _start(stage, told, by)
    for one in told["meetings"]:
        series.refresh_from_db()
        meeting = _planned(stage, series, one["ago"], by)
        if one.get("builds"):
            build_agenda(meeting=meeting, by=by, seen_version=meeting.version)
        else:
            _held(stage, meeting, one, by)


def _board(stage: Stage, district: str, agos: list[int]) -> None:
    """A district's board, of which nothing is told but that it was held, and is planned again."""
    by = stage.chair
    seats = [["Police (synthetic)", "Lead responsible officers", ""]]
    told = {"kind": "disruption-board", "name": f"{district} Local Disruption Board", "district": district}
    series = _start(stage, told | {"place": "District headquarters", "seats": seats}, by)
    for ago in agos:
        series.refresh_from_db()
        meeting = _planned(stage, series, ago, by)
        if ago > 0:
            _held(stage, meeting, {"ago": ago, "came": [["present", ""]]}, by)


def _start(stage: Stage, told: dict[str, Any], by: Person) -> MeetingSeries:
    kind = in_force().kind(told["kind"])
    series = actions.start_series(
        kind=kind,
        told=SeriesTold(told["name"], kind.purpose, kind.every_days, told["place"], kind.chair_role, by),
        area_code=stage.areas[told["district"]].code,
        release=OPEN,
        by=by,
    )
    for agency, capacity, represented_by in told["seats"]:
        seat = SeatTold(stage.agency(agency), capacity, represented_by=represented_by)
        actions.add_seat(series=series, told=seat, by=by)
    return series


def _planned(stage: Stage, series: MeetingSeries, ago: int, by: Person) -> Meeting:
    kind = in_force().kind(series.practice)
    starts_at = _at(_working_day(stage.day(ago), back=ago > 0))
    told = MeetingTold(starts_at, kind.minutes_long, series.place, kind.chair_role, by)
    return actions.plan_meeting(series=series, told=told, release=OPEN, by=by)


def _held(stage: Stage, meeting: Meeting, told: dict[str, Any], by: Person) -> None:
    actions.open_meeting(meeting=meeting, by=by)
    for item in told.get("items", ()):
        _item(stage, meeting, item, by)
    now = _now(meeting)
    rows = now.attendance.order_by("rank")
    came = {row.pk: Came(Presence(how), who) for row, (how, who) in zip(rows, told["came"], strict=True)}
    now = record_attendance(meeting=now, told=came, by=by, seen_version=now.version)
    if "scenario" in told:
        words = {name: told[name] for name in ("scenario", "lessons")}
        now = edit_exercise(meeting=now, by=by, seen_version=now.version, **words)
    now = actions.close_meeting(meeting=now, by=by)
    if told.get("issued"):
        issue_minutes(meeting=now, by=by, seen_version=now.version)
        dated(now, issued_at=_end(now) + timedelta(days=2))
    dated(now, opened_at=now.starts_at, closed_at=_end(now))


def _item(stage: Stage, meeting: Meeting, told: dict[str, Any], by: Person) -> None:
    now = _now(meeting)
    about = stage.made[told["about"]] if "about" in told else None
    words = {"section": told["section"], "text": told.get("text", ""), "about": about}
    item = add_item(meeting=now, by=by, seen_version=now.version, **words)
    if "discussion" in told:
        note_discussion(item=item, text=told["discussion"], was="", by=by)
    for decision in told.get("decisions", ()):
        dated(decide(item=item, text=decision, by=by), at=now.starts_at)
    for action in told.get("actions", ()):
        _action(stage, item, action, by)


def _action(stage: Stage, item: Item, told: dict[str, Any], by: Person) -> None:
    words = {name: told[name] for name in ("p", "text", "owner_role")}
    deed = Deed(**words, agency=stage.agency(told["agency"]), due=stage.day(told["due"]))
    action = raise_action(item=item, task=Task(deed), by=by)
    at = item.meeting.starts_at
    dated(item.raised.get(action=action), at=at)
    dated(action, told_at=at)
    if "carried" in told:
        ago, due, text = told["carried"]
        _told(stage, item, action, Said(text, due=stage.day(due)), ago, by)
    if "done" in told:
        ago, text, outcome = told["done"]
        _told(stage, item, action, Said(text, ActionState.DONE, outcome=outcome), ago, by)


def _told(stage: Stage, item: Item, action: Action, said: Said, ago: int, by: Person) -> None:
    action.refresh_from_db()
    update_earlier(item=item, action=action, said=said, by=by, seen_version=action.version)
    dated(action.updates.order_by("-pk")[0], at=stage.moment(ago))
    dated(action, told_at=stage.moment(ago))


def _now(meeting: Meeting) -> Meeting:
    meeting.refresh_from_db()
    return meeting


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, BEGINS))


def _end(meeting: Meeting) -> datetime:
    return meeting.starts_at + timedelta(minutes=meeting.minutes_long)


def _working_day(day: date, *, back: bool) -> date:
    """That day; from a weekend, the Friday before or the Monday after. Tomorrow stays tomorrow."""
    if day == timezone.localdate() + timedelta(days=1):
        return day
    while day.weekday() >= 5:
        day += timedelta(days=-1 if back else 1)
    return day
