"""What a person may see of series and meetings. Counts are of what they see, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from partnership.areas import queries as areas
from partnership.areas.models import Area
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.plans.queries import PARTNERS

from .models import Meeting, MeetingSeries
from .rules import HELD, TO_COME, MeetingState


def series_seen_by(person: Person) -> QuerySet[MeetingSeries]:
    return MeetingSeries.objects.seen_by(person).select_related("chair__agency", "originator")


def meetings_seen_by(person: Person) -> QuerySet[Meeting]:
    """Newest first. Of the series of a meeting, only what the person sees by itself may be shown."""
    return Meeting.objects.seen_by(person).select_related("chair__agency", "originator", "series")


def last_meeting(person: Person, meeting: Meeting) -> Meeting | None:
    """The meeting of the same series that was held last before this one, of those that the person sees."""
    earlier = meetings_seen_by(person).filter(series=meeting.series_id, state__in=HELD)
    return earlier.filter(starts_at__lt=meeting.starts_at).order_by("-starts_at", "-pk").first()


def next_meeting(person: Person, meeting: Meeting) -> Meeting | None:
    """The meeting of the same series that is planned next after this one, of those that the person sees."""
    later = meetings_seen_by(person).filter(series=meeting.series_id, starts_at__gt=meeting.starts_at)
    return later.exclude(state=MeetingState.CANCELLED).order_by("starts_at", "pk").first()


def coming_for(person: Person, until: date) -> QuerySet[Meeting]:
    """The meetings to come, to that day, that the person sees: the first one first. One under way is among them."""
    coming = meetings_seen_by(person).filter(state__in=TO_COME, starts_at__date__lte=until)
    return coming.order_by("starts_at", "pk")


def without_minutes(person: Person) -> QuerySet[Meeting]:
    """Meetings held whose minutes are still in draft, which the person may issue: the oldest first."""
    mine = Meeting.objects.allowing(person, Act.CONVENE).select_related("originator", "series")
    return mine.filter(state=MeetingState.HELD).order_by("starts_at", "pk")


def areas_to_convene_in(person: Person) -> list[tuple[str, str]]:
    """Code and name of each area in which the person may start a series: theirs, not those above."""
    if not person.may(Act.CONVENE):
        return []
    return list(areas.seen_by(person).filter(code__in=person.area_codes).values_list("code", "name"))


def area_names(codes: Iterable[str]) -> dict[str, str]:
    return dict(Area.objects.filter(code__in=set(codes)).values_list("code", "name"))


def people_to_chair(area_code: str) -> QuerySet[Person]:
    """Everybody posted there who is active: a chair may be of any role, and a network's is independent of them all."""
    today = timezone.localdate()
    posted = Person.objects.filter(postings__area_code=area_code, postings__start__lte=today)
    ended = posted.filter(postings__end__lt=today, postings__area_code=area_code).values("pk")
    return posted.exclude(pk__in=ended).filter(is_active=True).select_related("agency").distinct()


def people_to_sit(area_code: str) -> list[Person]:
    """Whoever can be expected at a meeting there: those posted there, and partners, who are posted nowhere."""
    partners = Person.objects.filter(is_active=True, role__in=PARTNERS).select_related("agency")
    return [*people_to_chair(area_code), *partners]


def held_before(person: Person, series: MeetingSeries, before: datetime) -> QuerySet[Meeting]:
    """The meetings of the series held before that moment, newest first."""
    rows: QuerySet[Any] = meetings_seen_by(person).filter(series=series, state__in=HELD, starts_at__lt=before)
    return rows.order_by("-starts_at", "-pk")
