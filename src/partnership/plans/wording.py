"""How actions and plans are said on a page: tags, due days, what comes next."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from partnership.records.ps import p_named
from partnership.ui.wording import day

from .rules import ActionState, Counts, Limits, Work


class Tag(NamedTuple):
    text: str
    colour: str


STATE_COLOURS = {
    ActionState.OPEN: "",
    ActionState.BLOCKED: "orange",
    ActionState.DONE: "green",
    ActionState.DROPPED: "grey",
}
UPDATE_WORDS = {
    ActionState.OPEN: "Open: work goes on",
    ActionState.BLOCKED: "Blocked: something stands in the way",
    ActionState.DONE: "Done",
    ActionState.DROPPED: "Dropped: it will not be done",
}


def days(number: int) -> str:
    """
    >>> days(1), days(12)
    ('1 day', '12 days')
    """
    return f"{number} day{'' if number == 1 else 's'}"


def times(number: int) -> str:
    """
    >>> times(1), times(2), times(3)
    ('once', 'twice', '3 times')
    """
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def tags_of(work: Work, today: date, limits: Limits) -> list[Tag]:
    """What stands out about an action, in words: its state first, then whatever asks for somebody."""
    tags = [Tag(work.state.label, STATE_COLOURS[work.state])]
    if late := work.days_overdue(today):
        tags.append(Tag(f"Overdue by {days(late)}", "red"))
    if work.is_soon(today, limits):
        left = work.days_left(today)
        tags.append(Tag(f"Due in {days(left)}" if left else "Due today", "yellow"))
    if work.is_stale(today, limits):
        tags.append(Tag(f"No update for {days(work.days_silent(today))}", "purple"))
    if work.carried and work.is_live:
        tags.append(Tag(f"Carried forward {times(work.carried)}", "teal"))
    return tags


def counts_rows(counts: Counts) -> list[tuple[str, str]]:
    """The counts of a plan in words and numbers, for a summary list."""
    return [
        ("Open", str(counts.open)),
        ("Overdue", str(counts.overdue)),
        ("Stale", str(counts.stale)),
        ("Carried forward", str(counts.carried)),
        ("Blocked", str(counts.blocked)),
        ("Done", str(counts.done)),
        ("Outcome known", str(counts.outcomes)),
    ]


def counts_words(counts: Counts) -> str:
    """The counts in a line, without those that are nothing.

    >>> counts_words(Counts(open=3, overdue=1)), counts_words(Counts())
    ('3 open, 1 overdue', 'No open action')
    """
    told = [
        (counts.open, "open"),
        (counts.overdue, "overdue"),
        (counts.stale, "stale"),
        (counts.blocked, "blocked"),
        (counts.carried, "carried forward"),
    ]
    return ", ".join(f"{number} {words}" for number, words in told if number) or "No open action"


def sentences(*parts: str) -> str:
    """What people typed, each part closed with a full stop where it has no end of its own.

    >>> sentences("Nine visited", "", "Two closed!")
    'Nine visited. Two closed!'
    """
    told = [part.strip() for part in parts if part.strip()]
    return " ".join(part if part[-1] in ".!?…:" else f"{part}." for part in told)


def due_words(due: date | None) -> str:
    return "No day set" if due is None else day(due)


def moved_words(was: date | None, due: date | None) -> str:
    """What an update did to the day, in words; nothing if it left it alone.

    >>> moved_words(date(2016, 1, 4), date(2016, 2, 1)), moved_words(None, date(2016, 2, 1))
    ('Carried forward from 4 January 2016 to 1 February 2016', 'Due 1 February 2016')
    """
    if due is None or due == was:
        return ""
    if was is None:
        return f"Due {day(due)}"
    return f"{'Carried forward' if due > was else 'Brought forward'} from {day(was)} to {day(due)}"


def listed_ps(keys: list[str] | tuple[str, ...]) -> str:
    """The Ps of those keys as a sentence names them.

    >>> listed_ps(["soc4p:pursue", "soc4p:prevent"])
    'Pursue and Prevent'
    """
    names = [p_named(key) for key in keys]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
