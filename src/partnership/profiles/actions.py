"""Recommendations: made, changed, answered by an action or with a reason, asked again. Each is one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records import starting
from partnership.records.ps import p_choices
from partnership.records.queries import may
from partnership.records.rules import Release, Stale
from partnership.records.versions import why_stale, write_next_version
from partnership.thread.actions import tie
from partnership.threats.models import Threat

from .models import Edition, Recommendation
from .rules import RecommendationState, may_answer
from .writing import draft_of

ANSWERS = "It answers this threat"

DID_ANSWER = {
    RecommendationState.TAKEN_UP: "took up recommendation",
    RecommendationState.DECLINED: "declined recommendation",
    RecommendationState.OPEN: "reopened recommendation",
}


@transaction.atomic
def recommend(
    *,
    edition: Edition,
    text: str,
    p: str,
    release: Release,
    by: Person,
    reference: str = "",
    threat: Threat | None = None,
    **more: Any,
) -> Recommendation:
    """What a draft recommends, as a record of its own that can become an action.

    reference  the next number of the edition that the writer sees, unless given
    threat     the one it answers, to which it is tied
    more       agency, owner_role, due, measure

    Raises NotAllowed, in words for the screen.
    """
    edition = draft_of(edition.profile, edition.number)
    profile = edition.profile
    if not may(by, Act.WRITE_PROFILE, profile):
        raise NotAllowed("This profile is not yours to write")
    made: Recommendation = starting.start(
        Recommendation,
        act=Act.WRITE_PROFILE,
        area_code=profile.area_code,
        release=release,
        by=by,
        profile=profile,
        edition=edition.number,
        reference=reference or _next_reference(edition, by),
        **_checked({"text": text, "p": p} | more),
    )
    told = {"version": made.version, "number": edition.number}
    audit.record(by=by, verb=Verb.ALTERATION, did="made recommendation", to=made, detail=told)
    if threat is not None:
        tie(record=made, on=threat, because=ANSWERS, by=by, edition=edition.number, on_edition=threat.edition or None)
    return made


@transaction.atomic
def change_recommendation(
    *, recommendation: Recommendation, by: Person, seen_version: int, **changes: Any
) -> Recommendation:
    """The recommendation with other words, to somebody else or by another day, until it is answered.

    changes  text, p, agency, owner_role, due, measure
    """
    now = _locked(recommendation, Act.WRITE_PROFILE, by, seen_version)
    if now.state != RecommendationState.OPEN:
        raise NotAllowed("It is answered, and so not changed any more. Reopen it first")
    write_next_version(now, seen=seen_version, **_checked(changes))
    audit.record(by=by, verb=Verb.ALTERATION, did="changed recommendation", to=now, detail={"version": now.version})
    return now


@transaction.atomic
def take_up(*, recommendation: Recommendation, by: Person) -> Recommendation:
    """The recommendation, answered by an action that rests on it. One that is taken up already stays as it is.

    For whoever plans the action. Raises NotAllowed, in words for the screen, if they may not plan there, or if it was
    declined: then it is reopened first.
    """
    if not Recommendation.objects.allowing(by, Act.PLAN).filter(pk=recommendation.pk).exists():
        raise NotAllowed("You may not plan for this recommendation")
    recommendation.refresh_from_db()
    if recommendation.state == RecommendationState.TAKEN_UP:
        return recommendation
    return _answer(recommendation, RecommendationState.TAKEN_UP, "", by, act=Act.PLAN, seen=recommendation.version)


@transaction.atomic
def decline(*, recommendation: Recommendation, because: str, by: Person, seen_version: int) -> Recommendation:
    """The recommendation, declined with its reason. Raises Stale if it changed after that version of it."""
    declined = RecommendationState.DECLINED
    return _answer(recommendation, declined, because, by, act=Act.WRITE_PROFILE, seen=seen_version)


@transaction.atomic
def reopen(*, recommendation: Recommendation, because: str, by: Person, seen_version: int) -> Recommendation:
    """The recommendation, waiting for an answer once more. Raises Stale if it changed after that version of it."""
    return _answer(recommendation, RecommendationState.OPEN, because, by, act=Act.WRITE_PROFILE, seen=seen_version)


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    """The same, with words trimmed. Raises NotAllowed for a recommendation without words, or under no known P."""
    clean = {name: value.strip() if isinstance(value, str) else value for name, value in told.items()}
    if not clean["text"]:
        raise NotAllowed("Enter what is recommended")
    if clean["p"] not in dict(p_choices()):
        raise NotAllowed("Choose under which P it falls")
    return clean


def _next_reference(edition: Edition, by: Person) -> str:
    """Edition and number, after the highest that the writer sees: what they do not see leaves no gap."""
    seen = Recommendation.objects.seen_by(by).filter(profile=edition.profile_id, edition=edition.number)
    held = [reference.partition(".") for reference in seen.values_list("reference", flat=True)]
    numbers = [int(number) for first, _, number in held if first == str(edition.number) and number.isdecimal()]
    return f"{edition.number}.{max(numbers, default=0) + 1}"


def _answer(
    recommendation: Recommendation, to: RecommendationState, because: str, by: Person, *, act: Act, seen: int
) -> Recommendation:
    now = _locked(recommendation, act, by, seen)
    because = because.strip()
    if refusal := may_answer(RecommendationState(now.state), to, because):
        raise NotAllowed(refusal)
    is_open = to is RecommendationState.OPEN
    write_next_version(
        now,
        seen=seen,
        state=to,
        decided_because="" if is_open else because,
        decided_by=None if is_open else by,
        decided_at=None if is_open else timezone.now(),
    )
    told = {"version": now.version}
    audit.record(by=by, verb=Verb.ALTERATION, did=DID_ANSWER[to], to=now, because=because, detail=told)
    return now


def _locked(recommendation: Recommendation, act: Act, by: Person, seen: int) -> Recommendation:
    allowed = Recommendation.objects.allowing(by, act).select_for_update()
    found: Recommendation | None = allowed.filter(pk=recommendation.pk).first()
    if found is None:
        raise NotAllowed("This recommendation is not yours to decide")
    if found.version != seen:
        raise Stale(why_stale(found, seen))
    return found
