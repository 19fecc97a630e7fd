"""What of series and meetings travels to a program."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from partnership.records.api import Record
from partnership.tokens.paging import AreaPageAsked, Paged

from .agenda import Shown
from .models import Attendance, Decision
from .rules import MeetingState, Presence, SeriesState


class SeriesTold(Record):
    """Meetings that follow each other."""

    name: str
    practice: str = Field(description="The kind of meetings, by its key in meetings.toml.")
    purpose: str
    every_days: int | None = Field(description="null for what is held once.")
    place: str
    chair_role: str
    state: SeriesState


class MeetingSummary(Record):
    """A meeting as a list shows it."""

    name: str
    starts_at: datetime
    minutes_long: int
    place: str
    chair_role: str
    state: MeetingState


class Came(Schema):
    """How one agency was there."""

    agency: str
    capacity: str
    presence: Presence
    represented_by: str

    @staticmethod
    def resolve_agency(row: Attendance) -> str:
        return row.agency.name


class Decided(Schema):
    """What the meeting decided under one item. By role, not by name."""

    uuid: UUID
    text: str
    role: str
    at: datetime

    @staticmethod
    def resolve_role(decision: Decision) -> str:
        return decision.by.role_label


class ActionSet(Record):
    """An action that the meeting set, as it stands now."""

    p: str
    text: str
    owner_role: str
    due: date | None
    state: str
    carried: int = Field(description="How often its day was put off.")


class ItemTold(Schema):
    """One item of the agenda as the owner may see it. Numbers have no gaps, whatever is hidden."""

    number: int
    section: str
    title: str
    about_kind: str = Field(description="The kind of record that it is about; empty for one in words of its own.")
    about: UUID | None
    discussion: str
    decisions: list[Decided]
    actions: list[ActionSet]

    @staticmethod
    def resolve_section(row: Shown) -> str:
        return row.section_name

    @staticmethod
    def resolve_about_kind(row: Shown) -> str:
        return row.record.slug if row.record else ""

    @staticmethod
    def resolve_about(row: Shown) -> UUID | None:
        return row.record.uuid if row.record else None

    @staticmethod
    def resolve_discussion(row: Shown) -> str:
        return row.item.discussion


class MeetingInFull(Schema):
    """A meeting with who came, its agenda, and what was decided and set."""

    meeting: MeetingSummary
    attendance: list[Came]
    agenda: list[ItemTold]


class SeriesList(Schema):
    series: list[SeriesTold]


class Meetings(Paged):
    meetings: list[MeetingSummary]


class MeetingsAsked(AreaPageAsked):
    """Which meetings, and which page of them."""

    state: MeetingState | None = Field(None, description="Only those that stand so.")
