"""What there is to do, and in what order it is listed. No dates are read from the clock here, and no record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

WEEKS_AHEAD = 6


class Kind(StrEnum):
    """What a task is about, as the list is narrowed by it."""

    SIGNAL = "signals"
    WORD = "words"
    THREAT = "threats"
    GROUP = "groups"
    REQUIREMENT = "requirements"
    PROFILE = "profiles"
    RECOMMENDATION = "recommendations"
    ACTION = "actions"
    CLAIM = "claims"
    ENQUIRY = "enquiries"
    MEETING = "meetings"
    HOLDING = "holding"
    REVIEW = "reviews"
    ACCOUNT = "accounts"
    SITE = "site"

    @property
    def label(self) -> str:
        return _LABELS.get(self, self.value.capitalize())


_LABELS = {
    Kind.WORD: "Emerging words",
    Kind.THREAT: "Threat estimates",
    Kind.REQUIREMENT: "Intelligence requirements",
    Kind.PROFILE: "Local profiles",
    Kind.CLAIM: "Disruptions",
    Kind.ENQUIRY: "Requests",
    Kind.HOLDING: "How records are held",
    Kind.REVIEW: "Reviews of records",
    Kind.SITE: "The site itself",
}


class When(StrEnum):
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    UNDATED = "undated"

    @property
    def place(self) -> int:
        return list(When).index(self)


@dataclass(frozen=True)
class Task:
    """One thing that somebody must do, and the page on which it is done.

    what   in the imperative, such as "Answer the enquiry"; about: the record it is about, by its title
    why    why now
    rank   among tasks of the same day, the least first
    arose  since when it asks, so that what is new can be told
    """

    kind: Kind
    what: str
    why: str
    url: str
    about: str = ""
    due: date | None = None
    rank: int = 0
    arose: datetime | None = None
    is_synthetic: bool = False

    def is_new(self, since: datetime | None) -> bool:
        return since is not None and self.arose is not None and self.arose > since


def when(due: date | None, today: date, soon_days: int) -> When:
    """
    >>> when(date(2016, 1, 11), date(2016, 1, 4), soon_days=7), when(None, date(2016, 1, 4), soon_days=7)
    (<When.SOON: 'soon'>, <When.UNDATED: 'undated'>)
    """
    if due is None:
        return When.UNDATED
    if due < today:
        return When.OVERDUE
    return When.SOON if (due - today).days <= soon_days else When.LATER


def ordered(tasks: Iterable[Task]) -> list[Task]:
    """By day, what is longest overdue first; what has no day last, by rank."""
    return sorted(tasks, key=lambda task: (task.due or date.max, task.rank, task.kind.label, task.what, task.about))


def by_when(tasks: Sequence[Task], today: date, soon_days: int) -> list[tuple[When, list[Task]]]:
    """The tasks under what is overdue, due soon, due later and without a day, in their order; nothing empty."""
    found: dict[When, list[Task]] = {}
    for task in tasks:
        found.setdefault(when(task.due, today, soon_days), []).append(task)
    return sorted(found.items(), key=lambda pair: pair[0].place)


@dataclass(frozen=True)
class Week:
    """How many tasks fall due in one week; `starts` is its Monday, or None for all that is overdue."""

    starts: date | None
    tasks: int


def by_week(tasks: Iterable[Task], today: date) -> list[Week]:
    """What is overdue, then this week and those after it; what falls due later still is left out.

    >>> [week.tasks for week in by_week([], date(2016, 1, 4))]
    [0, 0, 0, 0, 0, 0, 0]
    """
    monday = today - timedelta(days=today.weekday())
    starts = [monday + timedelta(weeks=n) for n in range(WEEKS_AHEAD)]
    days = [task.due for task in tasks if task.due is not None]
    counts = Counter(due - timedelta(days=due.weekday()) for due in days if due >= today)
    return [Week(None, sum(due < today for due in days)), *(Week(start, counts[start]) for start in starts)]
