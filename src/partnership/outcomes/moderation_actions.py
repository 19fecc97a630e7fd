"""Deciding on a claim: somebody other than its claimer accepts it at a grade, declines it, or folds it into another."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.people.models import Agency, Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.holding import held, note_change
from partnership.records.versions import write_next_version

from .models import Disruption
from .rules import ClaimState, Grade, may_accept, may_decline, may_fold, may_moderate

HAD_A_PART = "Had a part in it, as another claim of the same event says."


@transaction.atomic
def accept_claim(
    *, disruption: Disruption, grade: Grade, by: Person, seen_version: int, reason: str = ""
) -> Disruption:
    """The disruption, accepted at that grade. Raises NotAllowed, in words for the screen, and Stale."""
    now = _to_moderate(disruption, by, seen_version)
    if refusal := may_accept(grade=grade, claimed=Grade(now.claimed_grade), reason=reason):
        raise NotAllowed(refusal)
    _decide(now, ClaimState.ACCEPTED, reason, by, "accepted disruption", grade=grade)
    return now


@transaction.atomic
def decline_claim(*, disruption: Disruption, reason: str, by: Person, seen_version: int) -> Disruption:
    now = _to_moderate(disruption, by, seen_version)
    if refusal := may_decline(reason=reason):
        raise NotAllowed(refusal)
    _decide(now, ClaimState.DECLINED, reason, by, "declined disruption")
    return now


@transaction.atomic
def fold_claim(
    *, disruption: Disruption, into: Disruption | None, words: str, reason: str, by: Person, seen_version: int
) -> Disruption:
    """The claim as a duplicate: from now on its agency, and those it names, have a part in the other one, which alone
    counts. The words of this claim stay here: the other one may be open to more people.

    words  what this agency did, as everybody who sees the other one will read it
    """
    now = _to_moderate(disruption, by, seen_version)
    other = None if into is None else _other(into, now, by)
    if refusal := may_fold(into=other and other.stands, reason=reason, words=words):
        raise NotAllowed(refusal)
    named = {part.agency: HAD_A_PART for part in now.contributions.select_related("agency")} | {
        now.agency: words.strip()
    }
    _name_there(other, named, by)
    _decide(now, ClaimState.DUPLICATE, reason, by, "found disruption claimed already", duplicate_of=other)
    return now


def _to_moderate(disruption: Disruption, by: Person, seen_version: int) -> Disruption:
    now: Disruption = held(disruption, Act.APPROVE, by, seen_version)
    if refusal := may_moderate(now.stands, is_claimer=now.claimed_by_id == by.pk):
        raise NotAllowed(refusal)
    return now


def _other(into: Disruption, now: Disruption, by: Person) -> Disruption | None:
    theirs = Disruption.objects.allowing(by, Act.APPROVE).select_for_update().filter(pk=into.pk)
    found: Disruption | None = theirs.exclude(pk=now.pk).first()
    return found


def _name_there(other: Any, named: dict[Agency, str], by: Person) -> None:
    for agency, words in named.items():
        if agency.pk != other.agency_id:
            other.contributions.get_or_create(agency=agency, defaults={"what": words})
    write_next_version(other, seen=other.version)
    note_change(other, "counted another claim with disruption", by)


def _decide(now: Disruption, state: ClaimState, reason: str, by: Person, did: str, **more: Any) -> None:
    told = {"moderated_by": by, "moderated_at": timezone.now(), "moderated_because": reason.strip()} | more
    write_next_version(now, seen=now.version, state=state, **told)
    note_change(now, did, by, because=reason.strip())
