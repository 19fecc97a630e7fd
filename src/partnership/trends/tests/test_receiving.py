import pytest
from django.db import IntegrityError, transaction

from partnership.audit.models import Event
from partnership.records.unscoped import everything
from partnership.trends.actions import Receipt, receive_series
from partnership.trends.models import Point, Series

pytestmark = pytest.mark.django_db


def events():
    return Event.objects.filter(did="received series").count()


def test_a_series_is_kept_as_it_arrived(series_of):
    arrival = series_of(6, 5, 19)

    receipt = receive_series(by=None, series=[arrival])

    assert receipt == Receipt(new=1, changed=0, unchanged=0)
    assert everything(Series).get().as_received == arrival


def test_the_same_series_again_changes_nothing(series_of):
    receive_series(by=None, series=[series_of(6, 5, 19)])
    before = (everything(Series).get().received_at, list(everything(Point).values_list("pk", flat=True)))

    receipt = receive_series(by=None, series=[series_of(6, 5, 19, store_digest="cd" * 32)])

    assert receipt == Receipt(new=0, changed=0, unchanged=1)
    assert (everything(Series).get().received_at, list(everything(Point).values_list("pk", flat=True))) == before
    assert events() == 1


def test_a_revised_count_takes_the_place_of_the_old(series_of):
    receive_series(by=None, series=[series_of(6, 5, 19)])

    receipt = receive_series(by=None, series=[series_of(6, 7, 19, 8)])

    assert receipt == Receipt(new=0, changed=1, unchanged=0)
    assert [point.count for point in everything(Series).get().points.all()] == [6, 7, 19, 8]


def test_a_series_that_did_not_arrive_stays(series_of):
    receive_series(by=None, series=[series_of(6), series_of(3, key="another")])
    receive_series(by=None, series=[series_of(7)])

    assert everything(Series).get(key="another").points.get().count == 3


def test_one_delivery_leaves_one_event_by_whoever_brought_it(series_of, bradford_analyst):
    receive_series(by=bradford_analyst, series=[series_of(6), series_of(3, key="another")])

    event = Event.objects.get(did="received series")
    assert event.actor_id == str(bradford_analyst.pk)
    assert event.detail == {"new": 2, "changed": 0}


def test_half_a_delivery_is_never_kept(series_of):
    backwards = series_of(6, key="backwards").points[0]
    broken = series_of(6, key="broken", points=(backwards, backwards))

    with pytest.raises(IntegrityError), transaction.atomic():
        receive_series(by=None, series=[series_of(6), broken])

    assert not everything(Series).exists()
    assert events() == 0
