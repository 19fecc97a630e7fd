"""What a person may see of requests and enquiries, and what they may answer. Counts are of what they see alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from partnership.areas import queries as areas
from partnership.areas.models import Area
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, Marking, Role, acts_of
from partnership.records.scoping import Scoped
from partnership.thread import queries as thread

from .models import Enquiry, Feedback, Request
from .rules import GIVEN, Answer, RequestState

ANSWERERS = [role for role in Role if Act.ANSWER_REQUEST in acts_of(role)]


def requests_seen_by(person: Person) -> QuerySet[Request]:
    return Request.objects.seen_by(person).select_related("asked_by__agency", "originator")


def enquiries_seen_by(person: Person) -> QuerySet[Enquiry]:
    return Enquiry.objects.seen_by(person).select_related("agency", "originator")


def to_answer(person: Person) -> QuerySet[Enquiry]:
    """Waiting enquiries of the person's own agency that they may answer, the first to expire first."""
    waiting = Enquiry.objects.allowing(person, Act.ANSWER_REQUEST).filter(
        agency=person.agency_id,
        answer=Answer.WAITING,
        expires_on__gte=timezone.localdate(),
        request__state=RequestState.OPEN,
    )
    return waiting.select_related("agency", "originator").order_by("expires_on", "pk")


def answered_lately(person: Person, since: datetime) -> QuerySet[Enquiry]:
    """Enquiries that the person's own agency has answered since, or was told of since what its answer achieved."""
    lately = Q(answered_at__gte=since) | Q(feedback__at__gte=since)
    found = enquiries_seen_by(person).filter(lately, agency=person.agency_id, answer__in=GIVEN).distinct()
    return found.prefetch_related(newest_feedback(person)).order_by("-answered_at", "-pk")


def answers_asked_for_by(person: Person, since: datetime) -> QuerySet[Enquiry]:
    """Answers that came since to what the person asked, the newest first."""
    found = enquiries_seen_by(person).filter(request__asked_by=person, answer__in=GIVEN)
    return found.filter(Q(answered_at__gte=since) | Q(corrected_at__gte=since)).order_by("-answered_at", "-pk")


def feedback_owed(person: Person) -> QuerySet[Enquiry]:
    """Answers of which no partner was told yet what they achieved, and the person may tell it; the oldest first."""
    given = Enquiry.objects.allowing(person, Act.ASK_PARTNERS).filter(answer__in=(Answer.HIT, Answer.NO_HIT))
    return given.filter(feedback__isnull=True).select_related("agency", "originator").order_by("answered_at", "pk")


def enquiries_of(person: Person, requests: Iterable[Request]) -> dict[int, list[Enquiry]]:
    """By request, its enquiries that the person sees, in alphabetical order of the agencies."""
    found: dict[int, list[Enquiry]] = defaultdict(list)
    rows = enquiries_seen_by(person).filter(request__in=[one.pk for one in requests])
    for enquiry in rows.prefetch_related(newest_feedback(person)).order_by("agency__name", "pk"):
        found[enquiry.request_id].append(enquiry)
    return found


def newest_feedback(person: Person) -> Prefetch:
    return Prefetch("feedback", Feedback.objects.seen_by(person).select_related("by__agency").order_by("-at", "-pk"))


def subjects_of(person: Person, requests: Iterable[Request]) -> dict[UUID, list[Scoped]]:
    """By the uuid of each request, what it is tied to that the person sees."""
    wanted = [one.uuid for one in requests]
    ties = list(thread.in_force().filter(kind=Request._meta.label_lower, record__in=wanted))
    seen: dict[tuple[str, UUID], Scoped] = {}
    for kind in sorted({tie.on_kind for tie in ties}):
        of_kind = [tie.on_record for tie in ties if tie.on_kind == kind]
        rows = apps.get_model(kind).objects.seen_by(person).filter(uuid__in=of_kind)
        seen |= {(kind, record.uuid): record for record in rows}
    found: dict[UUID, list[Scoped]] = defaultdict(list)
    for tie in ties:
        if record := seen.get((tie.on_kind, tie.on_record)):
            found[tie.record].append(record)
    return found


def agencies_to_ask(person: Person) -> QuerySet[Agency]:
    """Other agencies with somebody who could answer: with how many, `able`, and `cleared` for OFFICIAL-SENSITIVE."""
    able = Q(people__is_active=True, people__role__in=ANSWERERS)
    sensitive = able & Q(people__clearance=Marking.OFFICIAL_SENSITIVE)
    counted = Agency.objects.exclude(pk=person.agency_id).annotate(
        able=Count("people", filter=able, distinct=True), cleared=Count("people", filter=sensitive, distinct=True)
    )
    return counted.filter(able__gt=0).order_by("name")


def asked_before(person: Person) -> frozenset[int]:
    """Keys of the agencies that an enquiry went to which the person sees: others are unusual to them."""
    return frozenset(enquiries_seen_by(person).order_by().values_list("agency_id", flat=True).distinct())


def areas_to_ask_in(person: Person) -> list[tuple[str, str]]:
    """Code and name of each area in which the person may begin a request: theirs, not those above."""
    if not person.may(Act.ASK_PARTNERS):
        return []
    return list(areas.seen_by(person).filter(code__in=person.area_codes).values_list("code", "name"))


def names_of_areas(codes: Iterable[str]) -> dict[str, str]:
    return dict(Area.objects.filter(code__in=set(codes)).values_list("code", "name"))
