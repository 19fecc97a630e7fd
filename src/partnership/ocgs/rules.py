"""How a group's status moves, who decides it, and how its assessments are scored and compared. No clock here."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where an organised crime group stands in its management."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    MANAGED = "managed"
    ARCHIVED = "archived"
    REACTIVATED = "reactivated"
    MERGED = "merged"

    @property
    def label(self) -> str:
        return "Under management" if self is Status.MANAGED else self.value.capitalize()


class Reach(StrEnum):
    LOCAL = "local"
    CROSS_DISTRICT = "cross-district"
    REGIONAL = "regional"
    NATIONAL = "national"
    INTERNATIONAL = "international"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Duty(StrEnum):
    """What somebody answers for in a group, from one day to another."""

    LEAD = "lead"
    FINANCIAL = "financial"

    @property
    def label(self) -> str:
        return {Duty.LEAD: "Lead responsible officer", Duty.FINANCIAL: "Financial investigator"}[self]


class EnablerKind(StrEnum):
    PROFESSIONAL = "professional"
    PREMISES = "premises"
    BUSINESS = "business"
    ONLINE = "online"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class RequirementState(StrEnum):
    """Of an intelligence requirement: what we need to find out."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return self.value.capitalize()
