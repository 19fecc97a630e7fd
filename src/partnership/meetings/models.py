"""Every series of meetings by one model: boards, tasking, partner meetings, networks, exercises and events."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partnership.people.models import Agency
from partnership.plans.models import Action, Plan
from partnership.records.scoping import PartOf, Scoped

from .rules import MeetingState, Presence, SeriesState


class MeetingSeries(Scoped):
    """Meetings that follow each other, such as a district's Local Disruption Board.

    practice    a key of meetings.toml, which says what such meetings are for and what stands on their agenda
    every_days  days from one meeting to the next; None for what is held once, such as an exercise
    plan        holds the actions that belong to no other plan; started with the first of them
    """

    name = models.CharField(max_length=160)
    practice = models.CharField(max_length=40)
    purpose = models.TextField(blank=True)
    every_days = models.PositiveIntegerField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    chair_role = models.CharField(max_length=120, blank=True)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.label) for state in SeriesState],
        default=SeriesState.RUNNING,
        db_index=True,
    )
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = "meeting series"
        verbose_name_plural = "meeting series"
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                name="meetings_series_state", condition=Q(state__in=[state.value for state in SeriesState])
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("meetings:series", args=[self.uuid])


class Seat(PartOf):
    """Who is expected at the meetings of a series: an agency, its capacity, and who speaks for it if not itself."""

    part_of = "series"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.ForeignKey(MeetingSeries, on_delete=models.PROTECT, related_name="seats")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    represented_by = models.CharField(max_length=120, blank=True)
    rank = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("rank", "pk")

    def __str__(self) -> str:
        return f"seat {self.pk}"


class Meeting(Scoped):
    """One meeting of a series; and, of an exercise or event, what it played through and what was learnt."""

    rests_on = ("series",)

    series = models.ForeignKey(MeetingSeries, on_delete=models.PROTECT, related_name="meetings")
    name = models.CharField(max_length=160)  # of the series on that day; who sees the meeting may not see the series
    starts_at = models.DateTimeField(db_index=True)
    minutes_long = models.PositiveIntegerField(default=120)
    place = models.CharField(max_length=200, blank=True)
    chair_role = models.CharField(max_length=120, blank=True)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.label) for state in MeetingState],
        default=MeetingState.PLANNED,
        db_index=True,
    )
    assessment = models.TextField(blank=True)  # the words of its tactical intelligence assessment
    scenario = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_because = models.TextField(blank=True)

    class Meta:
        ordering = ("-starts_at", "-pk")
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                name="meetings_meeting_state", condition=Q(state__in=[state.value for state in MeetingState])
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {timezone.localtime(self.starts_at):%d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.uuid])


class Item(PartOf):
    """One item of an agenda. What it is about is shown to whoever may see that record, and to nobody else.

    section      a key of meetings.toml, such as groups or claims
    about_kind   and `about`: the record it is about, by its kind and uuid; empty for an item in words of its own
    discussion   what was said, in the minutes
    """

    part_of = "meeting"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    section = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    about_kind = models.CharField(max_length=80, blank=True)
    about = models.UUIDField(null=True, blank=True)
    discussion = models.TextField(blank=True)
    rank = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("rank", "pk")
        verbose_name = "agenda item"
        indexes = (models.Index(fields=("about_kind", "about"), name="meetings_item_about"),)

    def __str__(self) -> str:
        return f"item {self.pk}"


class Attendance(PartOf):
    """Who came for an agency, or spoke for it, at one meeting."""

    part_of = "meeting"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    presence = models.CharField(
        max_length=12,
        choices=[(presence.value, presence.label) for presence in Presence],
        default=Presence.EXPECTED,
    )
    represented_by = models.CharField(max_length=120, blank=True)
    rank = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("rank", "pk")
        verbose_name_plural = "attendance"

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class Decision(PartOf):
    """What a meeting decided under one item. It can be put right until the minutes are issued, not after."""

    part_of = "item"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="decisions")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Raised(PartOf):
    """An action that a meeting set under one item; the action itself is a plan's. It is shown to whoever sees it.

    was_text, was_owner, was_due and was_carried keep how it stood when the minutes were issued.
    """

    part_of = "item"

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="raised")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    was_text = models.TextField(blank=True)
    was_owner = models.TextField(blank=True)
    was_due = models.DateField(null=True, blank=True)
    was_carried = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        verbose_name = "action raised"
        verbose_name_plural = "actions raised"
        constraints = (models.UniqueConstraint(name="meetings_raised_once", fields=("item", "action")),)

    def __str__(self) -> str:
        return f"raised {self.pk}"


class CalendarKey(models.Model):
    """By which a calendar program that cannot sign in reads when and where its owner's meetings are, and no more.

    The secret itself is never kept. Nobody has two in force.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = "calendar address"
        verbose_name_plural = "calendar addresses"

    def __str__(self) -> str:
        return f"calendar address {self.pk}"
