"""What of groups, enablers and intelligence requirements travels to a program. With roles, never names of people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from partnership.records.api import NamedRecord, Record
from partnership.tokens.paging import AreaPageAsked, Paged

from .models import Assessment, Assignment, Group, Move
from .rules import Duty, EnablerKind, Reach, RequirementState, Status


class GroupTold(Record):
    """A group, by its code name. A count of groups is no measure of harm."""

    code_name: str
    state: Status
    crime_types: list[str] = Field(description="Keys of the threat taxonomy, the main one first.")
    reach: Reach
    areas: list[str] = Field(description="Codes of other areas that it affects.")
    mapping_reference: str = Field(description="What the national mapping calls it.")
    next_review: date | None
    summary: str


class AssessmentTold(Schema):
    """What one assessor gave on one day."""

    scheme: str = Field(description="By its key in schemes.toml.")
    scheme_version: str
    as_of: date
    role: str = Field(description="That the assessor has today.")
    score: float | None = Field(description="null where too much is unknown to give one.")
    band: str
    steps: dict[str, int | None] = Field(description="By criterion; null where it is unknown.")
    note: str

    @staticmethod
    def resolve_role(assessment: Assessment) -> str:
        return str(assessment.by.role_label)

    @staticmethod
    def resolve_steps(assessment: Assessment) -> dict[str, int | None]:
        return assessment.inputs if isinstance(assessment.inputs, dict) else {}


class DutyTold(Schema):
    """Which role answered for the group, from one day to another, both included."""

    duty: Duty
    role: str = Field(description="That they have today.")
    start: date
    end: date | None
    because: str

    @staticmethod
    def resolve_role(duty: Assignment) -> str:
        return str(duty.person.role_label)


class MoveTold(Schema):
    """A change of status: proposed by one, approved or declined by another."""

    was: Status
    to: Status
    because: str
    proposed_at: datetime
    accepted: bool | None = Field(description="null while it waits for a decision.")
    decided_because: str
    decided_at: datetime | None


class Helped(Schema):
    """How an enabler helps a group. Told only to who may see both."""

    how: str
    since: date | None
    until: date | None = Field(description="The last day; null while it goes on.")


class HelpedBy(Helped):
    enabler: NamedRecord


class Helps(Helped):
    group: NamedRecord


class GroupInFull(Schema):
    """A group with all that its page shows."""

    group: GroupTold
    merged_into: NamedRecord | None = Field(description="Where the owner may see that one.")
    assessments: list[AssessmentTold] = Field(
        description="Side by side, none replacing another: the newest of each assessor under each scheme."
    )
    earlier_assessments: list[AssessmentTold] = Field(description="Newest first.")
    duties: list[DutyTold] = Field(description="Newest first.")
    moves: list[MoveTold] = Field(description="Newest first.")
    enablers: list[HelpedBy]


class Groups(Paged):
    groups: list[GroupTold]


class EnablerTold(Record):
    """What helps groups work, described without naming a person."""

    name: str
    kind: EnablerKind
    description: str


class EnablerSummary(EnablerTold):
    """An enabler as a list shows it."""

    groups_helped: int = Field(description="Today, of those that are not closed and that the owner may see.")

    @staticmethod
    def resolve_groups_helped(enabler: Any) -> int:
        return int(enabler.helped)


class EnablerInFull(Schema):
    enabler: EnablerTold
    groups: list[Helps]


class Enablers(Paged):
    enablers: list[EnablerSummary]


class RequirementTold(Record):
    """What must be found out, and what was."""

    question: str
    because: str
    state: RequirementState
    due: date | None
    raised_at: datetime
    answer: str = Field(description="Or, of one that was withdrawn, why.")
    settled_at: datetime | None


class Requirements(Paged):
    requirements: list[RequirementTold]


class GroupsAsked(AreaPageAsked):
    state: Status | None = Field(None, description="Only those of that status.")
    reach: Reach | None = Field(None, description="Only those of that reach.")


class EnablersAsked(AreaPageAsked):
    kind: EnablerKind | None = Field(None, description="Only those of that kind.")


class RequirementsAsked(AreaPageAsked):
    state: RequirementState | None = Field(None, description="Only those in that state.")


def parts_of(group: Group, newest: list[Assessment]) -> dict[str, Any]:
    """What belongs to the group alone.

    newest  of each assessor under each scheme
    """
    moves: list[Move] = list(group.moves.all())
    return {
        "group": group,
        "assessments": newest,
        "earlier_assessments": [one for one in group.assessments.select_related("by") if one not in newest],
        "duties": list(group.assignments.select_related("person")),
        "moves": moves,
    }
