"""Enquiries to answer, and what is owed to those who answered."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from partnership.people.rules import Act
from partnership.requests import queries as requests
from partnership.requests.models import Enquiry, Request
from partnership.requests.rules import Answer, RequestState
from partnership.ui.wording import day

from .finding import Found, Look, day_of, first_of
from .rules import Kind, Task


def enquiries_to_answer(look: Look) -> Found:
    """Of the person's own agency, until their day: after it there is nothing left to answer."""
    if not look.may(Act.ANSWER_REQUEST):
        return Found(Kind.ENQUIRY)
    found, total = first_of(requests.to_answer(look.person))
    tasks = [
        Task(
            Kind.ENQUIRY,
            "Answer hit, no hit or declined",
            f"Asked {day(day_of(one.sent_at))}; the answer holds no content",
            reverse("requests:answer", args=[one.uuid]),
            one.asks,
            one.expires_on,
            arose=one.sent_at,
            is_synthetic=one.synthetic,
        )
        for one in found
    ]
    return Found(Kind.ENQUIRY, tasks, found, total, reverse("requests:enquiries"))


def answers_to_follow_up(look: Look) -> Found:
    """Answers to what the person asked, of which the partner was not told yet what they achieved."""
    if not look.may(Act.ASK_PARTNERS):
        return Found(Kind.ENQUIRY)
    mine = requests.feedback_owed(look.person).filter(request__asked_by=look.person)
    found, total = first_of(mine)
    tasks = [_answer_task(look, one) for one in found]
    return Found(Kind.ENQUIRY, tasks, found, total, reverse("requests:owed"))


def _answer_task(look: Look, one: Enquiry) -> Task:
    passes = one.answer == Answer.HIT and one.passed_on is None
    answered = one.answered_at
    return Task(
        Kind.ENQUIRY,
        "Follow up the hit" if passes else "Say what the answer achieved",
        f"{one.agency} answered {one.get_answer_display().lower()}",
        one.get_absolute_url() if passes else reverse("requests:feedback", args=[one.uuid]),
        one.asks,
        day_of(answered) + timedelta(days=look.practice.feedback_within_days) if answered else None,
        rank=1 if passes else 5,
        arose=answered,
        is_synthetic=one.synthetic,
    )


def requests_to_close(look: Look) -> Found:
    if not look.may(Act.ASK_PARTNERS):
        return Found(Kind.ENQUIRY)
    mine = Request.objects.allowing(look.person, Act.ASK_PARTNERS).filter(asked_by=look.person)
    found, total = first_of(
        mine.filter(state=RequestState.OPEN, expires_on__lt=look.today).order_by("expires_on", "pk")
    )
    tasks = [
        Task(
            Kind.ENQUIRY,
            "Close the request",
            "The day by which partners could answer is past",
            one.get_absolute_url(),
            one.asks,
            one.expires_on,
            rank=5,
            is_synthetic=one.synthetic,
        )
        for one in found
    ]
    return Found(Kind.ENQUIRY, tasks, found, total)
