"""A row's line is the same on either database, and the row that is made from it is the row it was made from."""

from __future__ import annotations

import json

import pytest
from django.db import DEFAULT_DB_ALIAS, models
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnership.areas.models import Area
from partnership.backups import rows
from partnership.backups.rules import NotRestored, plain_json
from partnership.intake.models import Delivery
from partnership.people.models import Agency
from partnership.trends.models import Point, Series

pytestmark = pytest.mark.django_db
# PostgreSQL keeps no character of number nought, and neither database half of a pair.
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def lines(model: type[models.Model]) -> list[bytes]:
    return list(rows.lines(model, DEFAULT_DB_ALIAS))


def put_back(model: type[models.Model], told: list[bytes]) -> None:
    rows.empty(model, DEFAULT_DB_ALIAS)
    rows.load(model, told, DEFAULT_DB_ALIAS, lambda: None)


@often
@given(value=values.filter(lambda value: value is not None))
def test_what_a_json_column_holds_is_written_in_one_way(value):
    now = timezone.now()
    told = {"scanned_at": now, "received_at": now, "signals": 0, "folder": "f", "watch": "w", "store_digest": "d"}
    Delivery.objects.all().delete()
    Delivery.objects.create(totals=value, **told)

    (line,) = before = lines(Delivery)
    put_back(Delivery, before)

    assert repr(json.loads(line)["totals"]) == repr(json.loads(json.dumps(plain_json(value), sort_keys=True)))
    assert lines(Delivery) == before


@often
@given(number=st.floats(allow_nan=False, allow_infinity=False), text=words)
def test_numbers_and_words_are_neither_rounded_nor_changed(number, text):
    Series.objects.create(key="k", area_code="E08000032", received_at=timezone.now(), title=text)
    models.QuerySet(Point).delete()
    Point.objects.create(
        series=models.QuerySet(Series).get(),
        period="2027",
        period_start="2027-01-01",
        period_end="2027-12-31",
        count=2**63 - 1,
        denominator=number,
    )

    for model in (Series, Point):
        before = lines(model)
        put_back(model, before)
        assert lines(model) == before
    assert models.QuerySet(Point).get().denominator == number
    assert models.QuerySet(Series).get().title == text
    models.QuerySet(Series).delete()


def test_a_null_that_json_holds_is_not_an_empty_column():
    now = timezone.now()
    told = {"scanned_at": now, "received_at": now, "signals": 0, "folder": "f", "watch": "w", "store_digest": "d"}
    Delivery.objects.create(totals=models.Value(None, models.JSONField()), **told)

    before = lines(Delivery)
    put_back(Delivery, before)

    assert lines(Delivery) == before


@pytest.mark.parametrize(
    "line",
    [b"", b"[]", b'{"id":1}', b'{"id":1,"name":"A","more":1}', b'{"id":"one","name":"A"}', b'{"id":1,"name":null}'],
)
def test_a_line_that_is_no_row_is_refused_by_the_tables_name(line):
    with pytest.raises(NotRestored, match=r"people\.agency does not take one of its rows"):
        rows.load(Agency, [line], DEFAULT_DB_ALIAS, lambda: None)


def test_more_rows_than_fit_in_one_statement_are_put_back_in_order():
    Agency.objects.bulk_create(Agency(name=f"Agency {n:04}") for n in range(1203))
    before = lines(Agency)

    put_back(Agency, before)

    assert lines(Agency) == before
    assert json.loads(before[0])["name"] == "Agency 0000"


def test_the_last_number_that_was_given_is_told_though_its_row_is_gone():
    first = Agency.objects.create(name="First").pk
    last = Agency.objects.create(name="Last")
    number = last.pk
    last.delete()

    assert rows.last_number(Agency, DEFAULT_DB_ALIAS) == number == first + 1


def test_a_table_whose_keys_are_words_gives_no_numbers():
    assert rows.last_number(Area, DEFAULT_DB_ALIAS) is None
