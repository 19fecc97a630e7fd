"""How requests, enquiries and answers are said on a page."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from partnership.ui.wording import NOT_KNOWN, plain_number

from .rules import Answer, Limits, RequestState, is_soon

ANSWER_COLOURS = {
    Answer.WAITING: "yellow",
    Answer.HIT: "green",
    Answer.NO_HIT: "grey",
    Answer.DECLINED: "orange",
    Answer.NO_REPLY: "red",
    Answer.WITHDRAWN: "grey",
}


class Tag(NamedTuple):
    text: str
    colour: str


def answer_tag(answer: Answer) -> Tag:
    return Tag(answer.label, ANSWER_COLOURS[answer])


def state_tag(state: RequestState, expires_on: date, *, today: date, limits: Limits) -> Tag:
    """What stands out about a request: its state, and while it is open how soon it expires."""
    if state is not RequestState.OPEN:
        return Tag(state.label, "grey")
    if expires_on < today:
        return Tag("Expired", "orange")
    if is_soon(expires_on, today=today, limits=limits):
        return Tag(left_words(expires_on, today), "yellow")
    return Tag("Open", "green")


def left_words(expires_on: date, today: date) -> str:
    """
    >>> left_words(date(2016, 1, 4), date(2016, 1, 4)), left_words(date(2016, 1, 5), date(2016, 1, 4))
    ('Last day to answer', '1 day left')
    """
    left = (expires_on - today).days
    if left < 0:
        return "Expired"
    return "Last day to answer" if left == 0 else f"{left} day{'' if left == 1 else 's'} left"


def took_words(days: float | None) -> str:
    """
    >>> took_words(None), took_words(0.04), took_words(1.0), took_words(2.5)
    ('not known', 'less than 0.1 days', '1 day', '2.5 days')
    """
    if days is None:
        return NOT_KNOWN
    if days < 0.1:
        return "less than 0.1 days"
    return f"{plain_number(days)} day{'' if days == 1 else 's'}"


def counted_words(answers: list[Answer]) -> str:
    """The answers of a request in a line, without those that are nothing.

    >>> counted_words([Answer.HIT, Answer.WAITING, Answer.HIT]), counted_words([])
    ('2 hit, 1 waiting', 'None that you may see')
    """
    order = (*(Answer.HIT, Answer.NO_HIT, Answer.DECLINED, Answer.WAITING, Answer.NO_REPLY, Answer.WITHDRAWN),)
    told = [(answers.count(answer), answer.label.lower()) for answer in order]
    return ", ".join(f"{number} {label}" for number, label in told if number) or "None that you may see"
