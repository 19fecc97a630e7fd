"""Sending an edition to those who should read it, who opened it, and what they wrote back to the district."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.actions import share_record
from partnership.records.queries import may, shares_in_force

from .models import Distribution, Edition, Feedback, Profile, Receipt
from .readers import could_open, readers_of
from .rules import EditionState, Topic


@transaction.atomic
def send(
    *,
    edition: Edition,
    agencies: Iterable[Agency] = (),
    people: Iterable[Person] = (),
    note: str,
    until: date | None,
    by: Person,
) -> list[Distribution]:
    """What was sent, one row a recipient. To whoever does not see the profile yet, it is shared until that day.

    Raises NotAllowed, in words for the screen: for an edition that is not published, or where somebody would have to be
    given access and the sender may not give it.
    """
    profile = edition.profile
    if not may(by, Act.WRITE_PROFILE, profile):
        raise NotAllowed("This profile is not yours to send")
    if edition.state != EditionState.PUBLISHED:
        raise NotAllowed("Publish it first: a draft is not sent")
    to = [*({"to_agency": agency} for agency in agencies), *({"to_person": person} for person in people)]
    if not to:
        raise NotAllowed("Choose to whom it is sent")
    rows, readers = [], readers_of(profile)
    for recipient in to:
        if not _can_read(profile, readers, recipient, by):
            _share(profile, recipient, until=until, because=note, by=by)
        told = {"profile": profile, "number": edition.number, "note": note.strip(), "by": by}
        rows.append(Distribution.objects.create(**told, **recipient))
    sent = "; ".join(row.recipient for row in rows)
    told = {"number": edition.number, "recipients": len(rows)}
    audit.record(by=by, verb=Verb.DISCLOSURE, did="sent edition", to=profile, because=note, detail=told, recipient=sent)
    return rows


@transaction.atomic
def note_opened(*, edition: Edition, by: Person) -> bool:
    """Keeps that somebody opened a published edition; true the first time they did."""
    is_known = edition.profile.receipts.filter(number=edition.number, person=by).exists()
    if edition.state != EditionState.PUBLISHED or is_known:
        return False
    receipt = Receipt(profile=edition.profile, number=edition.number, person=by)
    # Two pages that are opened at once must not end in an error: whoever comes second changes nothing.
    Receipt.objects.bulk_create([receipt], ignore_conflicts=True)
    return True


@transaction.atomic
def give_feedback(*, profile: Profile, number: int, topic: Topic, text: str, by: Person) -> Feedback:
    """What somebody wrote to the district about an edition. Kept as it was written."""
    if not may(by, Act.NOTE_HYPOTHESIS, profile):
        raise NotAllowed("You may not write feedback on this profile")
    if not text.strip():
        raise NotAllowed("Enter your feedback")
    given: Feedback = Feedback.objects.create(profile=profile, number=number, topic=topic, text=text.strip(), by=by)
    told = {"number": number, "feedback": given.pk, "topic": topic.value}
    audit.record(by=by, verb=Verb.ALTERATION, did="gave feedback", to=profile, detail=told)
    return given


def _can_read(profile: Profile, readers: set[Person], recipient: dict[str, Agency | Person], by: Person) -> bool:
    """True if the person, or everybody of the agency who opens records, reads the profile already.

    Nobody shares a record with their own agency: there, those read it who are posted to the district.
    """
    if shares_in_force(profile).filter(**{"to_agency": None, "to_person": None} | recipient).exists():
        return True
    if person := recipient.get("to_person"):
        return person in readers
    agency = recipient["to_agency"]
    return agency == by.agency or all(one in readers for one in could_open(agency))


def _share(
    profile: Profile, recipient: dict[str, Agency | Person], *, until: date | None, because: str, by: Person
) -> None:
    if until is None:
        raise NotAllowed(
            f"Enter until when {next(iter(recipient.values()))} can read it: they do not see this district"
        )
    share_record(record=profile, because=because, until=until, by=by, **recipient)
