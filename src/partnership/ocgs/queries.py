"""What a person may see of the groups, and the groups in numbers for papers that name none.

A count of groups is no measure of harm: pages and papers say so beside every one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from partnership.areas.models import Area
from partnership.areas.rules import codes_above
from partnership.people.models import Person, Posting
from partnership.people.rules import Act, Marking, Role, acts_of
from partnership.records.rules import Handling

from .models import Assessment, Assignment, Enabler, Group, Involvement, Move
from .rules import Duty, EnablerKind, Status, is_current
from .schemes import Practice, in_force
from .wording import crime_type_name

LIVE = tuple(status for status in Status if status.is_live)
NOT_ASSESSED, NO_SCORE, DIFFER = "not-assessed", "no-score", "assessors-differ"
_WITHOUT_BAND = {NOT_ASSESSED: "Not assessed", NO_SCORE: "Too little known", DIFFER: "Assessors differ"}
NO_MEASURE_OF_HARM = (
    "A count of groups is no measure of harm: it lists those that somebody mapped and thought worth the work, not what "
    "people suffer."
)


@dataclass(frozen=True)
class Counted:
    """How many of the groups stand under one heading. `key` is that of the configuration."""

    key: str
    label: str
    groups: int


@dataclass(frozen=True)
class Aggregate:
    """The live groups that the reader sees and that answer to the area or affect it.

    by_crime_type  a group with several counts under each, so these add up to more than `groups`
    by_band        by label of the scheme: each group once, under the band that all its assessors give it, or under
                   “Assessors differ”, “Too little known” or “Not assessed”. These add up to `groups`
    shared         enablers that the reader sees and that help two or more of these groups, by kind
    """

    groups: int
    by_crime_type: tuple[Counted, ...]
    by_band: dict[str, tuple[Counted, ...]]
    shared: dict[str, int]


def seen_by(person: Person) -> QuerySet[Group]:
    return Group.objects.seen_by(person)


def groups_led_by(person: Person, day: date) -> QuerySet[Group]:
    """Of the groups the person sees, those that they answer for as lead on that day, the first due for review first."""
    on_that_day = Q(assignments__end__isnull=True) | Q(assignments__end__gte=day)
    lead = Q(assignments__duty=Duty.LEAD, assignments__person=person, assignments__start__lte=day) & on_that_day
    return seen_by(person).filter(lead).distinct().order_by("next_review", "pk")


def leads_of(groups: Iterable[Group], day: date) -> dict[int, Person]:
    """Who leads on each of those groups on that day, by the group's primary key; none where nobody does.

    groups  already read for whoever asks
    """
    return holders_of(groups, day, Duty.LEAD)


def holders_of(groups: Iterable[Group], day: date, duty: Duty) -> dict[int, Person]:
    """The same for any duty. Two reads, however many groups there are."""
    held = _with_parts(groups, "assignments", "assignments__person")
    found = {}
    for group in held:
        # Newest first: of two that meet on the day the duty passed on, the later one counts.
        now = [a for a in group.assignments.all() if a.duty == duty and is_current(a.start, a.end, day)]
        if now:
            found[group.pk] = now[0].person
    return found


def holder_of(group: Group, duty: Duty) -> Assignment | None:
    """Who has the duty, or will have it, with no end to it; None if nobody does."""
    held: Assignment | None = group.assignments.filter(duty=duty, end__isnull=True).select_related("person").first()
    return held


def could_have_duty(group: Group) -> QuerySet[Person]:
    """Open accounts posted to the group's district today whose role, clearance and agency let them read it.

    Who reads it only by a share is not among them. The action checks again, by the one predicate.
    """
    roles = [role for role in Role if {Act.SEE_BOARD, Act.SEE_RECORD} <= acts_of(role)]
    clearances = [clearance for clearance in Marking if group.marking in clearance.covers]
    posted = Posting.objects.current().filter(area_code=group.area_code).values("person")
    found = Person.objects.filter(is_active=True, role__in=roles, clearance__in=clearances, pk__in=posted)
    if group.handling == Handling.CONDITIONAL:
        found = found.filter(agency=group.originator_id)
    return found.select_related("agency").order_by("name", "pk")


def moves_to_decide(person: Person) -> QuerySet[Move]:
    """Changes of status that wait for somebody, and that this person may decide: never their own."""
    waiting = Move.objects.allowing(person, Act.APPROVE).filter(accepted__isnull=True)
    return waiting.exclude(proposed_by=person)


def reviews_due(person: Person, by_day: date) -> QuerySet[Group]:
    """Of the live groups the person sees, those whose review falls due by that day, the most overdue first."""
    return seen_by(person).filter(state__in=LIVE, next_review__lte=by_day).order_by("next_review", "pk")


def newest_assessments(groups: Iterable[Group]) -> dict[int, list[Assessment]]:
    """By group, the newest assessment of each assessor under each scheme: a later one of theirs takes its place.

    groups  already read for whoever asks. Two reads, however many there are
    """
    held = _with_parts(groups, "assessments", "assessments__by")
    return {group.pk: _newest(group.assessments.all()) for group in held}


def _with_parts(groups: Iterable[Group], part: str, *lookups: str) -> list[Group]:
    """The groups with those rows of theirs at hand, as they stand now and not as they were when a group was read."""
    held = list(groups)
    for group in held:
        getattr(group, "_prefetched_objects_cache", {}).pop(part, None)
    prefetch_related_objects(held, *lookups)
    return held


def _newest(newest_first: Iterable[Assessment]) -> list[Assessment]:
    found: dict[tuple[str, int], Assessment] = {}
    for assessment in newest_first:
        found.setdefault((assessment.scheme, assessment.by_id), assessment)
    return sorted(found.values(), key=lambda assessment: (assessment.scheme, assessment.by.name, assessment.pk))


def months_to_review(group: Group) -> int:
    """By the band that asks for it soonest, of each assessor's newest assessment under each scheme."""
    practice = in_force()
    newest = newest_assessments([group])[group.pk]
    months = [practice.months_to_review(assessment.scheme, assessment.band) for assessment in newest]
    return min(months, default=practice.months_without_band)


