"""Claiming a disruption, changing and withdrawing the claim, and who else had a part. Deciding on it is in
moderation_actions.py, what changed in outcome_actions.py."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.holding import held, note_change
from partnership.records.queries import may
from partnership.records.rules import Release
from partnership.records.scoping import Scoped
from partnership.records.starting import start
from partnership.records.versions import write_next_version
from partnership.thread.actions import tie

from . import queries
from .models import Contribution, Disruption
from .practice import in_force
from .rules import Claim, ClaimState, may_change, may_claim, may_contribute, may_take_out, may_withdraw

CLAIMED_FOR = "It was claimed for it"
NOT_YOURS = "You may not claim anything for this: it is not yours to work on"


class LikelyDouble(NotAllowed):
    """There are claims that look like the same event, which the claimer sees: join one, or say why it is another."""

    def __init__(self, doubles: list[Disruption]) -> None:
        super().__init__("It looks as if this was claimed already. Say whether it is the same event")
        self.doubles = doubles


@transaction.atomic
def claim_disruption(
    *, target: Scoped, claim: Claim, release: Release, by: Person, another_because: str = ""
) -> Disruption:
    """The new claim, in the area of what it is for and tied to that. It is the claimer's agency's.

    another_because  why it is another event than the claims that look like it, where there are any

    Raises LikelyDouble, and NotAllowed in words for the screen.
    """
    if not may(by, Act.PLAN, target):
        raise NotAllowed(NOT_YOURS)
    if refusal := may_claim(claim, in_force().choices, today=timezone.localdate()):
        raise NotAllowed(refusal)
    if not another_because.strip() and (doubles := list(_doubles(target, claim, by))):
        raise LikelyDouble(doubles)
    told = claim.fields | {"claimed_by": by, "agency": by.agency, "another_because": another_because.strip()}
    made: Disruption = start(Disruption, act=Act.PLAN, area_code=target.area_code, release=release, by=by, **told)
    audit.record(by=by, verb=Verb.ALTERATION, did="claimed disruption", to=made, detail={"version": made.version})
    tie(record=made, on=target, because=CLAIMED_FOR, by=by)
    return made


@transaction.atomic
def join_claim(*, disruption: Disruption, target: Scoped, claim: Claim, by: Person) -> Contribution:
    """The part of the claimer's agency in an event that is claimed already: one event, one disruption.

    The claim must be one that the claimer was offered. Raises NotAllowed, in words for the screen.
    """
    if not may(by, Act.PLAN, target):
        raise NotAllowed(NOT_YOURS)
    now = _doubles(target, claim, by).select_for_update(of=("self",)).filter(pk=disruption.pk).first()
    if now is None:
        raise NotAllowed("Choose one of the claims listed")
    return _contribute(now, by.agency, claim.what, by, "joined disruption")


@transaction.atomic
def edit_claim(*, disruption: Disruption, claim: Claim, by: Person, seen_version: int) -> Disruption:
    now: Disruption = held(disruption, Act.PLAN, by, seen_version)
    if refusal := may_change(now.stands, is_claimer=now.claimed_by_id == by.pk):
        raise NotAllowed(refusal)
    if refusal := may_claim(claim, in_force().choices, today=timezone.localdate(), was=now.claim):
        raise NotAllowed(refusal)
    write_next_version(now, seen=seen_version, **claim.fields)
    note_change(now, "edited claim", by)
    return now


@transaction.atomic
def withdraw_claim(*, disruption: Disruption, reason: str, by: Person, seen_version: int) -> Disruption:
    now: Disruption = held(disruption, Act.PLAN, by, seen_version)
    told = {"is_claimer": now.claimed_by_id == by.pk, "folded": queries.folded_into(now)}
    if refusal := may_withdraw(now.stands, reason=reason, **told):
        raise NotAllowed(refusal)
    write_next_version(now, seen=seen_version, state=ClaimState.WITHDRAWN, moderated_because=reason.strip())
    note_change(now, "withdrew claim", by, because=reason.strip())
    return now


@transaction.atomic
def note_contribution(
    *, disruption: Disruption, agency: Agency, what: str, by: Person, seen_version: int
) -> Contribution:
    """What the agency did in the same event; in place of what was told of it before."""
    now: Disruption = held(disruption, Act.PLAN, by, seen_version)
    return _contribute(now, agency, what, by, "noted contribution")


@transaction.atomic
def remove_contribution(*, disruption: Disruption, agency: Agency, by: Person, seen_version: int) -> None:
    now: Disruption = held(disruption, Act.PLAN, by, seen_version)
    if refusal := may_take_out(now.stands):
        raise NotAllowed(refusal)
    part = now.contributions.filter(agency=agency).first()
    if part is None:
        raise NotAllowed("That agency is not named in it")
    told = str(part.uuid)
    part.delete()
    write_next_version(now, seen=seen_version)
    note_change(now, "removed contribution", by, contribution=told)


def _doubles(target: Scoped, claim: Claim, by: Person) -> QuerySet[Disruption]:
    return queries.likely_doubles(
        by, reference=claim.event_reference, targets=[target], p=claim.p, happened_on=claim.happened_on
    )


def _contribute(now: Disruption, agency: Agency, what: str, by: Person, did: str) -> Contribution:
    if refusal := may_contribute(now.stands, is_own=agency == now.agency, what=what):
        raise NotAllowed(refusal)
    kept, _ = now.contributions.update_or_create(agency=agency, defaults={"what": what.strip()})
    write_next_version(now, seen=now.version)
    note_change(now, did, by, contribution=str(kept.uuid))
    return kept
