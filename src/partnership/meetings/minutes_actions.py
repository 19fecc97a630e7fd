"""Issuing the minutes of a meeting: from then on nothing of them changes."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import NotAllowed
from partnership.records.versions import write_next_version

from .holding import meeting_to_change
from .minutes import minutes_of, who_words, why_not_issue
from .models import Meeting
from .rules import MeetingState


@transaction.atomic
def issue_minutes(*, meeting: Meeting, by: Person, seen_version: int) -> Meeting:
    """Issued, and every action kept as it stands, also those that whoever issues does not see.

    Raises NotAllowed, in words for the screen, and Stale if the meeting changed meanwhile.
    """
    now = meeting_to_change(meeting, by, seen_version)
    if refusal := why_not_issue(by, minutes_of(by, now)):
        raise NotAllowed(refusal)
    number = _keep_actions(now)
    write_next_version(now, seen=seen_version, state=MeetingState.ISSUED, issued_at=timezone.now(), issued_by=by)
    told = {"version": now.version, "actions": number}
    audit.record(by=by, verb=Verb.PUBLICATION, did="issued minutes", to=now, detail=told)
    return now


def _keep_actions(meeting: Meeting) -> int:
    kept = [
        raised
        for item in meeting.items.prefetch_related("raised__action__owner", "raised__action__agency")
        for raised in item.raised.all()
    ]
    for raised in kept:
        action = raised.action
        raised.was_text, raised.was_owner = action.text, who_words(action)
        raised.was_due, raised.was_carried = action.due, action.carried
        raised.save(update_fields=["was_text", "was_owner", "was_due", "was_carried"])
    return len(kept)
