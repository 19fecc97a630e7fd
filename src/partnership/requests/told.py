"""What of requests and enquiries travels to a program, and what a program sends to answer one."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from partnership.records.api import Record
from partnership.tokens.paging import PageAsked, Paged

from .models import Enquiry, Feedback
from .rules import Answer, RequestState, days_taken

HIGHEST_VERSION = 2**31 - 1


class FeedbackTold(Schema):
    """What an answer achieved, as its partner was told."""

    at: datetime
    agency: str
    text: str

    @staticmethod
    def resolve_agency(told: Feedback) -> str:
        return told.by.agency.name


class EnquiryTold(Record):
    """A request as it went to one partner, and that partner's answer. It holds no content, on purpose."""

    partner: str = Field(description="The agency that was asked.")
    criterion: str = Field(description="A key of requests.toml.")
    gateway: str = Field(description="A key of requests.toml.")
    reference: str = Field(description="In the system that holds it; never a name.")
    asks: str
    purpose: str
    expires_on: date = Field(description="The last day to answer.")
    sent_at: datetime
    answer: Answer
    answered_at: datetime | None
    corrected_at: datetime | None
    days_to_answer: float | None
    declined_why: str = Field(description="A key of requests.toml; empty unless declined.")
    contact_post: str
    contact_phone: str
    passed_on: date | None = Field(description="The day on which details passed, outside this site.")
    feedback: list[FeedbackTold] = Field(description="Newest first.")

    @staticmethod
    def resolve_partner(enquiry: Enquiry) -> str:
        return enquiry.agency.name

    @staticmethod
    def resolve_days_to_answer(enquiry: Enquiry) -> float | None:
        return days_taken(enquiry.sent_at, enquiry.answered_at)

    @staticmethod
    def resolve_feedback(enquiry: Enquiry) -> list[Feedback]:
        return list(enquiry.feedback.all())


class EnquiriesTold(Paged):
    enquiries: list[EnquiryTold]


class RequestTold(Record):
    """What was asked of partners, by whom and until when."""

    criterion: str
    gateway: str
    reference: str
    asks: str
    purpose: str
    expires_on: date
    state: RequestState
    asked_at: datetime
    ended_because: str


class RequestInFull(Schema):
    request: RequestTold
    enquiries: list[EnquiryTold] = Field(description="Those that the owner may see, by agency.")


class RequestsTold(Paged):
    requests: list[RequestTold]


class RequestsAsked(PageAsked):
    state: RequestState | None = Field(None, description="Only those that stand so.")


class EnquiriesAsked(PageAsked):
    waiting: bool = Field(False, description="Only those that the owner’s own agency may still answer.")


class AnswerSent(Schema):
    """An answer, and the version of the enquiry that it answers to."""

    answer: str = Field(max_length=20, description="hit, no-hit or declined.")
    why: str = Field("", max_length=40, description="Where declined: a key of the reasons in requests.toml.")
    post: str = Field("", max_length=200, description="After a hit: whom to ring, as a post.")
    phone: str = Field("", max_length=200)
    version: int = Field(ge=0, le=HIGHEST_VERSION)
