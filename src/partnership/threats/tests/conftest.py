"""Threats of Bradford and West Yorkshire, made through the slice's own actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest

from partnership.areas.models import Area
from partnership.people.models import Person
from partnership.people.rules import Marking, Role
from partnership.records.rules import Handling, Release
from partnership.threats.actions import start_threat, write_edition
from partnership.threats.models import Threat
from partnership.threats.rules import Confidence, Estimate, Likelihood
from partnership.trends.actions import receive_series
from partnership.trends.rules import ReceivedPoint, ReceivedSeries
from partnership.triage.actions import confirm_signal, receive
from partnership.triage.models import Signal
from partnership.triage.rules import Arrival, ArrivalQuote, Level, WindowPoint

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
BRADFORD, WAKEFIELD, FORCE = "E08000032", "E08000036", "E23000010"
ESTIMATE = Estimate(
    as_of=date(2018, 3, 1),
    period_start=date(2017, 3, 1),
    period_end=date(2018, 2, 28),
    statement="People are made to work in car washes and kept in debt.",
    likelihood=Likelihood.LIKELY,
    confidence=Confidence.LOW,
    confidence_because="One source group.",
    harm={"physical": 2, "psychological": 3},
)


@pytest.fixture
def estimate() -> Callable[..., Estimate]:
    """An estimate, but for what the test changes."""
    return lambda **changes: replace(ESTIMATE, **changes)


@pytest.fixture
def force_analyst(add_person) -> Person:
    """Posted to the force's area alone, so that no district's own records open by that."""
    return add_person("Force analyst", Role.DISTRICT_ANALYST, "Force", FORCE)


@pytest.fixture
def everywhere(add_person) -> Person:
    return add_person("Everywhere", Role.DISTRICT_ANALYST, "Force", FORCE, BRADFORD, WAKEFIELD)


@pytest.fixture
def started(bradford_analyst) -> Callable[..., Threat]:
    """A threat without an edition; in Bradford and open to its board unless told otherwise."""

    def make(key="modern-slavery", *, area=BRADFORD, release=OPEN, by=None) -> Threat:
        return start_threat(key=key, area=Area.objects.get(code=area), release=release, by=by or bradford_analyst)

    return make


@pytest.fixture
def write(bradford_analyst) -> Callable[..., Any]:
    """The next edition of a threat, but for what the test changes."""

    def make(threat: Threat, *, by=None, rests_on=(), tied_because="", figures=(), **changes):
        told = replace(ESTIMATE, **({"because": "More is known."} | changes))
        return write_edition(
            threat=threat,
            estimate=told,
            by=by or bradford_analyst,
            seen_version=threat.version,
            rests_on=rests_on,
            tied_because=tied_because,
            figures=figures,
        )

    return make


@pytest.fixture
def threat_of(started, write) -> Callable[..., Threat]:
    """A threat with one edition."""

    def make(key="modern-slavery", *, area=BRADFORD, release=OPEN, by=None, **changes) -> Threat:
        threat = started(key, area=area, release=release, by=by)
        write(threat, by=by, **changes)
        return threat

    return make


@pytest.fixture
def threat(threat_of) -> Threat:
    return threat_of()


@pytest.fixture
def signal_of(db) -> Callable[..., Signal]:
    """A signal about modern slavery in Bradford, but for what the test changes; every call is another one."""
    numbers = count(1)

    def make(*, release=OPEN, **changes) -> Signal:
        quote = ArrivalQuote(1, "Raid", date(2018, 8, 1), "Paper", "", "Six people were found.", "raid", "ab" * 32, "1")
        told = {
            "engine_signal_id": f"{next(numbers):016x}",
            "series_id": "news/modern-slavery/documents/E08000032",
            "area_code": BRADFORD,
            "area_name": "Bradford",
            "area_level": "district",
            "threat": "modern-slavery",
            "threat_name": "Modern slavery and human trafficking",
            "measure": "documents",
            "level": Level.SIGNAL,
            "level_reason": "Two source groups report it.",
            "statement": "More reports of modern slavery than expected in Bradford in July 2018.",
            "period": "2018-07",
            "period_start": date(2018, 7, 1),
            "period_end": date(2018, 7, 31),
            "observed": 19,
            "expected": 6.4,
            "upper": 12,
            "p": 0.0004,
            "q": 0.02,
            "first_excess": "2018-07",
            "baseline": "earlier months",
            "method": "farrington-flexible",
            "method_version": "1",
            "source": "news",
            "source_groups": ("Paper", "Police"),
            "would_lower": (),
            "window": (WindowPoint("2018-07", date(2018, 7, 1), 19, 1000, 6.4, 2, 12),),
            "quotes": (quote,),
            "store_digest": "d1" * 32,
        }
        return receive(by=None, arrival=Arrival(**(told | changes)), release=release)

    return make


@pytest.fixture
def confirmed(signal_of, bradford_chair) -> Callable[..., Signal]:
    def make(**changes) -> Signal:
        return confirm_signal(signal=signal_of(**changes), by=bradford_chair)

    return make


def month(year: int, number: int, many: int) -> ReceivedPoint:
    last = {2: 29 if year % 4 == 0 else 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(number, 31)
    return ReceivedPoint(f"{year}-{number:02}", date(year, number, 1), date(year, number, last), many, None)


@pytest.fixture
def series(db) -> Callable[..., ReceivedSeries]:
    """A published series about modern slavery in Bradford: 20 each July of two years, then 40."""

    def make(*points: ReceivedPoint, release=OPEN, **changes) -> ReceivedSeries:
        told = {
            "key": "police/modern-slavery/offences/E08000032",
            "title": "Modern slavery offences",
            "measure": "Modern slavery offences recorded",
            "threat": "modern-slavery",
            "threat_name": "Modern slavery and human trafficking",
            "area_code": BRADFORD,
            "source": "police-uk",
            "source_group": "Police recorded crime",
            "licence": "OGL",
            "denominator_kind": None,
            "store_digest": "ab" * 32,
            "points": points or (month(2017, 7, 20), month(2018, 7, 40)),
        }
        one = ReceivedSeries(**(told | changes))
        receive_series(by=None, series=[one], releases={one.key: release})
        return one

    return make
