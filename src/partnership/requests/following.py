"""What the asking side does with an answer: notes that details passed, and tells the partner what it achieved."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.actions import disclose
from partnership.records.holding import held, note_change
from partnership.records.queries import shares_in_force
from partnership.records.versions import write_next_version

from .models import Enquiry, Feedback
from .practice import in_force
from .rules import Answer, may_note_passed, may_tell

TOLD = "So that you can read what your answer achieved"


@transaction.atomic
def tell_feedback(*, enquiry: Enquiry, text: str, by: Person, seen_version: int) -> Feedback:
    """What the partner is told, and can read for the days of requests.toml, also once the enquiry has expired."""
    now: Enquiry = held(enquiry, Act.ASK_PARTNERS, by, seen_version)
    if refusal := may_tell(answer=Answer(now.answer), text=text):
        raise NotAllowed(refusal)
    made: Feedback = Feedback.objects.create(enquiry=now, text=text.strip(), by=by)
    write_next_version(now, seen=seen_version)
    until = timezone.localdate() + timedelta(days=in_force().limits.feedback_days)
    longest = max([until, *(share.until for share in shares_in_force(now).filter(to_agency=now.agency))])
    told = {"because": TOLD, "until": longest, "did": "told partner what its answer achieved"}
    disclose(record=now, to_agency=now.agency, **told, by=by, version=now.version, feedback=str(made.uuid))
    return made


@transaction.atomic
def note_passed(*, enquiry: Enquiry, on: date, by: Person, seen_version: int) -> Enquiry:
    """The enquiry, with the day on which the details passed between the two agencies, outside this site."""
    now: Enquiry = held(enquiry, Act.ASK_PARTNERS, by, seen_version)
    answered_on = timezone.localdate(now.answered_at) if now.answered_at else None
    if refusal := may_note_passed(
        answer=Answer(now.answer), on=on, answered_on=answered_on, today=timezone.localdate()
    ):
        raise NotAllowed(refusal)
    write_next_version(now, seen=seen_version, passed_on=on)
    note_change(now, "noted that details passed", by, on=on.isoformat())
    return now
