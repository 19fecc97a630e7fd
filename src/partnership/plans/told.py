"""What of plans and actions travels to a program, and what a program sends of an action. With roles, never names."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from partnership.records.api import NamedRecord, Record
from partnership.tokens.paging import AreaPageAsked, Paged

from .forms import LONGEST
from .models import Action, Update
from .rules import ActionState, PlanState

HIGHEST_VERSION = 2**31 - 1


class PlanTold(Record):
    """A plan along the Ps, as a list shows it."""

    name: str
    summary: str
    state: PlanState
    start: date
    closed_because: str


class ObjectiveTold(Schema):
    """What the plan is to achieve under one P, and how that will be known."""

    uuid: UUID
    p: str = Field(description="Such as soc4p:prevent.")
    text: str
    measure: str


class ActionTold(Record):
    """One thing to be done under one P, by one agency, until a day."""

    p: str = Field(description="Such as soc4p:prevent.")
    text: str
    owner_role: str
    agency_to_do_it: str | None
    due: date | None
    state: ActionState
    result: str = Field(description="What was done.")
    outcome: str = Field(description="What changed by it.")
    carried: int = Field(description="How often its day was put off.")
    told_at: datetime = Field(description="When it was last updated.")

    @staticmethod
    def resolve_agency_to_do_it(action: Action) -> str | None:
        return None if action.agency is None else str(action.agency.name)


class ActionListed(Schema):
    """An action as a list shows it."""

    action: ActionTold
    plan: NamedRecord | None = Field(description="Where the owner may see the plan.")
    may_update: bool = Field(description="Whether the token leaves its owner to update it.")


class UpdateTold(Schema):
    """What was said of the action, and what that changed."""

    text: str
    state: ActionState
    was_due: date | None
    due: date | None
    result: str
    outcome: str
    role: str = Field(description="That whoever said it has today.")
    agency: str
    at: datetime

    @staticmethod
    def resolve_role(update: Update) -> str:
        return str(update.by.role_label)

    @staticmethod
    def resolve_agency(update: Update) -> str:
        return str(update.by.agency.name)


class ActionInFull(ActionListed):
    """An action with all that its page shows."""

    objective: ObjectiveTold | None = Field(description="That it serves, where the owner may see the plan.")
    updates: list[UpdateTold] = Field(description="Newest first.")


class PlanInFull(Schema):
    """A plan with all that its page shows."""

    plan: PlanTold
    objectives: list[ObjectiveTold]
    actions: list[ActionTold] = Field(description="Those that the owner may see, the first due first.")


class Plans(Paged):
    plans: list[PlanTold]


class Actions(Paged):
    actions: list[ActionListed]


class PlansAsked(AreaPageAsked):
    state: PlanState | None = Field(None, description="Only those in that state.")


class ActionsAsked(AreaPageAsked):
    state: ActionState | None = Field(None, description="Only those in that state.")
    p: str = Field("", max_length=40, description="Only those under that P.")


class UpdateSent(Schema):
    """What was done about an action, or what stands in the way. Name no person."""

    text: str = Field(min_length=1, max_length=LONGEST)
    state: ActionState = Field(description="How the action stands now.")
    due: date | None = Field(None, description="A later day, if it is put off.")
    result: str = Field("", max_length=LONGEST, description="What came of it, in short, when it is done.")
    outcome: str = Field("", max_length=LONGEST, description="What changed by it. Empty if it is too early to say.")
    version: int = Field(ge=1, le=HIGHEST_VERSION, description="Of the action, as you read it.")
