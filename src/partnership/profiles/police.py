"""The police part of an edition: exact figures and words that only those read whom its own handling lets in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, Marking, NotAllowed
from partnership.records import starting
from partnership.records.queries import may
from partnership.records.rules import Handling, Release, Stale, strictest
from partnership.records.scoping import Scoped
from partnership.records.versions import write_next_version

from . import drafting
from .figures import keep_figures, read_figures
from .models import Edition, Passage, PolicePart, Section
from .sections import Practice, in_force
from .versions import why_section_stale
from .writing import NOT_YOURS, draft_of, reading_of


@transaction.atomic
def start_police_part(*, edition: Edition, by: Person) -> PolicePart:
    """What only police read of the draft, with exact figures and the words of the part before.

    It belongs to the writer's agency, so that no other sees it.

    Raises NotAllowed, in words for the screen, for whoever does not work on groups or is not cleared for it.
    """
    if not drafting.counts_groups(by) or not may(by, Act.WRITE_PROFILE, edition.profile):
        raise NotAllowed("The police part is for police analysts to write")
    edition = draft_of(edition.profile, edition.number)
    if parts_of(edition, by):
        raise NotAllowed("This edition has a police part already")
    practice = in_force()
    part: PolicePart = starting.start(
        PolicePart,
        act=Act.WRITE_PROFILE,
        area_code=edition.profile.area_code,
        release=Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, practice.police_conditions),
        by=by,
        profile=edition.profile,
        number=edition.number,
    )
    _carry_over(part, by)
    found = _fill(part, edition, by, practice)
    _hold(part, found)
    told = {"version": part.version, "number": part.number}
    audit.record(by=by, verb=Verb.ALTERATION, did="started police part", to=part, detail=told, shown=found)
    return part


@transaction.atomic
def update_police_figures(*, part: PolicePart, by: Person) -> PolicePart:
    """The part with its figures as they stand now, and a passage beside every section. No word of it is touched.

    It is held as closely as the closest record in it, and never less closely than before.
    """
    part = _locked(part, by)
    edition = draft_of(part.profile, part.number)
    found = _fill(part, edition, by, in_force())
    raised = _hold(part, found)
    told = {"number": part.number} | ({"version": part.version} if raised else {})
    audit.record(by=by, verb=Verb.ALTERATION, did="brought figures up to date", to=part, detail=told, shown=found)
    return part


@transaction.atomic
def write_passage(*, passage: Passage, text: str, by: Person, seen_version: int) -> Passage:
    """The passage with those words. Raises Stale, saying who and when, if somebody wrote it after that version."""
    part = _locked(passage.police_part, by)
    draft_of(part.profile, part.number)
    now = part.passages.filter(pk=passage.pk, version=seen_version)
    if not now.update(version=seen_version + 1, text=text.strip(), by=by, at=timezone.now()):
        raise Stale(why_section_stale(part, passage, seen_version))
    passage.refresh_from_db()
    told = {"number": part.number, "section": str(passage.uuid), "section_version": passage.version}
    audit.record(by=by, verb=Verb.ALTERATION, did="wrote passage", to=part, detail=told)
    return passage


def parts_of(edition: Edition, person: Person) -> list[PolicePart]:
    """The police parts of that edition that the person sees: one, unless two agencies keep one each."""
    seen = PolicePart.objects.seen_by(person)
    return list(seen.filter(profile=edition.profile_id, number=edition.number).order_by("pk"))


def _locked(part: PolicePart, by: Person) -> PolicePart:
    allowed = PolicePart.objects.allowing(by, Act.WRITE_PROFILE).select_for_update()
    found: PolicePart | None = allowed.filter(pk=part.pk).first()
    if found is None:
        raise NotAllowed(NOT_YOURS)
    return found


def _carry_over(part: PolicePart, by: Person) -> None:
    """The passages of the part before it that the writer sees, with their words."""
    seen = PolicePart.objects.seen_by(by).filter(profile=part.profile_id, number__lt=part.number)
    if before := seen.order_by("-number").first():
        for old in before.passages.exclude(text=""):
            told = {name: getattr(old, name) for name in ("key", "pwa_code", "rank", "text", "by", "at")}
            Passage.objects.create(police_part=part, **told)


def _fill(part: PolicePart, edition: Edition, by: Person, practice: Practice) -> list[Scoped]:
    """Reads the figures of every passage anew, adding those that lack; gives the records that they tell of."""
    held = {(passage.key, passage.pwa_code): passage for passage in part.passages.all()}
    reading, records = reading_of(edition, by, practice), []
    for section in edition.sections.all():
        passage = held.get((section.key, section.pwa_code)) or _beside(section, part)
        if section.pwa_code:
            continue
        found = drafting.draft_for_police(practice.section(section.key), reading, read_figures(passage.figures))
        part.passages.filter(pk=passage.pk).update(figures=keep_figures(found.figures))
        records += found.records
    return list({(type(record), record.pk): record for record in records}.values())


def _beside(section: Section, part: PolicePart) -> Passage:
    made: Passage = Passage.objects.create(
        police_part=part, key=section.key, pwa_code=section.pwa_code, rank=section.rank
    )
    return made


def _hold(part: PolicePart, records: Iterable[Scoped]) -> bool:
    """Holds the part as closely as the closest of the records, if it is not held so already."""
    releases = {record.release for record in records}
    closest = strictest(part.release, *sorted(releases, key=lambda release: release.conditions))
    closest = replace(closest, announced=part.announced)
    if closest == part.release:
        return False
    write_next_version(
        part,
        seen=part.version,
        marking=closest.marking,
        handling=closest.handling,
        handling_conditions=closest.conditions,
    )
    return True
