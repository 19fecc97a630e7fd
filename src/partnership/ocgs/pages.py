"""What the list of groups and the pages about one group hold, in a fixed number of reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.queries import may
from partnership.records.versions import Change
from partnership.thread.queries import Thread
from partnership.ui.listing import listed

from .assessments import band_words, compared
from .enabler_queries import ties_seen_by
from .forms import ManyReviewsForm
from .listing import GROUP_COLUMNS, GroupFilters
from .models import Assignment, Group, Involvement, Move, Requirement
from .queries import NO_MEASURE_OF_HARM, moves_to_decide, newest_assessments, seen_by
from .rules import Duty, Status, is_current, lateness, moves_from
from .schemes import Practice, in_force
from .wording import area_names, crime_type_names, named, status_colour


@dataclass(frozen=True)
class GroupRow:
    """A group as the list shows it. `ticked` is what its box sends: which group, and the version on the screen."""

    group: Group
    crimes: list[str]
    district: str
    bands: list[tuple[str, str]]
    lead: Person | None
    review: str
    is_late: bool

    @property
    def ticked(self) -> str:
        return f"{self.group.uuid}:{self.group.version}"

    @property
    def more_crimes(self) -> int:
        return len(self.crimes) - 1

    @property
    def colour(self) -> str:
        return status_colour(self.group.state)


def groups_page(person: Person, *, asked: QueryDict, form: ManyReviewsForm | None = None) -> dict[str, Any]:
    groups, today = seen_by(person), timezone.localdate()
    filters = GroupFilters(asked, groups=groups, day=today)
    listing = listed(asked, groups, columns=GROUP_COLUMNS, filters=filters, first="review")
    shown = list(listing.page.object_list)
    may_work = person.may(Act.WORK_ON_GROUP)
    return {
        "section": "groups",
        "listing": listing,
        "is_narrowed": bool(filters.wanted),
        "rows": list(_rows(shown, filters, today)),
        "shown": shown,
        "page_marking": records.highest_marking(shown),
        "form": form or ManyReviewsForm(),
        "to_decide": moves_to_decide(person).count(),
        "may_work": may_work,
        "may_propose": may_work and bool(person.area_codes),
        "may_export": person.may(Act.EXPORT),
        "no_measure_of_harm": NO_MEASURE_OF_HARM,
    }


def _rows(groups: list[Group], filters: GroupFilters, today: date) -> Iterator[GroupRow]:
    practice, newest = filters.practice, newest_assessments(groups)
    areas, crimes = area_names(), crime_type_names()
    for group in groups:
        review, is_late = _review(group, today, practice)
        yield GroupRow(
            group=group,
            crimes=named(group.crime_types, crimes),
            district=areas.get(group.area_code, group.area_code),
            bands=list(band_words(newest[group.pk], practice)),
            lead=filters.leads.get(group.pk),
            review=review,
            is_late=is_late,
        )


def _review(group: Group, today: date, practice: Practice) -> tuple[str, bool]:
    if not group.status.is_live:
        return "None due", False
    return lateness(group.next_review, today=today, soon_days=practice.soon_days)


def group_page(person: Person, group: Group) -> dict[str, Any]:
    """All that stands on a group's page but its thread. `also` holds the other records that it shows."""
    today, practice, names = timezone.localdate(), in_force(), area_names()
    ties = list(ties_seen_by(person).filter(group=group))
    merged = list(seen_by(person).filter(merged_into=group))
    into = seen_by(person).filter(pk=group.merged_into_id).first() if group.merged_into_id else None
    moves, other_groups = _moves(person, group)
    review, is_late = _review(group, today, practice)
    may_work = may(person, Act.WORK_ON_GROUP, group)
    also = [*(tie.enabler for tie in ties), *merged, *([into] if into else []), *other_groups]
    return records.banner(person, group) | {
        "group": group,
        "colour": status_colour(group.state),
        "also": also,
        "facts": _facts(group, names),
        "review": review,
        "is_late": is_late,
        "into": into,
        "merged": merged,
        "open_move": next((move for move in moves if move.accepted is None), None),
        "moves": [_settled(move, other_groups) for move in moves if move.accepted is not None],
        "duties": _duties(group, today),
        "current_ties": [tie for tie in ties if _runs(tie, today)],
        "ended_ties": [tie for tie in ties if not _runs(tie, today)],
        "compared": compared(group, practice),
        "schemes": [] if group.status.is_closed else list(practice.schemes.values()),
        "may_work": may_work,
        "may_move": may_work and bool(moves_from(group.status)),
        "may_approve": may(person, Act.APPROVE, group),
        "may_export": may(person, Act.EXPORT, group),
        "is_posted": person.may(Act.SEE_BOARD),
        "practice": practice,
        "no_measure_of_harm": NO_MEASURE_OF_HARM,
    }


