"""How a group's status moves, who decides it, who answers for it, and when it is looked at again. No clock here."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
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

    @property
    def is_live(self) -> bool:
        """True while somebody works on the group: those are counted, and their reviews fall due."""
        return self in {Status.ACTIVE, Status.MANAGED, Status.REACTIVATED}

    @property
    def is_closed(self) -> bool:
        return self in {Status.ARCHIVED, Status.MERGED}


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

    @property
    def words(self) -> str:
        """The label with what falls under it, for whoever has to choose."""
        return f"{self.label}: {_ENABLERS[self]}"


_ENABLERS = {
    EnablerKind.PROFESSIONAL: "a solicitor, accountant, adviser or agent, knowing or not",
    EnablerKind.PREMISES: "a place to meet, store, grow, sell or exploit",
    EnablerKind.BUSINESS: "a firm that hides, launders, carries or hires",
    EnablerKind.ONLINE: "a site, forum, account type or service",
}


class RequirementState(StrEnum):
    """Of an intelligence requirement: what we need to find out."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return self.value.capitalize()


# Every move there is, with what it says of the group, for whoever proposes it. What is not here cannot be proposed.
MOVES: dict[tuple[Status, Status], str] = {
    (Status.PROPOSED, Status.ACTIVE): "Active: it meets the definition of an organised crime group",
    (Status.PROPOSED, Status.ARCHIVED): "Archived: it is not taken up",
    (Status.PROPOSED, Status.MERGED): "Merged: it is the same as another group",
    (Status.ACTIVE, Status.MANAGED): "Under management: a plan against it is in force",
    (Status.ACTIVE, Status.ARCHIVED): "Archived: it is no longer active, or no longer a group",
    (Status.ACTIVE, Status.MERGED): "Merged: it is the same as another group",
    (Status.MANAGED, Status.ACTIVE): "Active: no plan against it is in force any more",
    (Status.MANAGED, Status.ARCHIVED): "Archived: it is dismantled, or no longer active",
    (Status.MANAGED, Status.MERGED): "Merged: it is the same as another group",
    (Status.ARCHIVED, Status.REACTIVATED): "Reactivated: it is active again",
    (Status.REACTIVATED, Status.MANAGED): "Under management: a plan against it is in force",
    (Status.REACTIVATED, Status.ARCHIVED): "Archived: it is no longer active, or no longer a group",
    (Status.REACTIVATED, Status.MERGED): "Merged: it is the same as another group",
    (Status.MERGED, Status.REACTIVATED): "Reactivated: the two are different groups after all",
}


def moves_from(status: Status) -> dict[Status, str]:
    """Where a group may go from there, with what each says of it.

    >>> list(moves_from(Status.ARCHIVED).values())
    ['Reactivated: it is active again']
    """
    return {to: words for (was, to), words in MOVES.items() if was is status}


def may_propose(was: Status, to: Status, *, because: str, is_one_open: bool, has_into: bool) -> str | None:
    """None if the move may be proposed; otherwise why not, in words for the screen.

    has_into  whether another group is named, which only a merger asks for
    """
    if is_one_open:
        return "A change of status is already proposed. It has to be decided first"
    if (was, to) not in MOVES:
        return f"A group cannot go from {was.label.lower()} to {to.label.lower()}"
    if to is Status.MERGED and not has_into:
        return "Choose the group that it is merged into"
    if to is not Status.MERGED and has_into:
        return "Choose another group only for a merger"
    return None if because.strip() else "Enter why, so that whoever decides can weigh it"


def may_decide(*, because: str, is_own: bool, is_open: bool) -> str | None:
    """None if a proposed move may be approved or declined; otherwise why not, in words for the screen."""
    if not is_open:
        return "This is already decided"
    if is_own:
        return "Somebody else must decide: you proposed it"
    return None if because.strip() else "Enter why"


@dataclass(frozen=True)
class Held:
    """Who answers for a group in one duty, and from which day."""

    person: int
    start: date


def may_assign(*, held: Held | None, person: int | None, start: date, because: str) -> str | None:
    """None if the duty may pass to that person, or to nobody, from that day; otherwise why not."""
    if held is None and person is None:
        return "Nobody has this duty now"
    if held is not None and person == held.person:
        return "They have this duty already"
    if held is not None and start < held.start:
        return f"Whoever has this duty now began later, on {_day(held.start)}. Choose that day or a later one"
    return None if because.strip() else "Enter why"


def last_day_before(start: date, held: Held) -> date:
    """The last day of whoever had the duty before: the day before, or their only day if it passed on that very day."""
    return max(held.start, start - timedelta(days=1))


def review_after(since: date, months: int) -> date:
    """That many months later, on the same day of the month or its last.

    >>> review_after(date(2026, 11, 30), 3).isoformat()
    '2027-02-28'
    """
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    return date(year, month + 1, min(since.day, calendar.monthrange(year, month + 1)[1]))


def brought_forward(held: date | None, due: date) -> date:
    """The review that stands after an assessment says when one is due: it is only ever brought forward.

    To put a review off takes a person with a reason.
    """
    return due if held is None else min(held, due)


def may_set_review(on: date, *, today: date, is_live: bool, because: str, longest: int) -> str | None:
    """None if the next review may be set to that day; otherwise why not.

    longest  months that may pass at most before a group is looked at again
    """
    if not is_live:
        return "It is not being worked on, so no review is due"
    if on < today:
        return "Choose a day that is not past"
    if on > (last := review_after(today, longest)):
        return f"Choose a day up to {_day(last)}: a group is looked at again within {longest} months"
    return None if because.strip() else "Enter why, so that a later reader knows who put it off"


def lateness(next_review: date | None, *, today: date, soon_days: int) -> tuple[str, bool]:
    """How a review stands, in words, and whether it is late.

    >>> lateness(date(2026, 11, 1), today=date(2026, 11, 24), soon_days=28)
    ('Overdue by 23 days', True)
    """
    if next_review is None:
        return "None set", False
    days = (next_review - today).days
    if days < 0:
        return f"Overdue by {-days} day{'' if days == -1 else 's'}", True
    if days == 0:
        return "Due today", False
    return (f"Due in {days} day{'' if days == 1 else 's'}" if days <= soon_days else "Not due yet"), False


def is_current(start: date, end: date | None, day: date) -> bool:
    """True if something that runs from one day to another, both included, runs on that day."""
    return start <= day and (end is None or end >= day)


def without_repeats(primary: str, others: Iterable[str]) -> list[str]:
    """Keys with the primary one first, and each once."""
    return list(dict.fromkeys([primary, *others]))


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
