"""To whom something that happens to a record is told: whoever follows it, and whom it is addressed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.meetings.models import Meeting
from partnership.outcomes.models import Disruption
from partnership.outcomes.rules import ClaimState
from partnership.people.models import Person, Posting
from partnership.people.rules import Act, Role, acts_of
from partnership.plans.models import Action
from partnership.records.models import Share
from partnership.records.scoping import Scoped
from partnership.requests.models import Enquiry
from partnership.requests.rules import Answer

from .models import Notice, Subscription

# What changes a record. A tie, an export or somebody's share tells of something else, which a reader may not see.
CHANGES = frozenset({Verb.ALTERATION, Verb.MARKING_CHANGE, Verb.PUBLICATION})
Keys = set[int | None]


def tell(*, event: Event, to: object, **_: Any) -> None:
    """Keeps a notice for everybody who is to be told of the event, in the transaction that it happens in.

    Whoever opens a record or does something to it, themselves and not through a token, has read what they were told.
    """
    if not isinstance(to, Scoped):
        return
    of_record, by_id = {"kind": to._meta.label_lower, "record": to.uuid}, int(event.actor_id or 0) or None
    if by_id and "token" not in event.detail:
        Notice.objects.filter(person=by_id, read_at__isnull=True, **of_record).update(read_at=event.at)
    keys = _told_of(event, to) - {None, by_id}
    told = of_record | {"did": event.did, "by_id": by_id, "at": event.at}
    open_accounts = Person.objects.filter(pk__in=keys, is_active=True).values_list("pk", flat=True)
    Notice.objects.bulk_create(Notice(person_id=key, **told) for key in (open_accounts if keys else ()))


def forget(*, instance: object, **_: Any) -> None:
    """Removes what was kept of a record that is no more."""
    if isinstance(instance, Scoped):
        gone = {"kind": instance._meta.label_lower, "record": instance.uuid}
        Subscription.objects.filter(**gone).delete()
        Notice.objects.filter(**gone).delete()


def _told_of(event: Event, record: Scoped) -> Keys:
    if share := event.detail.get("share"):
        return _opened_to(share) if event.verb == Verb.DISCLOSURE else set()
    if event.verb not in CHANGES:
        return set()
    following = Subscription.objects.filter(kind=record._meta.label_lower, record=record.uuid)
    return set(following.values_list("person", flat=True)) | _addressed(event, record)


def _opened_to(share_uuid: str) -> Keys:
    share = Share.objects.get(uuid=UUID(share_uuid))
    if share.to_person_id:
        return {share.to_person_id}
    return _people(Act.SEE_RECORD, agency=share.to_agency_id)


def _addressed(event: Event, record: Scoped) -> Keys:
    find = BY_KIND.get(record._meta.label_lower)
    return find(event, record) if find else set()


def _owner(event: Event, action: Action) -> Keys:
    return {action.owner_id}


def _asker_and_asked(event: Event, enquiry: Enquiry) -> Keys:
    """Whoever asked; and as long as no answer is given, those who can give it."""
    asked: Keys = {enquiry.request.asked_by_id}
    if enquiry.answer == Answer.WAITING:
        asked |= _people(Act.ANSWER_REQUEST, agency=enquiry.agency_id)
    return asked


def _claimant_and_moderators(event: Event, claim: Disruption) -> Keys:
    if claim.state != ClaimState.CLAIMED:
        return {claim.claimed_by_id}
    posted = Posting.objects.current().filter(area_code=claim.area_code)
    return {claim.claimed_by_id} | _people(Act.APPROVE, postings__in=posted)


def _seated(event: Event, meeting: Meeting) -> Keys:
    """Only when something of the meeting is issued: while it goes on, everybody there sees it."""
    if event.verb != Verb.PUBLICATION:
        return set()
    # From a meeting in hand its rows are open: nobody reads here, and each is told only what they see.
    rows = (meeting.attendance, meeting.series.seats)
    return {meeting.chair_id, *(key for seated in rows for key in seated.values_list("person", flat=True))}


def _people(act: Act, **narrowed: Any) -> Keys:
    roles = [role for role in Role if act in acts_of(role)]
    return set(Person.objects.filter(role__in=roles, **narrowed).values_list("pk", flat=True))


BY_KIND: dict[str, Callable[[Event, Any], Keys]] = {
    "plans.action": _owner,
    "requests.enquiry": _asker_and_asked,
    "outcomes.disruption": _claimant_and_moderators,
    "meetings.meeting": _seated,
}
