"""What the pages of a profile hold, in a fixed number of reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.queries import may
from partnership.ui.listing import listed

from . import police, queries
from .comparing import Kind, Part, PartChange, compare_editions
from .figures import read_figures
from .listing import PROFILE_COLUMNS, ProfileFilters
from .models import Edition, Passage, Profile, Recommendation, Section
from .readers import readerships, sent_to
from .recommended import cells_of, is_open, standing_in
from .rules import Refresh, refresh_of
from .sections import in_force
from .showing import YARDSTICK_HEAD, Recommended, SectionShown, facts_of, show_sections, yardstick_for

REFRESH_COLOURS = {Refresh.NEVER: "grey", Refresh.IN_TIME: "green", Refresh.SOON: "yellow", Refresh.OVERDUE: "red"}


@dataclass(frozen=True)
class ProfileRow:
    """A profile as the list shows it.

    unread   how many were sent its newest edition and have not opened it; None where the reader is not told
    is_sent  whether the reader is one of those
    """

    profile: Profile
    refresh: Refresh
    unread: int | None
    is_sent: bool

    @property
    def colour(self) -> str:
        return REFRESH_COLOURS[self.refresh]


def profiles_page(person: Person, asked: QueryDict) -> dict[str, Any]:
    rows, today = queries.profiles_seen_by(person), timezone.localdate()
    filters = ProfileFilters(asked, today=today)
    listing = listed(asked, rows, columns=PROFILE_COLUMNS, filters=filters, first="district")
    shown = list(listing.page.object_list)
    return {
        "listing": listing,
        "rows": profile_rows(person, shown, today),
        "shown": shown,
        "page_marking": records.highest_marking(shown),
        "may_start": bool(queries.areas_without_profile(person)),
        "may_export": person.may(Act.EXPORT),
    }


def profile_rows(person: Person, shown: list[Profile], today: date) -> list[ProfileRow]:
    """Who has not opened what is told to those who sit on a board; a partner is told only of what they read."""
    counted = readerships(shown, {one.pk: one.edition for one in shown})
    return [
        ProfileRow(
            profile=one,
            refresh=refresh_of(one.refresh_due, today),
            unread=len(counted[one.pk].unread_by) if person.may(Act.SEE_BOARD) and one.edition else None,
            is_sent=person in counted[one.pk].unread_by,
        )
        for one in shown
    ]


def profile_page(person: Person, profile: Profile, edition: Edition | None) -> dict[str, Any]:
    """The edition as whoever may read the profile reads it; what it still lacks too, for those who write it."""
    today, editions = timezone.localdate(), queries.editions_for(person, profile)
    may_write = may(person, Act.WRITE_PROFILE, profile)
    refresh = refresh_of(profile.refresh_due, today)
    is_readable = edition in editions
    page = records.banner(person, profile) | {
        "profile": profile,
        "edition": edition if is_readable else None,
        "unreadable": None if is_readable else edition,
        "editions": editions,
        "draft": next((one for one in editions if one.is_draft), None),
        "is_newest": edition is not None and edition.number == profile.edition,
        "refresh": refresh,
        "refresh_colour": REFRESH_COLOURS[refresh],
        "sent": sent_to(person, profile, edition.number) if edition and is_readable else [],
        "feedback": profile.feedback.select_related("by__agency"),
        "may_write": may_write,
        "may_approve": may(person, Act.APPROVE, profile),
        "may_respond": may(person, Act.NOTE_HYPOTHESIS, profile) and profile.edition > 0,
        "may_export": may(person, Act.EXPORT, profile),
        "months_until_old": in_force().months_until_old,
    }
    return page | (edition_parts(person, edition, today) if is_readable and edition else {})


def edition_parts(person: Person, edition: Edition, today: date) -> dict[str, Any]:
    parts = sections_shown(person, edition, today)
    return {
        "parts": parts,
        "facts": facts_of(edition, with_names=True),
        "yardstick": yardstick_for(parts),
        "yardstick_head": YARDSTICK_HEAD,
        "has_old": any(part.is_old or any(figure.is_old for figure in part.figures) for part in parts),
        "police_parts": police.parts_of(edition, person),
        "may_start_police_part": edition.is_draft
        and person.may(Act.WORK_ON_GROUP)
        and not police.parts_of(edition, person),
    }


def sections_shown(
    person: Person, edition: Edition, today: date, passages: Iterable[Passage] = ()
) -> list[SectionShown]:
    return show_sections(
        edition.sections.select_related("by__agency"),
        today=today,
        practice=in_force(),
        recommended=recommended_in(edition, today, queries.recommendations_seen_by(person)),
        passages=passages,
    )


def recommended_in(edition: Edition, today: date, rows: QuerySet[Recommendation]) -> list[Recommended]:
    """What the edition recommends: as it stood when it was published, or, of a draft, as it stands now.

    rows  those that the reader may be shown
    """
    if edition.is_draft:
        live = standing_in(edition, rows).order_by("edition", "reference", "pk")
        return [_recommended(row, today) for row in live if is_open(edition.profile, row)]
    known = {row.reference: row for row in rows.filter(profile=edition.profile_id)}
    return [
        Recommended(row.cells, found, queries.standing_of(found, today) if found else None)
        for figure in _frozen(edition.sections.all())
        for row in figure.rows
        for found in [known.get(row.cells[0]) if row.cells else None]
    ]


def closer_recommendations(edition: Edition, today: date, rows: QuerySet[Recommendation]) -> list[Recommended]:
    """Of the rows that the reader may be shown, what the edition recommends and its profile may not say."""
    held = standing_in(edition, rows).order_by("edition", "reference", "pk")
    return [_recommended(row, today) for row in held if not is_open(edition.profile, row)]


def lacking(person: Person, edition: Edition) -> dict[str, Any]:
    """What whoever is about to publish should know: sections without words, recommendations for nobody or no day."""
    shown = sections_shown(person, edition, timezone.localdate())
    rows = [one.record for part in shown for one in part.recommended if one.record is not None]
    return {
        "empty": [part.section for part in shown if not part.section.text],
        "old": [part.section for part in shown if part.is_old],
        "homeless": [row for row in rows if row.agency is None or row.due is None],
    }


def changes_between(older: Edition, newer: Edition) -> tuple[PartChange, ...]:
    return compare_editions(_comparable(older.sections.all()), _comparable(newer.sections.all()))


def told_changes(changes: tuple[PartChange, ...]) -> dict[str, Any]:
    return {"changes": changes, "same": [change.heading for change in changes if change.kind is Kind.SAME]}


def _comparable(sections: Iterable[Section]) -> list[Part]:
    return [Part(one.place, one.name, one.text, read_figures(one.figures)) for one in sections]


def _recommended(row: Recommendation, today: date) -> Recommended:
    return Recommended(cells_of(row), row, queries.standing_of(row, today))


def _frozen(sections: Iterable[Section]) -> list[Any]:
    return [one for section in sections for one in read_figures(section.figures) if one.kind == "recommendations"]
