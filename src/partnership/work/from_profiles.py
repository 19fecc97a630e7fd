"""Local profiles to write, to publish and to refresh, and what they recommend without an answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.http import urlencode

from partnership.areas.models import Area
from partnership.people.rules import Act
from partnership.profiles import queries as profiles
from partnership.profiles.models import Edition, Profile, Recommendation, Section
from partnership.profiles.rules import EditionState, RecommendationState, Standing, months_after
from partnership.profiles.sections import in_force
from partnership.ui.wording import day

from .finding import MOST, Found, Look, day_of, first_of
from .rules import Kind, Task


def profiles_to_refresh(look: Look) -> Found:
    """Of the person's own districts, those whose refresh falls due, and the districts that have none."""
    if not look.may(Act.WRITE_PROFILE):
        return Found(Kind.PROFILE)
    rows = Profile.objects.allowing(look.person, Act.WRITE_PROFILE).filter(refresh_due__lte=look.horizon)
    # Whoever is writing the next edition already finds the draft.
    due = rows.exclude(pk__in=Edition.objects.seen_by(look.person).filter(state=EditionState.DRAFT).values("profile"))
    found, total = first_of(due.order_by("refresh_due", "pk"))
    tasks = [
        Task(
            Kind.PROFILE,
            "Refresh the profile",
            f"Edition {profile.edition} expires",
            profile.get_absolute_url(),
            str(profile),
            profile.refresh_due,
            rank=3,
            is_synthetic=profile.synthetic,
        )
        for profile in found
    ]
    missing = [area for area in profiles.areas_without_profile(look.person) if area.level == Area.Level.DISTRICT]
    tasks += [
        Task(
            Kind.PROFILE,
            "Start a local profile",
            "You see none for this area",
            f"{reverse('profiles:start')}?{urlencode({'area': area.code})}",
            area.name,
            rank=7,
        )
        for area in missing
    ]
    return Found(Kind.PROFILE, tasks, found, total + len(missing), reverse("profiles:profiles"))


def drafts_to_finish(look: Look) -> Found:
    if not look.may(Act.WRITE_PROFILE):
        return Found(Kind.PROFILE)
    drafts = Edition.objects.allowing(look.person, Act.WRITE_PROFILE).filter(state=EditionState.DRAFT)
    empty = Count("sections", filter=Q(sections__text=""))
    rows = drafts.select_related("profile").annotate(in_all=Count("sections"), empty=empty)
    found = list(rows.order_by("started_at", "pk")[:MOST])
    tasks = [_draft_task(draft, may_publish=look.may(Act.APPROVE)) for draft in found]
    return Found(Kind.PROFILE, tasks, [draft.profile for draft in found], len(found))


def _draft_task(draft: Any, *, may_publish: bool) -> Task:
    left = f"{draft.empty} of {draft.in_all} sections are empty" if draft.empty else "Every section is written"
    return Task(
        Kind.PROFILE,
        f"Read and publish edition {draft.number}" if may_publish else f"Finish edition {draft.number}",
        left,
        draft.get_absolute_url(),
        str(draft.profile),
        draft.profile.refresh_due,
        rank=3,
        arose=draft.started_at,
        is_synthetic=draft.profile.synthetic,
    )


def evidence_to_refresh(look: Look) -> Found:
    """Profiles in which sections that the person's agency wrote last rest on evidence that is called old by now."""
    if not look.may(Act.WRITE_PROFILE) or look.is_analyst:
        return Found(Kind.PROFILE)
    old = months_after(look.today, -in_force().months_until_old)
    sections = Section.objects.allowing(look.person, Act.WRITE_PROFILE).filter(
        by__agency=look.person.agency_id, evidence_of__lt=old, edition__number=F("edition__profile__edition")
    )
    counts = sections.order_by().values_list("edition__profile").annotate(Count("pk"), Min("evidence_of"))
    rows = {profile: (number, oldest) for profile, number, oldest in counts}
    found = list(Profile.objects.seen_by(look.person).filter(pk__in=rows)[:MOST]) if rows else []
    tasks = [_evidence_task(profile, *rows[profile.pk]) for profile in found]
    return Found(Kind.PROFILE, tasks, found, len(rows))


