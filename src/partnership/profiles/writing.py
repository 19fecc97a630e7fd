"""Writing a profile: begun, drafted from live figures, co-authored section by section, then published and frozen.

Each is one transaction. A section is guarded by its own version, so that two people can write two sections at once; the
event stands on the profile.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from partnership.areas.models import Area
from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records import starting
from partnership.records.rules import Release, Stale
from partnership.records.scoping import Scoped
from partnership.records.versions import why_stale, write_next_version
from partnership.thread.actions import tie
from partnership.threats.models import Threat

from . import drafting
from .figures import keep_figures, read_figures
from .live import Reading
from .models import Edition, Profile, Section
from .recommended import frozen_figure
from .rules import EditionState, may_publish, months_after
from .sections import Practice, in_force
from .versions import read_again, why_section_stale

NOT_YOURS = "This profile is not yours to write"
ONE_DRAFT = "Edition {number} is being written already. Publish it first"
AFTER = "Enter a last day that is not before the first"


@transaction.atomic
def start_profile(*, area: Area, release: Release, by: Person) -> Profile:
    """The profile of that area, without an edition yet. Raises NotAllowed, in words for the screen."""
    if Profile.objects.seen_by(by).filter(area_code=area.code).exists():
        raise NotAllowed(f"{area.name} has a profile already")
    profile: Profile = starting.start(
        Profile, act=Act.WRITE_PROFILE, area_code=area.code, release=release, by=by, area_name=area.name
    )
    audit.record(by=by, verb=Verb.ALTERATION, did="started profile", to=profile, detail={"version": profile.version})
    return profile


@transaction.atomic
def start_edition(*, profile: Profile, start: date, end: date, by: Person, because: str = "") -> Edition:
    """A draft with every section of the list, each filled with live figures and with the words of the edition before.

    Raises NotAllowed, in words for the screen, if one is being written already.
    """
    profile = _locked(profile, Act.WRITE_PROFILE, by)
    if draft := profile.editions.filter(state=EditionState.DRAFT).first():
        raise NotAllowed(ONE_DRAFT.format(number=draft.number))
    if end < start:
        raise NotAllowed(AFTER)
    before = profile.editions.order_by("-number").first()
    practice = in_force()
    edition = Edition.objects.create(
        profile=profile,
        number=before.number + 1 if before else 1,
        period_start=start,
        period_end=end,
        because=because.strip(),
        author=by,
        practice=practice.version,
    )
    _lay_out(edition, before, practice)
    found = _fill(edition, by, practice)
    told = {"number": edition.number, "practice": edition.practice}
    audit.record(by=by, verb=Verb.ALTERATION, did="started edition", to=profile, detail=told, shown=found)
    _tie_threats(edition, found, by)
    return edition


@transaction.atomic
def change_edition(*, edition: Edition, start: date, end: date, because: str, by: Person, seen_version: int) -> Edition:
    """The draft over another period. Its figures stay as they are until they are brought up to date."""
    profile = _locked(edition.profile, Act.WRITE_PROFILE, by)
    if profile.version != seen_version:
        raise Stale(why_stale(profile, seen_version))
    if end < start:
        raise NotAllowed(AFTER)
    edition = draft_of(profile, edition.number)
    edition.period_start, edition.period_end, edition.because = start, end, because.strip()
    edition.save(update_fields=["period_start", "period_end", "because"])
    write_next_version(profile, seen=seen_version)
    told = {"version": profile.version, "number": edition.number}
    audit.record(by=by, verb=Verb.ALTERATION, did="changed edition", to=profile, detail=told)
    return edition


@transaction.atomic
def update_figures(*, edition: Edition, by: Person) -> Edition:
    """The draft with its figures as they stand now. No word of it is touched.

    Numbers of groups and enablers are left as they were by somebody who does not work on groups.
    """
    profile = _locked(edition.profile, Act.WRITE_PROFILE, by)
    edition = draft_of(profile, edition.number)
    found = _fill(edition, by, in_force())
    told = {"number": edition.number}
    audit.record(by=by, verb=Verb.ALTERATION, did="brought figures up to date", to=profile, detail=told, shown=found)
    _tie_threats(edition, found, by)
    return edition


@transaction.atomic
def add_area_section(*, edition: Edition, key: str, pwa_code: str, pwa_name: str, by: Person) -> Section:
    """A section that one partnership working area has of its own. Raises NotAllowed if it has it already."""
    profile = _locked(edition.profile, Act.WRITE_PROFILE, by)
    edition = draft_of(profile, edition.number)
    kind = in_force().section(key)
    if not kind.each_area:
        raise NotAllowed("No working area has a section of its own of that kind")
    if not pwa_code.strip() or not pwa_name.strip():
        raise NotAllowed("Enter the code and the name of the working area")
    if edition.sections.filter(key=key, pwa_code=pwa_code.strip()).exists():
        raise NotAllowed(f"{pwa_code.strip()} has that section already")
    section = Section.objects.create(
        edition=edition,
        key=key,
        heading=kind.heading,
        pwa_code=pwa_code.strip(),
        pwa_name=pwa_name.strip(),
        rank=[each.key for each in in_force().sections].index(key),
        by=by,
    )
    told = {"number": edition.number, "section": str(section.uuid)}
    audit.record(by=by, verb=Verb.ALTERATION, did="added section", to=profile, detail=told)
    return section


@transaction.atomic
def write_section(*, section: Section, text: str, evidence_of: date | None, by: Person, seen_version: int) -> Section:
    """The section with those words. Whoever first writes in an edition for another agency becomes its co-author.

    Raises Stale, saying who and when, if somebody wrote it after that version of it.
    """
    profile = _locked(section.edition.profile, Act.WRITE_PROFILE, by)
    edition = draft_of(profile, section.edition.number)
    changes = {"text": text.strip(), "evidence_of": evidence_of, "by": by, "at": timezone.now()}
    now = edition.sections.filter(pk=section.pk, version=seen_version)
    if not now.update(version=seen_version + 1, **changes):
        raise Stale(why_section_stale(profile, section, seen_version))
    if edition.co_author is None and edition.author.agency_id != by.agency_id:
        edition.co_author = by
        edition.save(update_fields=["co_author"])
    section.refresh_from_db()
    told = {"number": edition.number, "section": str(section.uuid), "section_version": section.version}
    audit.record(by=by, verb=Verb.ALTERATION, did="wrote section", to=profile, detail=told)
    return section


@transaction.atomic
def publish(*, edition: Edition, because: str, by: Person, seen_version: int, seen_sections: str = "") -> Edition:
    """The edition as partners read it from now on, not changed again, with the day on which its refresh is due.

    seen_sections  what `versions.read_again` gave for what was on the screen; anything, unless told

    Raises Stale if the profile or a section of it changed meanwhile, and NotAllowed in words for the screen.
    """
    profile = _locked(edition.profile, Act.APPROVE, by)
    if profile.version != seen_version:
        raise Stale(why_stale(profile, seen_version))
    edition = profile.editions.select_for_update().get(number=edition.number)
    sections = list(edition.sections.all())
    is_draft = edition.state == EditionState.DRAFT
    if refusal := may_publish(is_draft=is_draft, is_empty=not any(section.text for section in sections)):
        raise NotAllowed(refusal)
    if seen_sections and seen_sections != read_again(sections):
        raise Stale("Somebody wrote in it after you opened this page. Read it again, then publish")
    if edition.number > 1 and not because.strip():
        raise NotAllowed("Enter what changed since the edition before")
    _freeze_recommendations(edition, sections, by)
    today = timezone.localdate()
    edition.state, edition.because = EditionState.PUBLISHED, because.strip()
    edition.published_at, edition.published_by = timezone.now(), by
    edition.refresh_due = months_after(today, in_force().months_until_refresh)
    edition.save(update_fields=["state", "because", "published_at", "published_by", "refresh_due"])
    write_next_version(profile, seen=seen_version, edition=edition.number, refresh_due=edition.refresh_due)
    told = {"version": profile.version, "number": edition.number, "refresh_due": edition.refresh_due.isoformat()}
    audit.record(by=by, verb=Verb.PUBLICATION, did="published edition", to=profile, because=because, detail=told)
    return edition


def draft_of(profile: Profile, number: int) -> Edition:
    """That edition, locked until the transaction ends. Raises NotAllowed if it is published and so frozen."""
    edition: Edition = profile.editions.select_for_update().get(number=number)
    if edition.state != EditionState.DRAFT:
        raise NotAllowed("This edition is published, and is not changed again. Start the next one")
    return edition


def reading_of(edition: Edition, by: Person, practice: Practice) -> Reading:
    profile = edition.profile
    return Reading(
        by=by,
        area_code=profile.area_code,
        area_name=profile.area_name,
        held=profile.release,
        start=edition.period_start,
        end=edition.period_end,
        today=timezone.localdate(),
        practice=practice,
    )


def _locked(profile: Profile, act: Act, by: Person) -> Profile:
    found: Profile | None = Profile.objects.allowing(by, act).select_for_update().filter(pk=profile.pk).first()
    if found is None:
        raise NotAllowed(NOT_YOURS)
    return found


def _lay_out(edition: Edition, before: Edition | None, practice: Practice) -> None:
    """Every section of the list; of the edition before, its words and the sections that its working areas had."""
    held = {(section.key, section.pwa_code): section for section in before.sections.all()} if before else {}
    wanted = [(kind.key, "") for kind in practice.sections if not kind.each_area]
    # What the list no longer holds is kept, so that no words are lost with it.
    wanted += [key for key, section in held.items() if key not in wanted and (section.text or section.pwa_code)]
    ranks = {kind.key: rank for rank, kind in enumerate(practice.sections)}
    for key, pwa_code in wanted:
        old = held.get((key, pwa_code))
        Section.objects.create(
            edition=edition,
            key=key,
            heading=practice.section(key).heading if key in ranks else old.heading,
            pwa_code=pwa_code,
            pwa_name=old.pwa_name if old else "",
            rank=ranks.get(key, len(ranks)),
            text=old.text if old else "",
            evidence_of=old.evidence_of if old else None,
            by=old.by if old else None,
            at=old.at if old else timezone.now(),
        )


def _fill(edition: Edition, by: Person, practice: Practice) -> list[Scoped]:
    """Reads the figures of every section anew; gives the records that they tell of."""
    reading, records = reading_of(edition, by, practice), []
    for section in edition.sections.filter(pwa_code=""):
        found = drafting.draft(practice.section(section.key), reading, read_figures(section.figures))
        edition.sections.filter(pk=section.pk).update(figures=keep_figures(found.figures))
        records += found.records
    return list({(type(record), record.pk): record for record in records}.values())


def _tie_threats(edition: Edition, found: Iterable[Scoped], by: Person) -> None:
    because = f"Edition {edition.number} is drafted with its estimate"
    for threat in found:
        if isinstance(threat, Threat):
            told = {"edition": edition.number, "on_edition": threat.edition}
            tie(record=edition.profile, on=threat, because=because, by=by, **told)


def _freeze_recommendations(edition: Edition, sections: Iterable[Section], by: Person) -> None:
    practice = in_force()
    for section in sections:
        if "recommendations" in practice.section(section.key).figures:
            figure = frozen_figure(edition, by)
            edition.sections.filter(pk=section.pk).update(figures=keep_figures([figure]))
