"""Records of Bradford, two who decide how they are held, and a partner of another agency."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from django.utils import timezone

from partnership.people.rules import Marking, Role
from partnership.records.actions import share_record
from partnership.records.rules import Handling, Release
from partnership.triage.actions import receive
from partnership.triage.rules import Arrival, Level

BRADFORD = "E08000032"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
ASK_FIRST = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask the force before you act on it.")
CLOSE = Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, "")
WORDS = ("series_id", "measure", "level_reason", "baseline", "method", "method_version", "source", "store_digest")
ARRIVAL = dict.fromkeys(WORDS, "made up") | {
    "area_code": BRADFORD,
    "area_name": "Bradford",
    "area_level": "district",
    "threat": "fraud",
    "threat_name": "Fraud",
    "level": Level.WATCH,
    "statement": "More fraud than expected in Bradford.",
    "period": "2018-07",
    "period_start": date(2018, 7, 1),
    "period_end": date(2018, 7, 31),
    "first_excess": "2018-07",
    "source_groups": ("One",),
}
ARRIVAL |= {"observed": 19, "expected": 6.4, "upper": 12, "p": 0.0004, "q": 0.02}
ARRIVAL |= dict.fromkeys(("would_lower", "window", "quotes"), ())


@pytest.fixture
def record_of(db):
    """A signal of Bradford; every call is another one."""
    numbers = count(1)

    def make(release=OPEN, *, originator=None, **changes):
        arrival = Arrival(**(ARRIVAL | {"engine_signal_id": f"{next(numbers):016x}"} | changes))
        return receive(by=None, arrival=arrival, release=release, originator=originator)

    return make


@pytest.fixture
def record(record_of):
    return record_of()


@pytest.fixture
def second_chair(add_person):
    return add_person("Second chair", Role.BOARD_CHAIR, "Force", BRADFORD)


@pytest.fixture
def partner(add_person):
    return add_person("Partner", Role.PARTNER, "Charity")


@pytest.fixture
def next_month():
    return timezone.localdate() + timedelta(days=30)


@pytest.fixture
def share(bradford_chair, partner, next_month):
    """Shares a record with the partner, or with whom the test says."""

    def make(record, **changes):
        told = {"to_person": partner, "because": "They run the refuge", "until": next_month, "by": bradford_chair}
        return share_record(record=record, **(told | changes))

    return make
