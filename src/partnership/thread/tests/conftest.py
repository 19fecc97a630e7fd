"""Threats of two districts and a signal, to tie to each other."""

from __future__ import annotations

from datetime import date

import pytest

from partnership.people.rules import Act, Marking, Role
from partnership.records.rules import Handling, Release
from partnership.records.starting import start
from partnership.threats.models import Threat
from partnership.triage.actions import receive
from partnership.triage.rules import Arrival, Level

BRADFORD = "E08000032"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
POLICE_ONLY = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Police only.")
WORDS = ("series_id", "measure", "level_reason", "baseline", "method", "method_version", "source", "store_digest")
ARRIVAL = dict.fromkeys(WORDS, "made up") | {
    "engine_signal_id": "00000000000000aa",
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
def signal_of(db):
    def make(release=OPEN, *, originator=None, **changes):
        return receive(by=None, arrival=Arrival(**(ARRIVAL | changes)), release=release, originator=originator)

    return make


@pytest.fixture
def signal(signal_of):
    return signal_of()


@pytest.fixture
def threat_of(bradford_analyst):
    def make(release=OPEN, *, by=bradford_analyst, area_code=BRADFORD, **changes):
        told = {"key": "fraud", "name": "Fraud", "area_name": "Bradford"} | changes
        return start(Threat, act=Act.ASSESS_THREAT, area_code=area_code, release=release, by=by, **told)

    return make


@pytest.fixture
def threat(threat_of):
    return threat_of()


@pytest.fixture
def police_officer(add_person):
    """Another of the force's analysts in Bradford."""
    return add_person("Second analyst", Role.DISTRICT_ANALYST, "Force", BRADFORD)
