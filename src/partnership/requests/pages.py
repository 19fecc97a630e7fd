"""What the pages of requests and enquiries hold, gathered in a fixed number of reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.queries import may
from partnership.records.scoping import Scoped
from partnership.records.versions import Change
from partnership.ui.listing import listed

from . import queries
from .drawings import answers_chart
from .listing import COLUMNS, RequestFilters
from .models import Enquiry, Request
from .practice import Practice, in_force
from .rules import Answer, RequestState, days_taken, is_soon
from .wording import Tag, answer_tag, counted_words, left_words, state_tag, took_words

LATELY = timedelta(days=90)


@dataclass(frozen=True)
class RequestRow:
    request: Request
    criterion: str
    area: str
    tag: Tag
    answers: str
    subjects: list[Scoped] = field(default_factory=list)


@dataclass(frozen=True)
class EnquiryRow:
    """An enquiry as every list shows it."""

    enquiry: Enquiry
    criterion: str
    gateway: str
    declined_why: str
    tag: Tag
    left: str
    is_soon: bool

    @property
    def took(self) -> str:
        taken = days_taken(self.enquiry.sent_at, self.enquiry.answered_at)
        return took_words(taken) if taken is not None else ""

    @property
    def contact(self) -> str:
        return ", ".join(part for part in (self.enquiry.contact_post, self.enquiry.contact_phone) if part)

    @property
    def is_hit(self) -> bool:
        return self.enquiry.answer == Answer.HIT

    @property
    def is_given(self) -> bool:
        return Answer(self.enquiry.answer).is_given

    @property
    def feedback(self) -> list[Change]:
        """What the partner was told, newest first."""
        return [Change("Feedback", f"{one.by.name}, {one.by.agency}", one.at, one.text) for one in self._told]

    @property
    def _told(self) -> list[Any]:
        return list(self.enquiry.feedback.all())


def rows_of(enquiries: Iterable[Enquiry], practice: Practice, today: date) -> list[EnquiryRow]:
    return [
        EnquiryRow(
            one,
            practice.criterion_named(one.criterion),
            practice.gateway_named(one.gateway),
            practice.reason_named(one.declined_why) if one.declined_why else "",
            answer_tag(Answer(one.answer)),
            left_words(one.expires_on, today),
            is_soon(one.expires_on, today=today, limits=practice.limits),
        )
        for one in enquiries
    ]


def ways(person: Person, here: str) -> dict[str, Any]:
    """Which pages of requests lead on from here, for the navigation that they share."""
    return {
        "here": here,
        "may_read_requests": person.may(Act.SEE_BOARD),
        "may_ask": bool(queries.areas_to_ask_in(person)),
        "may_answer": person.may(Act.ANSWER_REQUEST),
    }


def requests_page(person: Person, asked: QueryDict) -> dict[str, Any]:
    rows = queries.requests_seen_by(person)
    filters = RequestFilters(asked, person=person, rows=rows)
    listing = listed(asked, rows, columns=COLUMNS, filters=filters, first="-asked")
    requests = list(listing.page)
    enquiries = queries.enquiries_of(person, requests)
    subjects = queries.subjects_of(person, requests)
    told = _request_rows(requests, enquiries, subjects)
    shown = [*requests, *(one for of in enquiries.values() for one in of), *(s for of in subjects.values() for s in of)]
    more = {"listing": listing, "rows": told, "shown": once(shown), "may_export": person.may(Act.EXPORT)}
    return ways(person, "requests") | more


def _request_rows(requests: Sequence[Request], enquiries: Any, subjects: Any) -> list[RequestRow]:
    practice, today = in_force(), timezone.localdate()
    names = queries.names_of_areas(one.area_code for one in requests)
    return [
        RequestRow(
            one,
            practice.criterion_named(one.criterion),
            names.get(one.area_code, one.area_code),
            state_tag(RequestState(one.state), one.expires_on, today=today, limits=practice.limits),
            counted_words([Answer(enquiry.answer) for enquiry in enquiries.get(one.pk, [])]),
            subjects.get(one.uuid, []),
        )
        for one in requests
    ]


def request_page(person: Person, request: Request) -> dict[str, Any]:
    """All of a request but its thread, which the view adds."""
    practice, today = in_force(), timezone.localdate()
    enquiries = queries.enquiries_of(person, [request])[request.pk]
    may_ask = may(person, Act.ASK_PARTNERS, request)
    state = RequestState(request.state)
    return records.banner(person, request) | {
        "asked": request,
        "tag": state_tag(state, request.expires_on, today=today, limits=practice.limits),
        "criterion": practice.criterion_named(request.criterion),
        "gateway": practice.gateway_named(request.gateway),
        "rows": rows_of(enquiries, practice, today),
        "chart": answers_chart(enquiries),
        "is_open": state is RequestState.OPEN,
        "may_end": may_ask and state is RequestState.OPEN,
        "may_follow": may_ask,
        "shown": enquiries,
    }


def enquiries_page(person: Person) -> dict[str, Any]:
    """What the person's own agency is asked: what waits first, then what it answered lately."""
    practice, today = in_force(), timezone.localdate()
    waiting = list(queries.to_answer(person))
    lately = list(queries.answered_lately(person, timezone.now() - LATELY))
    more = {
        "waiting": rows_of(waiting, practice, today),
        "lately": rows_of(lately, practice, today),
        "lately_days": LATELY.days,
        "shown": [*waiting, *lately],
    }
    return ways(person, "enquiries") | more


def owed_page(person: Person) -> dict[str, Any]:
    found = list(queries.feedback_owed(person))
    return ways(person, "owed") | {"rows": rows_of(found, in_force(), timezone.localdate()), "shown": found}


def enquiry_page(person: Person, enquiry: Enquiry) -> dict[str, Any]:
    """All of an enquiry but its form and its thread. Of the request, and of other answers, nothing."""
    practice, today = in_force(), timezone.localdate()
    (row,) = rows_of([enquiry], practice, today)
    is_own = enquiry.agency_id == person.agency_id
    is_open = enquiry.request.state == RequestState.OPEN and enquiry.expires_on >= today
    may_follow = may(person, Act.ASK_PARTNERS, enquiry)
    return records.banner(person, enquiry) | {
        "enquiry": enquiry,
        "row": row,
        "is_own": is_own,
        "may_answer": is_own and is_open and may(person, Act.ANSWER_REQUEST, enquiry),
        "may_follow": may_follow and row.is_given,
        "may_read_request": queries.requests_seen_by(person).filter(pk=enquiry.request_id).exists(),
        "status": practice.status,
    }


def once(found: Iterable[Scoped]) -> list[Scoped]:
    """Each of them once, in the order in which it came first."""
    return list({one.uuid: one for one in found}.values())
