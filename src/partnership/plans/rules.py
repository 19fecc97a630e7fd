"""When an action is late, stale or done, and how work is spread over the Ps. No dates are read from the clock here."""

from __future__ import annotations

from enum import StrEnum


class PlanState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class ActionState(StrEnum):
    OPEN = "open"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def is_ended(self) -> bool:
        return self in {ActionState.DONE, ActionState.DROPPED}