def compare_page(person: Person, group: Group) -> dict[str, Any]:
    """Every assessment of the group, the newest of each assessor drawn, the earlier ones below."""
    practice = in_force()
    found = compared(group, practice, is_full=True)
    return records.banner(person, group) | {
        "group": group,
        "compared": found,
        "practice": practice,
        "may_work": may(person, Act.WORK_ON_GROUP, group) and not group.status.is_closed,
    }


def open_needs(thread: Thread) -> list[Requirement]:
    """Of what came of a record, the intelligence requirements that are still open."""
    came = (step.record for step in thread.came_of)
    return [record for record in came if isinstance(record, Requirement) and record.is_open]


def _facts(group: Group, names: dict[str, str]) -> list[tuple[str, str]]:
    crimes = named(group.crime_types, crime_type_names())
    return [
        ("Main crime type", crimes[0] if crimes else "None given"),
        ("Other crime types", ", ".join(crimes[1:]) or "None given"),
        ("Reach", group.get_reach_display()),
        ("District that answers for it", names.get(group.area_code, group.area_code)),
        ("Other areas it affects", ", ".join(named(group.areas, names)) or "None given"),
        ("Mapping reference", group.mapping_reference or "None"),
    ]


def _moves(person: Person, group: Group) -> tuple[list[Move], list[Group]]:
    """Its changes of status, and of the groups that they name those that the person sees."""
    moves = list(group.moves.select_related("proposed_by", "decided_by"))
    return moves, list(seen_by(person).filter(pk__in=[move.into_id for move in moves if move.into_id]))


def _settled(move: Move, seen: Iterable[Group]) -> Change:
    into = next((f" into \u2068{group.code_name}\u2069" for group in seen if group.pk == move.into_id), "")
    told = f"{Status(move.was).label} to {Status(move.to).label.lower()}{into}"
    title = f"{told}: {'approved' if move.accepted else 'declined'}"
    text = f"Proposed by {move.proposed_by.name}: {move.because}\nDecided: {move.decided_because}"
    return Change(title, str(move.decided_by or ""), move.decided_at or move.proposed_at, text)


@dataclass(frozen=True)
class DutyHeld:
    """One duty of a group: who has it today, who will have it, and who had it."""

    duty: Duty
    now: Assignment | None
    later: Assignment | None
    before: list[Assignment]


def _duties(group: Group, today: date) -> list[DutyHeld]:
    held = list(group.assignments.select_related("person__agency"))
    return [_duty(duty, [one for one in held if one.duty == duty], today) for duty in Duty]


def _duty(duty: Duty, held: list[Assignment], today: date) -> DutyHeld:
    now = next((one for one in held if is_current(one.start, one.end, today)), None)
    later = next((one for one in held if one.start > today), None)
    return DutyHeld(duty, now, later, [one for one in held if one not in {now, later}])


def _runs(tie: Involvement, today: date) -> bool:
    return tie.until is None or tie.until >= today
