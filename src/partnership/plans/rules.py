"""When an action is late, stale or done, and how work is spread over the Ps. No dates are read from the clock here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum


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


SAY_WHAT = "Enter what is to be achieved"
CHOOSE_P = "Choose one of the Ps listed"
SAY_DEED = "Enter what is to be done"
LIVE = tuple(state for state in ActionState if not state.is_ended)


@dataclass(frozen=True)
class Limits:
    """Days after which an action without an update is stale, and before its day from which it is due soon."""

    stale_after_days: int
    soon_days: int


@dataclass(frozen=True)
class Work:
    """An action as the rules look at it. `told` is the day of its last update, or of its beginning."""

    p: str
    state: ActionState
    due: date | None
    told: date
    carried: int = 0
    has_outcome: bool = False

    @property
    def is_live(self) -> bool:
        return not self.state.is_ended

    def days_overdue(self, today: date) -> int:
        """0 on the day itself, once it has ended, and without a day."""
        if self.due is None or not self.is_live:
            return 0
        return max(0, (today - self.due).days)

    def days_left(self, today: date) -> int | None:
        """None once it has ended, is overdue, or has no day."""
        if self.due is None or not self.is_live or self.due < today:
            return None
        return (self.due - today).days

    def is_soon(self, today: date, limits: Limits) -> bool:
        left = self.days_left(today)
        return left is not None and left <= limits.soon_days

    def days_silent(self, today: date) -> int:
        return max(0, (today - self.told).days)

    def is_stale(self, today: date, limits: Limits) -> bool:
        return self.is_live and self.days_silent(today) > limits.stale_after_days


@dataclass(frozen=True)
class Counts:
    """Of some actions, how many are still open, and of those, how many are overdue, stale, blocked, carried forward.
    `done` and `outcomes` count those that are done, and those of them of which it is known what changed.
    """

    open: int = 0
    overdue: int = 0
    soon: int = 0
    stale: int = 0
    blocked: int = 0
    carried: int = 0
    done: int = 0
    outcomes: int = 0


def counted(works: Iterable[Work], today: date, limits: Limits) -> Counts:
    held = list(works)
    live = [work for work in held if work.is_live]
    done = [work for work in held if work.state is ActionState.DONE]
    return Counts(
        open=len(live),
        overdue=sum(work.days_overdue(today) > 0 for work in live),
        soon=sum(work.is_soon(today, limits) for work in live),
        stale=sum(work.is_stale(today, limits) for work in live),
        blocked=sum(work.state is ActionState.BLOCKED for work in live),
        carried=sum(work.carried > 0 for work in live),
        done=len(done),
        outcomes=sum(work.has_outcome for work in done),
    )


@dataclass(frozen=True)
class Share:
    """One P's part of the work: how many actions are made under it, and how many outcomes came of them."""

    p: str
    actions: int
    outcomes: int


def balance(works: Iterable[Work], ps: Sequence[str]) -> tuple[Share, ...]:
    """The work by P: those of the list in its order, none left out, and then any other that an action names.

    What was dropped counts for nothing. An outcome is an action that is done and of which it is known what changed.
    Source of comparing the two: HMICFRS on forces that pursue offenders and neglect the other three.

    >>> work = Work("soc4p:pursue", ActionState.DONE, None, date(2016, 1, 4), has_outcome=True)
    >>> balance([work], ["soc4p:pursue", "soc4p:prevent"])[1]
    Share(p='soc4p:prevent', actions=0, outcomes=0)
    """
    kept = [work for work in works if work.state is not ActionState.DROPPED]
    others = sorted({work.p for work in kept} - set(ps))
    return tuple(
        Share(
            p,
            actions=sum(work.p == p for work in kept),
            outcomes=sum(work.p == p and work.state is ActionState.DONE and work.has_outcome for work in kept),
        )
        for p in (*ps, *others)
    )


def gaps(works: Iterable[Work], ps: Sequence[str]) -> tuple[str, ...]:
    """The Ps of the list under which there is no action, in its order. One that was dropped is none."""
    covered = {work.p for work in works if work.state is not ActionState.DROPPED}
    return tuple(p for p in ps if p not in covered)


class Next(IntEnum):
    """What a lead responsible officer does first, most pressing first."""

    OVERDUE = 1
    REVIEW = 2
    BLOCKED = 3
    STALE = 4
    NO_PLAN = 5
    GAP = 6
    SOON = 7


def next_for(work: Work, today: date, limits: Limits) -> tuple[Next, int] | None:
    """What the action asks for next, and how pressing that is among its like; None if it can wait."""
    if days := work.days_overdue(today):
        return Next.OVERDUE, days
    if work.is_live and work.state is ActionState.BLOCKED:
        return Next.BLOCKED, work.days_silent(today)
    if work.is_stale(today, limits):
        return Next.STALE, work.days_silent(today)
    left = work.days_left(today)
    if left is not None and left <= limits.soon_days:
        return Next.SOON, limits.soon_days - left
    return None


def review_is_late(next_review: date | None, today: date) -> int:
    """How many days a review is late; 0 if it is not, or none is set."""
    return 0 if next_review is None else max(0, (today - next_review).days)


def is_put_off(was: date | None, due: date | None) -> bool:
    """True if the day moved to a later one: the action is carried forward. A first day, or an earlier one, is not."""
    return was is not None and due is not None and due > was


@dataclass(frozen=True)
class Aim:
    """What an objective says: the P it stands under, what is to be achieved, and how that will be known."""

    p: str
    text: str
    measure: str = ""


def may_aim(aim: Aim, ps: Sequence[str]) -> str | None:
    """None if a plan may have that objective; otherwise why not, in words for the screen."""
    if aim.p not in ps:
        return CHOOSE_P
    return None if aim.text.strip() else SAY_WHAT


def may_update(*, to: ActionState, text: str, due: date | None, was: date | None, today: date) -> str | None:
    """None if this may be said of an action; otherwise why not, in words for the screen.

    due  the new day; None where it stays as it is
    was  the day it is due until now
    """
    if not text.strip():
        return "Say what was done, or why it changed"
    if due is None or due == was:
        return None
    if to.is_ended:
        return f"An action that is {to.value} has no new day. Leave the day empty, or keep the action open"
    return "Enter a day that is still to come" if due < today else None


def may_close(*, reason: str, is_open: bool, live_actions: int) -> str | None:
    """None if a plan may be closed; otherwise why not, in words for the screen."""
    if not is_open:
        return "This plan is already closed"
    if live_actions:
        those = "1 action is" if live_actions == 1 else f"{live_actions} actions are"
        return f"{those} still open. End them first: done, or dropped with a reason"
    return None if reason.strip() else "Enter why, so that the board can see the reason later"


def may_reopen(*, reason: str, is_open: bool) -> str | None:
    """None if a plan may be reopened; otherwise why not, in words for the screen."""
    if is_open:
        return "This plan is already open"
    return None if reason.strip() else "Enter why, so that the board can see the reason later"


def days_from_start(start: date, due: date | None) -> int | None:
    """Days from a plan's start to an action's day, as a template counts them; 0 for a day before the start."""
    return None if due is None else max(0, (due - start).days)


def day_after(start: date, days: int | None) -> date | None:
    return None if days is None else start + timedelta(days=days)
