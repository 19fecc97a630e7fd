"""The partner's side: hit, no hit or declined, and putting that right until the enquiry expires."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.holding import held, note_change
from partnership.records.versions import write_next_version

from .models import Enquiry
from .practice import in_force
from .rules import Answer, Reply, RequestState, may_answer


@transaction.atomic
def answer_enquiry(*, enquiry: Enquiry, reply: Reply, by: Person, seen_version: int) -> Enquiry:
    """The enquiry, answered for the person's own agency. The time it took is that of the first answer.

    Raises NotAllowed, in words for the screen, and Stale if somebody else was first.
    """
    now: Enquiry = held(enquiry, Act.ANSWER_REQUEST, by, seen_version)
    was = Answer(now.answer)
    if refusal := may_answer(
        reply,
        now=was,
        is_open=now.request.state == RequestState.OPEN,
        is_own=now.agency_id == by.agency_id,
        expires_on=now.expires_on,
        today=timezone.localdate(),
        reasons=in_force().reasons,
    ):
        raise NotAllowed(refusal)
    write_next_version(now, seen=seen_version, **_changes(now, reply, by))
    did = "corrected answer to enquiry" if was.is_given else "answered enquiry"
    note_change(now, did, by, answer=reply.answer.value)
    return now


def _changes(now: Enquiry, reply: Reply, by: Person) -> dict[str, Any]:
    is_hit = reply.answer is Answer.HIT
    is_first = now.answered_at is None
    return {
        "answer": reply.answer,
        "answered_by": by,
        "answered_at" if is_first else "corrected_at": timezone.now(),
        "declined_why": reply.why if reply.answer is Answer.DECLINED else "",
        "contact_post": reply.post.strip() if is_hit else "",
        "contact_phone": reply.phone.strip() if is_hit else "",
        "passed_on": now.passed_on if is_hit else None,
    }
