"""The police rendering of an edition: each section with the passage that stands beside it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.queries import may

from .comparing import Part, PartChange, compare_editions
from .figures import read_figures
from .models import Edition, Passage, PolicePart, Profile
from .pages import closer_recommendations, sections_shown
from .queries import recommendations_seen_by
from .sections import in_force
from .showing import YARDSTICK_HEAD, FigureShown, facts_of, show_figures, yardstick_for


def police_page(person: Person, part: PolicePart) -> dict[str, Any]:
    """The police part, within the profile where the reader sees that too. Passages beside no section stand last."""
    edition, today = edition_of(person, part), timezone.localdate()
    passages = list(part.passages.select_related("by__agency"))
    shown = sections_shown(person, edition, today, passages) if edition else []
    places = {one.section.place for one in shown}
    may_write = may(person, Act.WRITE_PROFILE, part) and edition is not None and edition.is_draft
    return records.banner(person, part) | {
        "part": part,
        "profile": edition.profile if edition else None,
        "edition": edition,
        "facts": facts_of(edition, with_names=True) if edition else [],
        "parts": shown,
        "yardstick": yardstick_for(shown),
        "yardstick_head": YARDSTICK_HEAD,
        "alone": [lone(passage) for passage in passages if passage.place not in places],
        "closer": closer_recommendations(edition, today, recommendations_seen_by(person)) if edition else [],
        "may_write": may_write,
        "may_export": may(person, Act.EXPORT, part),
        "before": part_before(person, part),
        "months_until_old": in_force().months_until_old,
    }


def lone(passage: Passage) -> tuple[Passage, str, tuple[FigureShown, ...]]:
    """A passage beside no section that the reader sees, with its heading and figures."""
    practice = in_force()
    figures = show_figures(read_figures(passage.figures), timezone.localdate(), practice.months_until_old)
    return passage, practice.section(passage.key).heading, figures


def edition_of(person: Person, part: PolicePart, act: Act = Act.SEE_RECORD) -> Edition | None:
    """The edition that the part stands beside, if the person may do that with its profile."""
    profile = Profile.objects.allowing(person, act).filter(pk=part.profile_id).first()
    if profile is None:
        return None
    editions = profile.editions.select_related("author__agency", "co_author__agency")
    found: Edition | None = editions.filter(number=part.number).first()
    if found is not None:
        found.profile = profile
    return found


def part_before(person: Person, part: PolicePart) -> PolicePart | None:
    """The police part of an earlier edition that the person sees, the newest of them."""
    seen = PolicePart.objects.seen_by(person).filter(profile=part.profile_id, number__lt=part.number)
    found: PolicePart | None = seen.order_by("-number", "pk").first()
    return found


def police_changes(older: PolicePart, newer: PolicePart) -> tuple[PartChange, ...]:
    return compare_editions(_comparable(older), _comparable(newer))


def _comparable(part: PolicePart) -> list[Part]:
    practice = in_force()
    return [
        Part(one.place, _heading(practice.section(one.key).heading, one), one.text, read_figures(one.figures))
        for one in part.passages.all()
    ]


def _heading(heading: str, passage: Passage) -> str:
    return f"{heading}: {passage.pwa_code}" if passage.pwa_code else heading
