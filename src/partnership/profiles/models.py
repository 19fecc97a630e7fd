"""Local profiles, their editions in two parts, what they recommend, and who has read them.

What partners may read is the profile itself; what only the police may read is another record, the police part, held
under its own marking and handling. The two are one source: the same sections, drafted from the same figures.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partnership.people.models import Agency
from partnership.people.rules import Act
from partnership.records.frozen import Frozen
from partnership.records.scoping import PartOf, Scoped

from .rules import EditionState, RecommendationState, Topic


class Profile(Scoped):
    """The serious and organised crime local profile of one district: safe for partners, in every part."""

    may_rest_on = ("threats.threat",)
    tied_by = Act.WRITE_PROFILE

    area_name = models.CharField(max_length=120)
    edition = models.PositiveIntegerField(default=0)  # the newest published; 0 until there is one
    refresh_due = models.DateField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ("area_name", "pk")
        verbose_name = "local profile"
        constraints = Scoped.Meta.constraints

    def __str__(self) -> str:
        return f"Local profile of {self.area_name}"

    def get_absolute_url(self) -> str:
        return reverse("profiles:profile", args=[self.uuid])


class Edition(PartOf):
    """One edition: a draft that several write, then published and not changed again."""

    part_of = "profile"

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=[(state.value, state.label) for state in EditionState], default=EditionState.DRAFT
    )
    period_start = models.DateField()
    period_end = models.DateField()
    because = models.TextField(blank=True)  # what changed since the edition before
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    co_author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    refresh_due = models.DateField(null=True, blank=True)
    practice = models.CharField(max_length=40)  # the version of the list of sections and of the protection of counts

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["profile", "number"], name="profiles_edition_once"),
            models.UniqueConstraint(
                fields=["profile"], name="profiles_one_draft", condition=Q(state=EditionState.DRAFT.value)
            ),
        )

    def __str__(self) -> str:
        return f"edition {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("profiles:edition", args=[self.profile.uuid, self.number])

    @property
    def is_draft(self) -> bool:
        return self.state == EditionState.DRAFT


class Section(PartOf):
    """One section of an edition, of the whole district or of one of its partnership working areas.

    figures  tables as they stood when it was drafted, small counts protected: caption, head, rows, as_of, source, note
    """

    part_of = "edition"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=40)  # of the list of sections in profile.toml
    heading = models.CharField(max_length=120)
    pwa_code = models.CharField(max_length=64, blank=True)
    pwa_name = models.CharField(max_length=120, blank=True)
    rank = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    evidence_of = models.DateField(null=True, blank=True)  # how old what it says is; older than a set age is greyed
    figures = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("rank", "pk")
        constraints = (models.UniqueConstraint(fields=["edition", "key", "pwa_code"], name="profiles_section_once"),)

    def __str__(self) -> str:
        return f"{self.key} {self.pwa_code}".strip()

    @property
    def place(self) -> tuple[str, str]:
        """By what it is found again in another edition, and its passage in the police part."""
        return self.key, self.pwa_code

    @property
    def name(self) -> str:
        return f"{self.heading}: {self.pwa_name}" if self.pwa_name else self.heading


class PolicePart(Scoped):
    """What only the police may read of one edition: words and figures that stand beside its sections."""

    rests_on = ("profile",)

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="police_parts")
    number = models.PositiveIntegerField()  # of the edition

    class Meta:
        ordering = ("-number", "pk")
        verbose_name = "police part of a local profile"
        verbose_name_plural = "police parts of local profiles"
        constraints = Scoped.Meta.constraints

    def __str__(self) -> str:
        return f"Police part, edition {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("profiles:internal", args=[self.uuid])


class Passage(PartOf):
    """What the police part says beside one section. `figures` are as those of a section, with every count."""

    part_of = "police_part"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    police_part = models.ForeignKey(PolicePart, on_delete=models.PROTECT, related_name="passages")
    key = models.CharField(max_length=40)
    pwa_code = models.CharField(max_length=64, blank=True)
    rank = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    figures = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("rank", "pk")
        constraints = (
            models.UniqueConstraint(fields=["police_part", "key", "pwa_code"], name="profiles_passage_once"),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.pwa_code}".strip()

    @property
    def place(self) -> tuple[str, str]:
        return self.key, self.pwa_code


class Recommendation(Scoped):
    """What a profile recommends, to whom. It becomes an action, is declined with a reason, or shows red."""

    rests_on = ("profile",)
    may_rest_on = ("threats.threat", "triage.signal", "ocgs.group")
    tied_by = Act.WRITE_PROFILE

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="recommendations")
    edition = models.PositiveIntegerField()  # of the profile, in which it first stood
    reference = models.CharField(max_length=40)
    text = models.TextField()
    p = models.CharField(max_length=40)  # such as soc4p:prevent
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_role = models.CharField(max_length=120, blank=True)
    due = models.DateField(null=True, blank=True, db_index=True)
    measure = models.TextField(blank=True)  # how its outcome will be known
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.label) for state in RecommendationState],
        default=RecommendationState.OPEN,
        db_index=True,
    )
    decided_because = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("reference", "pk")
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                name="profiles_recommendation_state", condition=Q(state__in=[s.value for s in RecommendationState])
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference}: {self.text}"

    def get_absolute_url(self) -> str:
        return reverse("profiles:recommendation", args=[self.uuid])


class Distribution(Frozen):
    """That an edition was sent to an agency or a person, to be read."""

    part_of = "profile"

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="distributions")
    number = models.PositiveIntegerField()  # of the edition
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"distribution {self.pk}"

    @property
    def recipient(self) -> str:
        return f"{self.to_person.name}, {self.to_person.agency}" if self.to_person else str(self.to_agency)


class Receipt(Frozen):
    """That somebody opened an edition, and when first."""

    part_of = "profile"

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField()  # of the edition
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.UniqueConstraint(fields=["profile", "number", "person"], name="profiles_receipt_once"),)

    def __str__(self) -> str:
        return f"receipt {self.pk}"


class Feedback(Frozen):
    """Written feedback to the district on an edition."""

    part_of = "profile"

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="feedback")
    number = models.PositiveIntegerField()  # of the edition
    topic = models.CharField(max_length=12, choices=[(topic.value, topic.label) for topic in Topic])
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"feedback {self.pk}"
