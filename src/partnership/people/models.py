"""Agencies, people and where each person's role applies."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from .rules import Act, Marking, Role, acts_of


class Agency(models.Model):
    """A body that takes part: a force, a council, the commissioner's office, a charity."""

    name = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def create(self, **fields: Any) -> "Person":
        """A saved person whose password, if none is set, cannot be used to sign in."""
        password = fields.pop("password", None)
        person = self.model(**{**fields, "email": fields["email"].strip().lower()})
        person.set_password(password)
        person.save(using=self._db, force_insert=True)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=(username or "").strip().lower())


@dataclass(frozen=True)
class Narrowing:
    """What a person may do at most while acting through a token, whatever their role would allow.

    area_codes  None for wherever their role applies
    token       the token's uuid, by which the log knows it
    purpose     what the token is for, in its owner's words
    """

    acts: frozenset[Act]
    area_codes: frozenset[str] | None
    token: uuid.UUID
    purpose: str


class Person(AbstractBaseUser):
    """Someone with an account. Signs in by e-mail address; may do what their role allows, where posted.

    narrowing  set on the one instance that stands for a request made with a token; None for a signed-in person
    posted_to  where they are posted today, while a page asks that of many subjects (areas.queries.at_hand); else None
    """

    narrowing: Narrowing | None = None
    posted_to: frozenset[str] | None = None

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=40, choices=[(role.value, role.label) for role in Role])
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="people")
    clearance = models.CharField(
        max_length=20, choices=[(marking, marking.value) for marking in Marking], default=Marking.OFFICIAL
    )
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    one_time_until = models.DateTimeField(null=True, blank=True)  # after this a one-time password signs nobody in
    version = models.PositiveIntegerField(default=1)  # grows with every edit of the account
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ("name", "role", "agency")

    objects = PersonManager()

    class Meta:
        ordering = ("name", "pk")
        verbose_name_plural = "people"
        constraints = (
            models.CheckConstraint(name="people_person_role", condition=Q(role__in=[r.value for r in Role])),
            models.CheckConstraint(
                name="people_person_clearance", condition=Q(clearance__in=[m.value for m in Marking])
            ),
            models.CheckConstraint(name="people_person_email_lower", condition=Q(email=Lower("email"))),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def role_label(self) -> str:
        return Role(self.role).label

    @property
    def sees_boards(self) -> bool:
        return self.may(Act.SEE_BOARD)

    @property
    def sees_records(self) -> bool:
        return self.may(Act.SEE_RECORD)

    @property
    def cleared_for(self) -> tuple[Marking, ...]:
        return Marking(self.clearance).covers

    def may(self, act: Act) -> bool:
        """True if the account is open and its role allows the act; says nothing of where."""
        is_left = self.narrowing is None or act in self.narrowing.acts
        return self.is_active and is_left and act in acts_of(Role(self.role))

    @property
    def area_codes(self) -> frozenset[str]:
        """Codes of the areas the person is posted to today."""
        posted = self.posted_to
        if posted is None:
            posted = frozenset(self.postings.current().values_list("area_code", flat=True))
        limits = None if self.narrowing is None else self.narrowing.area_codes
        return posted if limits is None else posted & limits


class PostingQuerySet(models.QuerySet["Posting"]):
    def current(self) -> "PostingQuerySet":
        today = timezone.localdate()
        return self.filter(Q(end__isnull=True) | Q(end__gte=today), start__lte=today)


class Posting(models.Model):
    """An area where a person's role applies, from one day to another, both included."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="postings")
    area_code = models.CharField(max_length=64)
    start = models.DateField(default=timezone.localdate)
    end = models.DateField(null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ("area_code", "start")
        constraints = (
            models.UniqueConstraint(fields=("person", "area_code", "start"), name="people_posting_once"),
            models.CheckConstraint(
                name="people_posting_ends_after_start", condition=Q(end__isnull=True) | Q(end__gte=F("start"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.area_code}"


class OutsideAccount(models.Model):
    """An account at an organisation's own provider with which a person signs in; there it never changes."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="outside_accounts")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("issuer", "subject"), name="people_outside_account_once"),
            models.UniqueConstraint(fields=("issuer", "person"), name="people_outside_account_one_each"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} at {self.issuer}"


class FailedSignIn(models.Model):
    """One wrong sign-in against one bucket (an account, an address or a browser), kept for minutes."""

    bucket = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        indexes = (models.Index(fields=("bucket", "at"), name="people_failed_bucket"),)

    def __str__(self) -> str:
        return self.bucket
