"""Proposing a group, editing it, assessing it, and when it is looked at again. Status, duties and enablers have files
of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.rules import Release, Stale
from partnership.records.starting import start
from partnership.records.versions import why_stale, write_next_version

from .models import Assessment, Group, Move
from .names import why_no_name
from .queries import seen_by
from .rules import Status, brought_forward, may_set_review, review_after
from .schemes import in_force
from .scoring import TOP, score

NOT_YOURS = "This group is not yours to work on: your role does not apply to its district"


@dataclass(frozen=True)
class Outcome:
    """What became of one group among many. `refused` holds the reason it was left alone, or nothing."""

    group: Group
    refused: str = ""


def worked_on(group: Group, *, by: Person, seen_version: int | None = None) -> Group:
    """The group as it stands, locked, for somebody who may work on it.

    Raises NotAllowed, and Stale if it is no longer the version that was on the screen.
    """
    now: Group | None = Group.objects.allowing(by, Act.WORK_ON_GROUP).select_for_update().filter(pk=group.pk).first()
    if now is None:
        raise NotAllowed(NOT_YOURS)
    if seen_version is not None and now.version != seen_version:
        raise Stale(why_stale(now, seen_version))
    return now


@transaction.atomic
def propose_group(
    *, area_code: str, release: Release, by: Person, code_name: str, because: str, **fields: Any
) -> Group:
    """The group, proposed; with the change to active for somebody else to decide.

    fields  crime_types, reach, areas, summary and mapping_reference, as the model has them
    """
    code_name = _checked(code_name, by)
    if not because.strip():
        raise NotAllowed("Enter why it is proposed")
    told = {"act": Act.WORK_ON_GROUP, "area_code": area_code, "release": release, "by": by}
    group: Group = start(Group, **told, code_name=code_name, **fields)
    Move.objects.create(group=group, was=Status.PROPOSED, to=Status.ACTIVE, because=because.strip(), proposed_by=by)
    audit.record(
        by=by, verb=Verb.ALTERATION, did="proposed group", to=group, because=because, detail={"version": group.version}
    )
    return group


@transaction.atomic
def edit_group(*, group: Group, by: Person, seen_version: int, because: str = "", **fields: Any) -> Group:
    """The group with those fields changed. Raises Stale if somebody else wrote first, and NotAllowed."""
    now = worked_on(group, by=by, seen_version=seen_version)
    if "code_name" in fields:
        fields["code_name"] = _checked(fields["code_name"], by, but=now)
    write_next_version(now, seen=seen_version, **fields)
    told = {"version": now.version, "fields": sorted(fields)}
    audit.record(by=by, verb=Verb.ALTERATION, did="edited group", to=now, because=because, detail=told)
    return now


@transaction.atomic
def assess_group(
    *, group: Group, scheme: str, inputs: Mapping[str, int | None], as_of: date, by: Person, note: str = ""
) -> Assessment:
    """One more assessment beside those there are. Of the same assessor, it takes the place of their earlier one.

    inputs  a step of 0 to 4 by criterion of the scheme, or None where it is unknown

    The next review is brought forward if the band asks for an earlier one; it is never put off by this.
    """
    now = worked_on(group, by=by)
    held = in_force().schemes.get(scheme)
    if held is None:
        raise NotAllowed("There is no such scheme")
    if now.status.is_closed:
        raise NotAllowed(f"It is {now.status.label.lower()}: propose that it is reactivated first")
    if set(inputs) != {criterion.key for criterion in held.criteria}:
        raise NotAllowed("Give a score for every criterion, or say that it is unknown")
    if any(step not in {None, *range(TOP + 1)} for step in inputs.values()):
        raise NotAllowed(f"A score is a whole number from 0 to {TOP}")
    if as_of > timezone.localdate():
        raise NotAllowed("The day of the assessment cannot be in the future")
    found = score(held, inputs)
    assessment = Assessment.objects.create(
        group=now,
        scheme=scheme,
        scheme_version=held.version,
        inputs=dict(inputs),
        score=found.score,
        band=found.band.key if found.band else "",
        note=note.strip(),
        as_of=as_of,
        by=by,
    )
    told = {"assessment": assessment.pk, "scheme": scheme, "scheme_version": held.version}
    told |= _bring_review_forward(now, assessment)
    audit.record(by=by, verb=Verb.ALTERATION, did="assessed group", to=now, detail=told)
    return assessment


@transaction.atomic
def set_review(*, group: Group, on: date, because: str, by: Person, seen_version: int | None = None) -> Group:
    """The group, to be looked at again on that day. Raises NotAllowed, and Stale if somebody else wrote first."""
    now = worked_on(group, by=by, seen_version=seen_version)
    if refusal := may_set_review(
        on,
        today=timezone.localdate(),
        is_live=now.status.is_live,
        because=because,
        longest=in_force().months_at_most,
    ):
        raise NotAllowed(refusal)
    write_next_version(now, seen=now.version, next_review=on)
    told = {"version": now.version, "next_review": on.isoformat()}
    audit.record(by=by, verb=Verb.ALTERATION, did="set next review of group", to=now, because=because, detail=told)
    return now


def set_reviews(
    *, groups: Iterable[Group], on: date, because: str, by: Person, seen_versions: Mapping[int, int]
) -> tuple[Outcome, ...]:
    """One outcome a group, in the order given. One that is refused does not hold back the others.

    seen_versions  by primary key, the version of each group that was on the screen when it was ticked
    """
    outcomes = []
    for group in groups:
        try:
            now = set_review(group=group, on=on, because=because, by=by, seen_version=seen_versions.get(group.pk))
        except NotAllowed as refusal:
            outcomes.append(Outcome(group, str(refusal)))
        else:
            outcomes.append(Outcome(now))
    return tuple(outcomes)


@transaction.atomic
def note_list_read(*, did: str, shown: Iterable[Any], by: Person) -> None:
    """Keep that somebody read a list or a picture of records, and which ones it showed them."""
    audit.record(by=by, verb=Verb.CONSULTATION, did=did, shown=shown)


@transaction.atomic
def note_read(*, record: Any, did: str, shown: Iterable[Any], by: Person) -> None:
    """Keep that somebody read a page about one record, and what else it showed them."""
    audit.record(by=by, verb=Verb.CONSULTATION, did=did, to=record, shown=shown)


def _bring_review_forward(group: Group, assessment: Assessment) -> dict[str, int]:
    """For the event, the version that this made, if it changed the group at all."""
    months = in_force().months_to_review(assessment.scheme, assessment.band)
    due = review_after(assessment.as_of, months)
    on = brought_forward(group.next_review, max(due, timezone.localdate()))
    if not group.status.is_live or on == group.next_review:
        return {}
    write_next_version(group, seen=group.version, next_review=on)
    return {"version": group.version}


def _checked(code_name: str, by: Person, *, but: Group | None = None) -> str:
    name = code_name.strip()
    if not name:
        raise NotAllowed("Enter a code name")
    if refusal := why_no_name(name, in_force().communities):
        raise NotAllowed(refusal)
    if seen_by(by).filter(code_name__iexact=name).exclude(pk=but.pk if but else None).exists():
        raise NotAllowed("You already see a group of that code name. Open that one, or choose another name")
    return name
