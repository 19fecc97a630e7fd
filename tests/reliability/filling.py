"""Rows for every model there is, found by introspection: one with something in each column, one with as little as may
be.

A model or a type of column that is added later is filled as well, or named as missing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from partnership.areas.models import Area
from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Agency, Person

# Turns the direction of what follows, breaks lines, closes quotes and tags, and ends with half of nothing.
HOSTILE = "\u202eשלום\u2066 \"'</td>\\ \r\n\t\u2028 =1+1 é 🜂 '); --"
BEGAN = datetime(2027, 3, 28, 0, 59, 59, 123456, tzinfo=UTC)
AUDIT = {"audit.event", "audit.shown", "audit.head"}  # a chain: filled by recording events

# What a column must hold for the database to take the row, where its type does not say.
SHAPES: dict[str, Callable[[int], Any]] = {
    "people.person.email": lambda n: f"somebody.{n}@example.test",
    "django_tasks_database.dbtaskresult.priority": lambda n: n % 100,
    "notices.digesthour.hour": lambda n: n % 24,
    "ocgs.group.merged_into": lambda n: None,
    "outcomes.disruption.duplicate_of": lambda n: None,
    "records.share.to_person": lambda n: None,
    "records.share.to_agency": lambda n: Agency.objects.order_by("pk").last(),
    "usersessions.usersession.ip": lambda n: f"192.0.2.{n % 250}",
}
# The same for columns of that name on whatever model.
NAMED: dict[str, Callable[[int], Any]] = {
    "handling": lambda n: "C",
    "parent": lambda n: Area.objects.order_by("pk").last(),
}


class Unmade(AssertionError):
    """A model or column for which there is no value."""


class Filling:
    """Fills the database that stands behind the default connection, with values that count up from the first."""

    def __init__(self, first: int = 0) -> None:
        self.number = first
        self.made: dict[type[models.Model], list[models.Model]] = {}

    def everything(self) -> None:
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.proxy and model._meta.label_lower not in AUDIT:
                self.rows_of(model)
        person = Person.objects.order_by("pk").last()
        for verb in Verb:
            told = {"numbers": [1, 0.1, 1e-7, True, None], "digest": "a" * 64}
            looked = self.made[Person] if verb is Verb.CONSULTATION else ()
            audit.record(by=person, verb=verb, did="did", to=person, because=HOSTILE, detail=told, shown=looked)
        audit.record(by=None, verb=Verb.DISCLOSURE, did="did", recipient=HOSTILE)

    def rows_of(self, model: type[models.Model]) -> list[models.Model]:
        if model not in self.made:
            self.made[model] = []  # at once, for a model that points to itself
            for is_bare in (False, True):
                self.made[model].append(self._row(model, is_bare))
        return self.made[model]

    def _row(self, model: type[models.Model], is_bare: bool) -> models.Model:
        label = model._meta.label_lower
        row = model(
            **{
                column.name: self._value(column, f"{label}.{column.name}", is_bare)
                for column in model._meta.local_concrete_fields
                if not isinstance(column, models.AutoField)
            }
        )
        try:
            with transaction.atomic():
                models.QuerySet(model).bulk_create([row])
        except IntegrityError as fault:
            raise Unmade(f"{label}: say in SHAPES (tests/reliability/filling.py) what fits. {fault}") from fault
        return row

    def _value(self, column: models.Field, label: str, is_bare: bool) -> Any:
        self.number += 1
        for shapes, name in ((SHAPES, label), (NAMED, column.name)):
            if name in shapes:
                return shapes[name](self.number)
        if is_bare and column.null:
            return None
        if column.is_relation:
            return self._related(column, is_bare)
        if column.choices:
            return [choice for choice, _ in column.flatchoices][int(is_bare)]
        for kind, value in VALUES:
            if isinstance(column, kind):
                return value(self.number, column)
        raise Unmade(
            f"{label}: say in VALUES or SHAPES (tests/reliability/filling.py) what a column of this type holds"
        )

    def _related(self, column: models.Field, is_bare: bool) -> models.Model:
        return self.rows_of(column.related_model)[-1 if is_bare else 0]


def _words(number: int, column: models.Field) -> str:
    return f"{number:05} {HOSTILE}"[: column.max_length]


VALUES: tuple[tuple[type[models.Field], Callable[[int, models.Field], Any]], ...] = (
    (models.JSONField, lambda n, column: {f"{n} {HOSTILE}": [n, 0.1, 1e-7, 1e16, -0.0, 2.0, None, True, {"": []}]}),
    (models.EmailField, lambda n, column: f"{n}@example.test"),
    (models.CharField, _words),
    (models.TextField, _words),
    (models.DateTimeField, lambda n, column: BEGAN + timedelta(days=n, microseconds=n)),
    (models.DateField, lambda n, column: date(2028, 2, 29) + timedelta(days=n)),
    (models.UUIDField, lambda n, column: uuid.uuid5(uuid.NAMESPACE_OID, str(n))),
    (models.DecimalField, lambda n, column: Decimal(n) + Decimal("0.25")),
    (models.FloatField, lambda n, column: n + 1 / 3),
    (models.IntegerField, lambda n, column: n),
    (models.BooleanField, lambda n, column: bool(n % 2)),
    (models.BinaryField, lambda n, column: bytes(range(256)) + bytes([n % 256])),
)


def fill_everything() -> None:
    Filling().everything()
    connection.check_constraints()