def aggregate(person: Person, area_code: str) -> Aggregate:
    """Live groups of the area, and of every area inside it, that the person sees. Only numbers: no name, no key."""
    groups = groups_of_area(person, area_code)
    types = Counter(key for group in groups for key in dict.fromkeys(group.crime_types))
    return Aggregate(
        groups=len(groups),
        by_crime_type=tuple(Counted(key, crime_type_name(key), n) for key, n in types.most_common()),
        by_band=_by_band(groups, in_force()),
        shared=_shared(person, groups),
    )


def groups_of_area(person: Person, area_code: str) -> list[Group]:
    """Live groups the person sees that the area, or one inside it, answers for, or that affect it."""
    parents = dict(Area.objects.values_list("code", "parent_id"))

    def touches(group: Group) -> bool:
        codes = {group.area_code, *group.areas}
        return area_code in codes or any(area_code in codes_above(code, parents) for code in codes)

    return [group for group in seen_by(person).filter(state__in=LIVE) if touches(group)]


def _by_band(groups: list[Group], practice: Practice) -> dict[str, tuple[Counted, ...]]:
    newest = newest_assessments(groups)
    found = {}
    for scheme in practice.schemes.values():
        given = Counter(_band([a.band for a in newest[group.pk] if a.scheme == scheme.key]) for group in groups)
        labels = {band.key: band.label for band in scheme.bands} | _WITHOUT_BAND
        labels |= {key: key for key in given if key not in labels}  # a band that the scheme no longer has
        found[scheme.label] = tuple(Counted(key, label, given[key]) for key, label in labels.items() if given[key])
    return found


def _band(given: list[str]) -> str:
    """The band that every assessor who gave one gives, or why there is none."""
    if not given:
        return NOT_ASSESSED
    bands = {band for band in given if band}
    return DIFFER if len(bands) > 1 else next(iter(bands), NO_SCORE)


def _shared(person: Person, groups: Iterable[Group]) -> dict[str, int]:
    today = timezone.localdate()
    current = Q(until__isnull=True) | Q(until__gte=today)
    ties = Involvement.objects.seen_by(person).filter(current, group__in=[group.pk for group in groups])
    seen = ties.filter(enabler__in=Enabler.objects.seen_by(person).values("pk"))
    pairs = set(seen.values_list("enabler", "enabler__kind", "group"))
    helped = Counter((enabler, kind) for enabler, kind, _ in pairs)
    kinds = Counter(kind for (_, kind), n in helped.items() if n > 1)
    return {kind.value: kinds[kind.value] for kind in EnablerKind if kinds[kind.value]}
