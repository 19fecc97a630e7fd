"""What may be asked of partners, and how each may answer. No content travels in an answer.

Source: Government Agency Intelligence Network practice as published: a request under a criterion and a legal gateway,
each partner's hit or no hit, and details bilaterally afterwards. No dates are read from the clock here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

LONGEST_POST, MOST_WORDS, LONGEST_PHONE = 60, 8, 24
LONGEST_REFERENCE = 80
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{2,}(x ?[0-9]{1,6})?")
NOT_A_POST = re.compile(r"[0-9\n.;:!?@]")
SAY_POST = f"Enter a post, such as duty licensing officer, in {MOST_WORDS} words at most. What you hold stays with you"


class RequestState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Answer(StrEnum):
    WAITING = "waiting"
    HIT = "hit"
    NO_HIT = "no-hit"
    DECLINED = "declined"
    NO_REPLY = "no-reply"
    WITHDRAWN = "withdrawn"  # the request ended before anybody answered

    @property
    def label(self) -> str:
        return {Answer.NO_HIT: "No hit", Answer.NO_REPLY: "No reply"}.get(self, self.value.capitalize())

    @property
    def is_given(self) -> bool:
        return self in GIVEN


GIVEN = (Answer.HIT, Answer.NO_HIT, Answer.DECLINED)


@dataclass(frozen=True)
class Criterion:
    """A ground on which partners may be asked.

    needs_tie  kinds of record of which one must be tied to the request; none where it may stand alone
    """

    key: str
    name: str
    meaning: str
    needs_reference: bool = False
    needs_tie: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """Days to expiry: as a rule and at most; days before it from which an enquiry is soon, and is reminded of; and how
    long a partner can read what its answer achieved."""

    usual_days: int
    longest_days: int
    soon_days: int
    remind_days: int
    feedback_days: int


@dataclass(frozen=True)
class Question:
    """A request as it is typed. `criterion` and `gateway` are keys of requests.toml."""

    criterion: str
    gateway: str
    asks: str
    purpose: str
    expires_on: date
    reference: str = ""


@dataclass(frozen=True)
class Reply:
    """An answer as it is typed. `why`: a key of the reasons for declining. A contact is kept with a hit alone."""

    answer: Answer
    why: str = ""
    post: str = ""
    phone: str = ""


def may_ask(
    question: Question,
    *,
    criteria: Collection[Criterion],
    gateways: Collection[str],
    limits: Limits,
    tied_to: str,
    agencies: int,
    today: date,
) -> str | None:
    """None if partners may be asked so; otherwise why not, in words for the screen.

    tied_to  the kind of record that the request is about; empty for none
    """
    criterion = next((one for one in criteria if one.key == question.criterion), None)
    if criterion is None:
        return "Choose on which criterion you ask"
    if question.gateway not in gateways:
        return "Choose the legal gateway"
    if not question.asks.strip() or not question.purpose.strip():
        return "Enter what you ask and what for"
    if criterion.needs_tie and tied_to not in criterion.needs_tie:
        return f"{criterion.name}: start the request from the page of the record that it is about"
    if criterion.needs_reference and not question.reference.strip():
        return f"{criterion.name}: enter the reference under which your own system holds it"
    return (
        why_not_until(question.expires_on, today=today, limits=limits)
        or (None if agencies else "Choose at least one partner")
        or (None if len(question.reference) <= LONGEST_REFERENCE else "Enter a reference, not a description")
    )


def why_not_until(expires_on: date, *, today: date, limits: Limits) -> str | None:
    if expires_on <= today:
        return "Enter a day after today"
    if expires_on - today > timedelta(days=limits.longest_days):
        return f"Enter a day within {limits.longest_days} days. Ask again if it is still needed then"
    return None


def may_answer(
    reply: Reply, *, now: Answer, is_open: bool, is_own: bool, expires_on: date, today: date, reasons: Collection[str]
) -> str | None:
    """None if the enquiry may be answered so, or its answer corrected; otherwise why not, in words for the screen.

    now     the answer that stands
    is_own  whether it went to the agency of whoever answers
    """
    if not is_own:
        return "Only the agency that was asked may answer"
    if not is_open or now in {Answer.NO_REPLY, Answer.WITHDRAWN} or today > expires_on:
        return "This enquiry has ended. Ring whoever sent it if you hold something"
    if not reply.answer.is_given:
        return "Choose hit, no hit or declined"
    if reply.answer is Answer.DECLINED and reply.why not in reasons:
        return "Choose why you decline"
    return why_not_contact(reply.post, reply.phone) if reply.answer is Answer.HIT else None


def why_not_contact(post: str, phone: str) -> str | None:
    """None if that is a post and a number, or nothing; otherwise why not. Neither holds room for what was found.

    >>> why_not_contact("Duty licensing officer", "01274 960 000") is None
    True
    >>> why_not_contact("He lives at number 4", "")
    'Enter a post, such as duty licensing officer, in 8 words at most. What you hold stays with you'
    """
    if len(post) > LONGEST_POST or len(post.split()) > MOST_WORDS or NOT_A_POST.search(post):
        return SAY_POST
    if phone and (len(phone) > LONGEST_PHONE or not PHONE.fullmatch(phone)):
        return "Enter a telephone number, such as 01274 960 000 x 123, and nothing else"
    return None


def may_end(*, to: RequestState, state: RequestState, reason: str) -> str | None:
    """None if the request may be closed or withdrawn; otherwise why not, in words for the screen."""
    if state is not RequestState.OPEN:
        return f"This request is already {state.label.lower()}"
    if to not in {RequestState.CLOSED, RequestState.WITHDRAWN}:
        return "Choose whether to close or to withdraw it"
    return None if reason.strip() else "Enter why it ends"


def may_tell(*, answer: Answer, text: str) -> str | None:
    """None if a partner may be told what its answer achieved; otherwise why not, in words for the screen."""
    if not answer.is_given:
        return "There is no answer yet to give feedback on"
    return None if text.strip() else "Enter what the answer achieved, also if that is nothing yet"


def may_note_passed(*, answer: Answer, on: date, answered_on: date | None, today: date) -> str | None:
    """None if it may be noted that details passed on that day; otherwise why not, in words for the screen."""
    if answer is not Answer.HIT or answered_on is None:
        return "Details pass only after a hit"
    if on > today or on < answered_on:
        return "Enter the day on which they passed: from the day of the answer until today"
    return None


def is_soon(expires_on: date, *, today: date, limits: Limits) -> bool:
    return today <= expires_on <= today + timedelta(days=limits.soon_days)


def days_taken(sent: datetime, answered: datetime | None) -> float | None:
    """Days from asking to the first answer, with one decimal; None while there is none."""
    return None if answered is None else round(max(answered - sent, timedelta()) / timedelta(days=1), 1)


@dataclass(frozen=True)
class Tally:
    """How one agency has answered. `median_days`: None where it never answered."""

    asked: int
    hit: int
    no_hit: int
    declined: int
    no_reply: int
    waiting: int
    withdrawn: int
    median_days: float | None


def tallied(answers: Iterable[tuple[Answer, float | None]]) -> Tally:
    """The answers counted, each with the days that it took.

    >>> tallied([(Answer.HIT, 2.0), (Answer.NO_HIT, 4.0), (Answer.NO_REPLY, None)]).median_days
    3.0
    """
    rows: Sequence[tuple[Answer, float | None]] = list(answers)
    counts = {kind: sum(answer is kind for answer, _ in rows) for kind in Answer}
    taken = [days for answer, days in rows if answer.is_given and days is not None]
    return Tally(
        asked=len(rows),
        hit=counts[Answer.HIT],
        no_hit=counts[Answer.NO_HIT],
        declined=counts[Answer.DECLINED],
        no_reply=counts[Answer.NO_REPLY],
        waiting=counts[Answer.WAITING],
        withdrawn=counts[Answer.WITHDRAWN],
        median_days=round(median(taken), 1) if taken else None,
    )
