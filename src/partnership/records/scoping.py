"""Who may see and do what to which records: one predicate, compiled to the query that every read starts from.

A role grants the act; the clearance covers the marking; the record's state allows it; and either the area is in
scope and the handling code is satisfied, or the record was shared with the viewer and the share is in force.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from partnership.areas import queries as areas
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, Marking

from . import schedule
from .models import Share
from .rules import UNSTATED, Handling, Release, Unscoped, strictest

BY_SHARE = frozenset({Act.SEE_RECORD, Act.NOTE_HYPOTHESIS, Act.UPDATE_ACTION, Act.ANSWER_REQUEST})
NOTHING = Q(pk__in=())


def allowed(person: Person, act: Act, model: type[Scoped]) -> Q:
    """The one predicate, as a condition on that model's rows."""
    if not person.may(act):
        return NOTHING
    reached = _in_scope(person, act)
    if act in BY_SHARE:
        reached |= _shared(person, model)
    return reached & Q(marking__in=person.cleared_for) & model.state_allows(act)


def withheld(person: Person, model: type[Scoped]) -> Q:
    """Rows that the person may not see but is to be told of: announced, and in an area whose board they read."""
    if not person.may(Act.SEE_BOARD):
        return NOTHING
    near = Q(area_code__in=areas.codes_seen_by(person), announced=True)
    return near & ~Q(pk__in=model.objects.seen_by(person).values("pk"))


def _in_scope(person: Person, act: Act) -> Q:
    if not person.may(Act.SEE_BOARD):
        return NOTHING
    codes = areas.codes_seen_by(person) if act.reaches_up else person.area_codes
    handled = Q(handling=Handling.PERMITTED) | Q(originator=person.agency_id)
    if person.may(Act.RELEASE) or person.may(Act.REVIEW_RECORDS):
        # What no agency has claimed is in the hands of those who decide how it is held, and for how long.
        handled |= Q(originator__isnull=True)
    return Q(area_code__in=codes) & handled


def _shared(person: Person, model: type[Scoped]) -> Q:
    held = Q(uuid__in=Share.objects.in_force_for(person).filter(kind=model._meta.label_lower).values("record"))
    limits = None if person.narrowing is None else person.narrowing.area_codes
    if limits is None:
        return held
    # A token that is narrowed to some districts stays within them, also for what was shared; its owner, such as a
    # partner, may be posted to none of them.
    return held & Q(area_code__in=areas.with_those_above(limits))


class ScopedManager(models.Manager[Any]):
    """Answers only to somebody: `seen_by` and `allowing`. From a record already held, its related rows are open."""

    def allowing(self, person: Person, act: Act) -> models.QuerySet[Any]:
        return super().get_queryset().filter(allowed(person, act, self.model))

    def seen_by(self, person: Person) -> models.QuerySet[Any]:
        return self.allowing(person, Act.SEE_RECORD)

    def withheld_from(self, person: Person) -> models.QuerySet[Any]:
        return super().get_queryset().filter(withheld(person, self.model))

    def get_queryset(self) -> models.QuerySet[Any]:
        if getattr(self, "instance", None) is None:
            raise Unscoped(
                f"Say who asks: {self.model.__name__}.objects.seen_by(person). Reads for nobody in particular go "
                "through records.unscoped."
            )
        return super().get_queryset()

    def create(self, **fields: Any) -> Any:
        return super().get_queryset().create(**fields)

    def bulk_create(self, objs: Iterable[Any], **options: Any) -> list[Any]:
        return super().get_queryset().bulk_create(objs, **options)


class PartManager(ScopedManager):
    """Of rows that stand or fall with another record: whoever may act on that one may act on them."""

    def allowing(self, person: Person, act: Act) -> models.QuerySet[Any]:
        whole = self.model._meta.get_field(self.model.part_of).related_model
        held = whole.objects.allowing(person, act).values("pk")
        return models.Manager.get_queryset(self).filter(**{f"{self.model.part_of}__in": held})