def _evidence_task(profile: Profile, number: int, oldest: date) -> Task:
    return Task(
        Kind.PROFILE,
        f"Bring the evidence of {number} section{'' if number == 1 else 's'} up to date",
        f"Your agency wrote {'it' if number == 1 else 'them'} last; the oldest evidence is of {day(oldest)}",
        profile.get_absolute_url(),
        str(profile),
        rank=6,
        is_synthetic=profile.synthetic,
    )


def recommendations_to_answer(look: Look) -> Found:
    """Without an action or a reason: all of an analyst's districts; of others who plan, their agency's."""
    if not (look.may(Act.PLAN) and look.may(Act.WRITE_PROFILE)):
        return Found(Kind.RECOMMENDATION)
    rows = profiles.recommendations_seen_by(look.person).filter(
        pk__in=Recommendation.objects.allowing(look.person, Act.PLAN).values("pk"), state=RecommendationState.OPEN
    )
    mine = rows if look.is_analyst else rows.filter(agency=look.person.agency_id)
    found, total = first_of(mine.order_by(F("due").asc(nulls_last=True), F("asked_at").asc(nulls_last=True), "pk"))
    tasks = [_recommendation_task(look, one) for one in found]
    rest = f"{reverse('profiles:recommendations')}?{urlencode({'state': RecommendationState.OPEN})}"
    return Found(Kind.RECOMMENDATION, tasks, found, total, rest)


def _recommendation_task(look: Look, one: Recommendation) -> Task:
    asked = day_of(one.asked_at) if one.asked_at else None
    red_on = asked + timedelta(days=in_force().days_until_red) if asked else None
    days = [found for found in (one.due, red_on) if found]
    is_red = profiles.standing_of(one, look.today) is Standing.RED
    of = f"of {one.agency}" if one.agency else "of nobody yet"
    return Task(
        Kind.RECOMMENDATION,
        "Make it an action, or decline it",
        f"{'Red: asked' if is_red else 'Asked'} {of}" + (f" on {day(asked)}" if asked else ""),
        one.get_absolute_url(),
        one.title,
        min(days, default=None),
        rank=3,
        arose=one.asked_at,
        is_synthetic=one.synthetic,
    )


def editions_to_read(look: Look) -> Found:
    """Published editions that the person has not opened: those sent to them or their agency; all, for whoever speaks of
    them in public. Who keeps the records reads none for what it says.
    """
    if not (look.may(Act.NOTE_HYPOTHESIS) or look.speaks_in_public):
        return Found(Kind.PROFILE)
    rows = Edition.objects.seen_by(look.person).filter(state=EditionState.PUBLISHED, number=F("profile__edition"))
    of_this = Q(profile__distributions__number=F("number"))
    sent = of_this & (
        Q(profile__distributions__to_person=look.person.pk) | Q(profile__distributions__to_agency=look.person.agency_id)
    )
    rows = rows if look.speaks_in_public else rows.filter(sent)
    opened = Q(profile__receipts__person=look.person.pk, profile__receipts__number=F("number"))
    unread = rows.exclude(pk__in=Edition.objects.seen_by(look.person).filter(opened).values("pk")).distinct()
    found = list(unread.select_related("profile").order_by("published_at", "pk")[:MOST])
    tasks = [
        Task(
            Kind.PROFILE,
            f"Read edition {edition.number}",
            f"Published {day(day_of(edition.published_at))}, and you have not opened it",
            edition.get_absolute_url(),
            str(edition.profile),
            rank=8,
            arose=edition.published_at,
            is_synthetic=edition.profile.synthetic,
        )
        for edition in found
    ]
    return Found(Kind.PROFILE, tasks, [edition.profile for edition in found], len(found))


def profiles_to_ask_about(look: Look) -> Found:
    """Profiles whose refresh is overdue, for whoever speaks of them in public and writes none."""
    if not look.speaks_in_public:
        return Found(Kind.PROFILE)
    late = Profile.objects.seen_by(look.person).filter(refresh_due__lt=look.today)
    found, total = first_of(late.order_by("refresh_due", "pk"))
    tasks = [
        Task(
            Kind.PROFILE,
            "Ask when it will be refreshed",
            "Its figures are older than the district said they would be",
            profile.get_absolute_url(),
            str(profile),
            profile.refresh_due,
            rank=7,
            is_synthetic=profile.synthetic,
        )
        for profile in found
    ]
    return Found(Kind.PROFILE, tasks, found, total, reverse("profiles:profiles"))
