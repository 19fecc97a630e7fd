"""When a profile expires, what a partner may read of its figures, and when a recommendation is red. No clock here."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from enum import StrEnum


class EditionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Refresh(StrEnum):
    """Whether the newest edition is still good. Profiles out of date were what inspectors found."""

    NEVER = "never"
    IN_TIME = "in-time"
    SOON = "soon"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        return _REFRESH[self]


_REFRESH = {
    Refresh.NEVER: "Not published yet",
    Refresh.IN_TIME: "In time",
    Refresh.SOON: "Due soon",
    Refresh.OVERDUE: "Overdue",
}
SOON = timedelta(days=42)  # a profile takes weeks to write


def refresh_of(due: date | None, today: date) -> Refresh:
    """How it stands with the refresh that is due on that day, if any edition is published.

    >>> refresh_of(date(2016, 3, 31), date(2016, 4, 1)).label
    'Overdue'
    """
    if due is None:
        return Refresh.NEVER
    if due < today:
        return Refresh.OVERDUE
    return Refresh.SOON if due - today <= SOON else Refresh.IN_TIME


def months_after(day: date, months: int) -> date:
    """The same day that many months on, or before it; the last of the month where it has no such day.

    >>> months_after(date(2015, 9, 30), 6), months_after(date(2016, 3, 31), -1)
    (datetime.date(2016, 3, 30), datetime.date(2016, 2, 29))
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_old(evidence_of: date | None, today: date, months: int) -> bool:
    """True if evidence of that day is older than so many months. Of no known day it is not called old."""
    return evidence_of is not None and evidence_of < months_after(today, -months)


def may_publish(*, is_draft: bool, is_empty: bool) -> str | None:
    """None if an edition may be published; otherwise why not, in words for the screen."""
    if not is_draft:
        return "This edition is published already"
    return "Nobody has written anything in it yet" if is_empty else None


class RecommendationState(StrEnum):
    """A recommendation becomes an action, or is declined with a reason; until then it shows red."""

    OPEN = "open"
    TAKEN_UP = "taken-up"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return _RECOMMENDATIONS[self]


_RECOMMENDATIONS = {
    RecommendationState.OPEN: "Not yet answered",
    RecommendationState.TAKEN_UP: "Became an action",
    RecommendationState.DECLINED: "Declined",
}


class Standing(StrEnum):
    """How a recommendation stands, in the words and the colour that a list shows it in."""

    RED = "red"
    WAITING = "waiting"
    TAKEN_UP = "taken-up"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return _STANDING[self][0]

    @property
    def colour(self) -> str:
        return _STANDING[self][1]


_STANDING = {
    Standing.RED: ("Red: not answered in time", "red"),
    Standing.WAITING: ("Amber: not answered yet", "orange"),
    Standing.TAKEN_UP: ("Became an action", "green"),
    Standing.DECLINED: ("Declined", "grey"),
}


def standing(
    state: RecommendationState, *, asked_on: date | None, due: date | None, today: date, days_until_red: int
) -> Standing:
    """How a recommendation stands on that day.

    asked_on  when its edition was published; None while it is a draft, or where the reader sees no more of it
    """
    if state is not RecommendationState.OPEN:
        return Standing(state.value)
    is_late = due is not None and due < today
    is_long = asked_on is not None and (today - asked_on).days > days_until_red
    return Standing.RED if is_late or is_long else Standing.WAITING


def may_answer(now: RecommendationState, to: RecommendationState, because: str) -> str | None:
    """None if a recommendation may go from the one state to the other; otherwise why not, in words for the screen."""
    if now is to:
        return f"It is that already: {now.label[0].lower()}{now.label[1:]}"
    if RecommendationState.OPEN not in (now, to):
        return "It is answered already. Reopen it first"
    if to is not RecommendationState.TAKEN_UP and not because.strip():
        return "Enter why"
    return None


class Topic(StrEnum):
    """What written feedback to a district is about. Source: the founding document, on the checks of January 2016."""

    PROMOTION = "promotion"
    ENGAGEMENT = "engagement"
    GROUPS = "groups"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _TOPICS[self]


_TOPICS = {
    Topic.PROMOTION: "How the profile is promoted",
    Topic.ENGAGEMENT: "How partners take part",
    Topic.GROUPS: "How organised crime groups are managed",
    Topic.OTHER: "Something else",
}
