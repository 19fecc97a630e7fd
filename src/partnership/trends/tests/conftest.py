"""A series of West Yorkshire's weapons offences, invented for the tests."""

from calendar import monthrange
from datetime import date

import pytest

from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.trends.actions import receive_series
from partnership.trends.rules import ReceivedPoint, ReceivedSeries


@pytest.fixture
def series_of():
    """A monthly series for Bradford with the given counts, but for what the test changes."""

    def make(*counts, denominator=1000.0, grows_by=0.0, **changes):
        points = tuple(
            ReceivedPoint(
                f"2018-{m:02}",
                date(2018, m, 1),
                date(2018, m, monthrange(2018, m)[1]),
                count,
                denominator and denominator + m * grows_by,
            )
            for m, count in enumerate(counts, start=1)
        )
        told = {
            "key": "police.uk/firearms-and-violence/weapons/E08000032",
            "title": "Possession of weapons",
            "measure": "Possession of weapons recorded",
            "threat": "firearms-and-violence",
            "threat_name": "Firearms and serious violence",
            "area_code": "E08000032",
            "source": "police-uk",
            "source_group": "Police.uk",
            "licence": "Open Government Licence v3.0",
            "denominator_kind": "all crime",
            "store_digest": "ab" * 32,
            "points": points,
        }
        return ReceivedSeries(**(told | changes))

    return make


@pytest.fixture
def published(db):
    """Takes series in as what they are: published, and open to whoever reads the area's board."""

    def receive(series):
        release = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
        receive_series(by=None, series=series, releases={one.key: release for one in series})

    return receive
