"""What the site does by itself each day: reminds of enquiries that expire soon, and notes which had no reply.

Safe to repeat: what was done once is not done again. People learn of both through the notices and their own pages.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.records.rules import Stale
from partnership.records.unscoped import everything
from partnership.records.versions import write_next_version

from .models import Enquiry
from .practice import in_force
from .rules import Answer, RequestState


def remind(now: datetime) -> int:
    """How many waiting enquiries were marked as reminded, each of them once, some days before it expires."""
    today = timezone.localdate(now)
    until = today + timedelta(days=in_force().limits.remind_days)
    due = _waiting().filter(reminded_at__isnull=True, expires_on__gte=today, expires_on__lte=until)
    return sum(_written(one, "reminded partner of enquiry", reminded_at=now) for one in due)


def expire(now: datetime) -> int:
    """How many enquiries were noted as without a reply: those still waiting after their last day."""
    late = _waiting().filter(expires_on__lt=timezone.localdate(now))
    return sum(_written(one, "noted that enquiry had no reply", answer=Answer.NO_REPLY) for one in late)


def _waiting() -> QuerySet[Enquiry]:
    return everything(Enquiry).filter(answer=Answer.WAITING, request__state=RequestState.OPEN).order_by("pk")


@transaction.atomic
def _written(enquiry: Enquiry, did: str, **changes: object) -> bool:
    """False if somebody wrote it meanwhile: then it is looked at again the next time."""
    try:
        write_next_version(enquiry, seen=enquiry.version, **changes)
    except Stale:
        return False
    audit.record(by=None, verb=Verb.ALTERATION, did=did, to=enquiry, detail={"version": enquiry.version})
    return True