class PartOf(models.Model):
    """A row of another record, named by `part_of`."""

    part_of: ClassVar[str]

    objects = PartManager()

    class Meta:
        abstract = True


def is_demonstration() -> bool:
    """True where whatever people write is made up."""
    return bool(settings.TOCSIN_DEMO)


class Scoped(models.Model):
    """What every record carries. What came without a marking is held as closely as this site can."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area_code = models.CharField(max_length=64, db_index=True)
    marking = models.CharField(
        max_length=20, choices=[(marking, marking.value) for marking in Marking], default=Marking.OFFICIAL_SENSITIVE
    )
    handling = models.CharField(
        max_length=1, choices=[(code, code.label) for code in Handling], default=Handling.CONDITIONAL
    )
    handling_conditions = models.TextField(blank=True, default=UNSTATED)
    originator = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    announced = models.BooleanField(default=False)
    review_on = models.DateField(db_index=True)
    version = models.PositiveIntegerField(default=1)  # grows with every change, so that no update is lost
    arrived_as = models.TextField(blank=True)  # how its source last said it is held
    synthetic = models.BooleanField(default=is_demonstration, editable=False)  # made up, and said so on every screen

    # For the thread: the relations to records that one of these is a piece of, such as an action's plan; the kinds of
    # record it may be tied to besides; and the act by which somebody ties it.
    rests_on: ClassVar[tuple[str, ...]] = ()
    may_rest_on: ClassVar[tuple[str, ...]] = ()
    tied_by: ClassVar[Act | None] = None
    # The act by which somebody puts such a record before the agency that it was made for; None where it is only shared.
    disclosed_by: ClassVar[Act | None] = None

    objects = ScopedManager()

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_marking", condition=Q(marking__in=[m.value for m in Marking])
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_handling",
                condition=Q(handling=Handling.PERMITTED.value, handling_conditions="")
                | Q(handling=Handling.CONDITIONAL.value) & ~Q(handling_conditions=""),
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.review_on is None:
            self.review_on = schedule.first_review(self._meta.label_lower)
        super().save(*args, **kwargs)

    @classmethod
    def state_allows(cls, act: Act) -> Q:
        """Which states of the record allow the act; all of them, unless the model says otherwise."""
        return Q()

    def get_absolute_url(self) -> str:
        """Where the record is read: the page about how it is held, for a kind that has no page of its own."""
        return reverse("records:record", args=[self.slug, self.uuid])

    @property
    def title(self) -> str:
        """What lists call the record."""
        return str(self)

    @property
    def slug(self) -> str:
        """The word that stands for this kind of record in an address."""
        return str(self._meta.model_name)

    @property
    def origin_key(self) -> str:
        """What the record is called where it came from, by which it is known again after disposal."""
        return str(self.uuid)

    @property
    def release(self) -> Release:
        return Release(Marking(self.marking), Handling(self.handling), self.handling_conditions, self.announced)

    @release.setter
    def release(self, release: Release) -> None:
        self.marking, self.handling = release.marking, release.handling
        self.handling_conditions, self.announced = release.conditions, release.announced

    def arrive(self, release: Release) -> bool:
        """Takes up how the source says the record is held, unsaved; true if that made it held more closely.

        It never falls by an arrival. What people have decided since stands until the source says something else.
        """
        said = f"{release.marking} {release.handling} {release.conditions}"
        if said == self.arrived_as:
            return False
        is_first, before, self.arrived_as = self._state.adding, self.release, said
        self.release = release if is_first else replace(strictest(before, release), announced=before.announced)
        return not is_first and self.release != before


def scoped_models() -> dict[str, type[Scoped]]:
    """Every model whose records are scoped, by the word that stands for it in an address."""
    return {model._meta.model_name: model for model in apps.get_models() if issubclass(model, Scoped)}
