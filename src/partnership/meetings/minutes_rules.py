"""When the minutes of a meeting may be issued. Pure: no Django, and no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .rules import MeetingState, may_change

NOT_YOURS = "Only whoever chaired the meeting, or somebody who approves for its area, issues the minutes"
CLOSE_FIRST = "Close the meeting first: minutes are issued of what was held"


@dataclass(frozen=True)
class Bare:
    """An action that nobody could be held to. `lacks`: an owner, a day, or both."""

    item: int
    what: str
    lacks: tuple[str, ...]

    @property
    def words(self) -> str:
        # Isolated, so that an action written right to left turns none of our words around.
        return f"Item {self.item}: \u2068{self.what}\u2069 has no {' and no '.join(self.lacks)}"


def lacking(*, has_owner: bool, has_day: bool, has_ended: bool) -> tuple[str, ...]:
    """What an action lacks before it can be minuted; nothing of one that has ended.

    >>> lacking(has_owner=False, has_day=False, has_ended=False)
    ('owner', 'day')
    """
    if has_ended:
        return ()
    return tuple(what for what, has in (("owner", has_owner), ("day", has_day)) if not has)


def may_issue(state: MeetingState, *, may_sign: bool, bare: Sequence[Bare] = ()) -> str | None:
    """None if the minutes may be issued; otherwise why not, in words for the screen.

    may_sign  whether it is the chair of the meeting who asks, or somebody who approves
    bare      the actions that lack an owner or a day, of those that whoever asks sees
    """
    if refusal := may_change(state):
        return refusal
    if state is not MeetingState.HELD:
        return CLOSE_FIRST
    if not may_sign:
        return NOT_YOURS
    if bare:
        return f"Give each action an owner and a day first. {'. '.join(one.words for one in bare)}"
    return None
