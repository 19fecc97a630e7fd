"""A records manager, and records that fall due."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from partnership.people.rules import Marking, Role
from partnership.records.rules import Handling, Release
from partnership.trends.actions import receive_series
from partnership.trends.models import Series
from partnership.trends.rules import ReceivedPoint, ReceivedSeries

BRADFORD, WAKEFIELD = "E08000032", "E08000036"


@pytest.fixture
def manager(add_person):
    return add_person("Records manager", Role.RECORDS_MANAGER, "Force", BRADFORD)


@pytest.fixture
def take_in(db):
    """Takes one series in, and gives it as held; every field but the key may be changed."""

    def take(key="weapons", area_code=BRADFORD, counts=(6, 5, 19)):
        points = tuple(
            ReceivedPoint(f"2018-{m:02}", date(2018, m, 1), date(2018, m, 28), count, None)
            for m, count in enumerate(counts, start=1)
        )
        told = dict.fromkeys(("title", "measure", "threat", "threat_name", "source", "source_group"), "Weapons")
        series = ReceivedSeries(
            key=key,
            area_code=area_code,
            licence="",
            denominator_kind=None,
            store_digest="",
            points=points,
            **told,
        )
        release = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
        receive_series(by=None, series=[series], releases={key: release})
        return Series._base_manager.filter(key=key).first()

    return take


@pytest.fixture
def due(take_in):
    """A series of Bradford whose review was due yesterday."""
    series = take_in()
    series.review_on = timezone.localdate() - timedelta(days=1)
    series.save()
    return series
