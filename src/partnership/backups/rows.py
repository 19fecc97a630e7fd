"""A table's rows as lines and back again, a batch at a time, and the numbers that its database gives to new rows.

A backup has no viewer, so it reads everything. Rows go in as plain inserts: those that refuse to be saved twice are put
back as they were, and no column is set to the time of the restore.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, models
from django.db.models import sql
from django.db.models.functions import Collate

from partnership.records.unscoped import everything

from .rules import UNCHANGED, NotRestored, Table, line_of, plain_json, written

BATCH = 500


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of the model's own table that hold what was put into them."""
    return [column for column in model._meta.local_concrete_fields if not column.generated]


def lines(model: type[models.Model], using: str) -> Iterator[bytes]:
    """Each row of the table, by primary key, as the same line on either database."""
    columns = columns_of(model)
    names = [column.attname for column in columns]
    forms = [plain_json if isinstance(column, models.JSONField) else written for column in columns]
    rows = everything(model).using(using).order_by(_order(model, using)).values_list(*names)
    for row in rows.iterator(chunk_size=BATCH):
        yield line_of({name: form(value) for name, form, value in zip(names, forms, row, strict=True)})


def _order(model: type[models.Model], using: str) -> Any:
    """By primary key; words by their bytes, which a PostgreSQL server may otherwise sort as its language does."""
    is_words = isinstance(model._meta.pk, (models.CharField, models.TextField))
    return Collate("pk", "C") if is_words and connections[using].vendor == "postgresql" else "pk"


def count(model: type[models.Model], using: str) -> int:
    return everything(model).using(using).count()


def table(model: type[models.Model], using: str, one_more: Callable[[], None] = lambda: None) -> Table:
    """The table as it stands, as a manifest tells of it."""
    rows, whole = 0, hashlib.sha256()
    for line in lines(model, using):
        rows += 1
        whole.update(line)
        one_more()
    return Table(rows, whole.hexdigest(), last_number(model, using))


def empty(model: type[models.Model], using: str) -> None:
    everything(model).using(using)._raw_delete(using)


def load(model: type[models.Model], told: Iterable[bytes], using: str, one_more: Callable[[], None]) -> None:
    """Puts the rows of those lines into the table. Raises NotRestored, naming the table, if one does not fit."""
    columns, waiting = columns_of(model), iter(told)
    size = min(BATCH, connections[using].ops.bulk_batch_size(columns, range(BATCH)))
    while batch := list(islice(waiting, size)):
        try:
            rows = [_row(model, columns, json.loads(line)) for line in batch]
            _insert(model, columns, rows, using)
        except (ValueError, KeyError, ValidationError, DatabaseError) as fault:
            # The fault's own words may hold the row's.
            kind = type(fault).__name__
            raise NotRestored(
                f"{model._meta.label_lower} does not take one of its rows ({kind}). {UNCHANGED}"
            ) from fault
        for _ in rows:
            one_more()


def _insert(
    model: type[models.Model], columns: list[models.Field[Any, Any]], rows: list[models.Model], using: str
) -> None:
    query = sql.InsertQuery(model)
    query.insert_values(columns, rows, raw=True)
    query.get_compiler(using=using).execute_sql(None)


def _row(model: type[models.Model], columns: list[models.Field[Any, Any]], told: dict[str, Any]) -> models.Model:
    if set(told) != {column.attname for column in columns}:
        raise KeyError(model._meta.label_lower)
    values = [_value(column, told[column.attname]) for column in columns]
    return model.from_db(None, [column.attname for column in columns], values)


def _value(column: models.Field[Any, Any], told: Any) -> Any:
    if isinstance(column, models.JSONField):
        # A null that JSON holds, where the column itself may hold none.
        return models.Value(None, models.JSONField()) if told is None and not column.null else told
    return column.to_python(told)


def last_number(model: type[models.Model], using: str) -> int | None:
    """The last number that the table gave to a row, also to one that is gone; None if it gives none.

    Whatever named a row by its number, such as an event of the log, must never come to mean another: so no number is
    given twice, not after a restore either.
    """
    if not isinstance(model._meta.pk, models.AutoField):
        return None
    name, key = model._meta.db_table, model._meta.pk.column
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "postgresql":
            held = "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass), 0)"
            cursor.execute(held, [_quoted(name, using), key])
        else:
            cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [name])
        (given,) = cursor.fetchone()
    # A row whose number was said when it was made may stand above all that were given.
    highest = everything(model).using(using).aggregate(highest=models.Max("pk"))["highest"]
    return max(given, highest or 0)


def go_on_from(model: type[models.Model], last: int, using: str) -> None:
    """The next row gets a number above that one."""
    name, key = model._meta.db_table, model._meta.pk.column
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "postgresql":
            told = [_quoted(name, using), key, max(last, 1), last > 0]
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)", told)
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last])


def _quoted(name: str, using: str) -> str:
    return str(connections[using].ops.quote_name(name))
