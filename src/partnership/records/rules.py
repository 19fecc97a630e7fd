"""Handling codes, when a marking rises or falls, and what a share must say. No clock here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from partnership.people.rules import Marking, NotAllowed

UNSTATED = "No conditions were stated. Not to be passed on without asking whoever it came from."
LONGEST_SHARE = timedelta(days=366)


class Handling(StrEnum):
    """Handling code of the 3x5x2 scheme. C may be shared only under conditions that stand with it in words.

    Source: College of Policing, Authorised Professional Practice, intelligence report (3x5x2).
    """

    PERMITTED = "P"
    CONDITIONAL = "C"

    @property
    def label(self) -> str:
        return _HANDLING[self]


_HANDLING = {
    Handling.PERMITTED: "P: lawful sharing permitted",
    Handling.CONDITIONAL: "C: lawful sharing permitted with conditions",
}


class Unscoped(Exception):
    """Records were asked for without saying who asks."""


class Stale(NotAllowed):
    """Somebody else wrote the record after it was read for editing; the message says who, and why."""


@dataclass(frozen=True)
class Release:
    """How closely a record is held. `announced`: those who may not see it are told that it exists, and whom to ask."""

    marking: Marking = Marking.OFFICIAL_SENSITIVE
    handling: Handling = Handling.CONDITIONAL
    conditions: str = UNSTATED
    announced: bool = False

    @property
    def refusal(self) -> str | None:
        """None if a record may be held so; otherwise why not, in words for the screen."""
        if self.handling is Handling.CONDITIONAL and not self.conditions.strip():
            return "Handling code C needs its conditions in words"
        if self.handling is Handling.PERMITTED and self.conditions.strip():
            return "Handling code P carries no conditions. Choose C, or clear them"
        return None

    def is_looser_than(self, other: Release) -> bool:
        """True if anything at all could reach more people, or under other conditions, than it did under the other."""
        if self.marking.height < other.marking.height:
            return True
        if other.handling is Handling.CONDITIONAL and self.handling is Handling.PERMITTED:
            return True
        is_reworded = self.handling is other.handling is Handling.CONDITIONAL and self.conditions != other.conditions
        return is_reworded or (self.announced and not other.announced)

    def keeps_to(self, conditions: str) -> bool:
        """True if a share agreed on those conditions is still on the record's own; P lets any share stand."""
        return self.handling is Handling.PERMITTED or self.conditions == conditions


def strictest(*releases: Release) -> Release:
    """How something derived from several records is held: the highest marking, C if any is C, every condition.

    With none given, the strictest there is: what came without a marking is held as closely as we can.

    >>> strictest(Release(Marking.OFFICIAL, Handling.PERMITTED, ""), Release()).handling.value
    'C'
    """
    if not releases:
        return Release()
    conditional = [release for release in releases if release.handling is Handling.CONDITIONAL]
    lines = (line.strip() for release in conditional for line in release.conditions.splitlines())
    conditions = dict.fromkeys(line for line in lines if line)
    return Release(
        marking=max((release.marking for release in releases), key=lambda marking: marking.height),
        handling=Handling.CONDITIONAL if conditional else Handling.PERMITTED,
        conditions="\n".join(conditions),
        announced=all(release.announced for release in releases),
    )


def may_share(*, because: str, until: date, today: date, is_cleared: bool, is_own_agency_or_self: bool) -> str | None:
    """None if a record may be shared so; otherwise why not, in words for the screen."""
    if is_own_agency_or_self:
        return "Choose somebody else: you see this record already"
    if not is_cleared:
        return "They are not cleared for this record’s marking"
    if not because.strip():
        return "Enter why it is shared"
    if until <= today:
        return "Enter a day after today"
    if until - today > LONGEST_SHARE:
        return "Share for a year at most. Share again if it is still needed then"
    return None


def may_settle(*, because: str, is_own: bool, is_open: bool) -> str | None:
    """None if a proposal to hold a record less closely may be decided; otherwise why not, in words for the screen."""
    if is_own:
        return "Somebody else must decide: you proposed it"
    if not is_open:
        return "This proposal is already decided"
    return None if because.strip() else "Enter why"
