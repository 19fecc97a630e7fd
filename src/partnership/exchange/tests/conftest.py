"""One record of every kind that travels, of Bradford, tied to one another and held in three ways."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from partnership.areas.models import Area
from partnership.exchange import actions, incoming
from partnership.exchange.bundling import bundle_of, written
from partnership.exchange.queries import Choice, chosen
from partnership.ocgs.models import Enabler, Group, Involvement, Requirement
from partnership.ocgs.rules import Status
from partnership.outcomes.models import Disruption, Outcome
from partnership.people.rules import Act, Marking
from partnership.plans.acting import Deed, add_action
from partnership.plans.actions import start_plan
from partnership.profiles.models import Edition, Profile, Recommendation, Section
from partnership.records.rules import Handling, Release
from partnership.records.starting import start
from partnership.thread.actions import tie
from partnership.threats import actions as threats
from partnership.threats.rules import Confidence, Estimate, Likelihood
from partnership.triage.actions import receive
from partnership.triage.rules import Arrival, ArrivalQuote, Level, WindowPoint

BRADFORD = "E08000032"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
POLICE_ONLY = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Police only")
CLOSE = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Police only\nNot to be named in public")
ARRIVAL = {
    "engine_signal_id": "0011223344556677",
    "series_id": "police.uk/firearms-and-violence/weapons/E08000032",
    "area_code": BRADFORD,
    "area_name": "Bradford",
    "area_level": "district",
    "threat": "firearms-and-violence",
    "threat_name": "Firearms and serious violence",
    "measure": "Possession of weapons recorded",
    "level": Level.WATCH,
    "level_reason": "One source group reports it.",
    "statement": "More weapons offences than expected in Bradford in July 2018.",
    "period": "2018-07",
    "period_start": date(2018, 7, 1),
    "period_end": date(2018, 7, 31),
    "observed": 19,
    "expected": 6.4,
    "upper": 12,
    "p": 0.0004,
    "q": 0.02,
    "first_excess": "2018-06",
    "baseline": "the same months of 2015 to 2017",
    "method": "farrington-flexible",
    "method_version": "1",
    "source": "police.uk",
    "source_groups": ("Police.uk",),
    "would_lower": ("A correction of the July figures by the force.",),
    "window": (
        WindowPoint("2018-06", date(2018, 6, 1), 14, 1000, 6.4, 2, 12),
        WindowPoint("2018-07", date(2018, 7, 1), 19, 1000, 6.4, 2, 12),
    ),
    "quotes": (
        ArrivalQuote(
            rank=1,
            title="Street crime in July",
            published=date(2018, 8, 14),
            source_group="Police.uk",
            link="https://example.org/july",
            quote="Nineteen offences were recorded.",
            term="weapons",
            content_hash="ab" * 32,
            where="street-crime.csv:812",
        ),
    ),
    "store_digest": "d1" * 32,
}


@pytest.fixture(autouse=True)
def cleared(bradford_chair, neighbour):
    """Both may read and take in what is OFFICIAL-SENSITIVE."""
    for person in (bradford_chair, neighbour):
        person.clearance = Marking.OFFICIAL_SENSITIVE
        person.save()


@pytest.fixture
def signal(bradford_chair):
    return receive(by=None, arrival=Arrival(**ARRIVAL), release=OPEN, originator=bradford_chair.agency)


@pytest.fixture
def made(bradford_chair):
    def make(model, release=OPEN, act=Act.PLAN, by=bradford_chair, **fields):
        return start(model, act=act, area_code=BRADFORD, release=release, by=by, **fields)

    return make


@pytest.fixture
def group(made):
    told = {"code_name": "Granite Harbour", "state": Status.ACTIVE, "crime_types": ["drugs-supply"]}
    told |= {"summary": "Supplies the north of the district.", "mapping_reference": "WY/123", "areas": ["E08000036"]}
    return made(Group, CLOSE, **told)


@pytest.fixture
def threat(bradford_chair, signal):
    area = Area.objects.get(code=BRADFORD)
    made = threats.start_threat(key="firearms-and-violence", area=area, release=POLICE_ONLY, by=bradford_chair)
    days = dict.fromkeys(("as_of", "period_start", "period_end"), date(2018, 7, 31))
    estimate = Estimate(
        statement="Weapons are carried more often.",
        likelihood=Likelihood.LIKELY,
        confidence=Confidence.MODERATE,
        confidence_because="Two sources",
        **days,
    )
    told = {"rests_on": [signal], "tied_because": "It shows the rise"}
    threats.write_edition(threat=made, estimate=estimate, by=bradford_chair, seen_version=made.version, **told)
    made.hypotheses.create(text="More is looked for", by=bradford_chair)
    return made


@pytest.fixture
def scene(bradford_chair, made, signal, threat, group):
    """Every kind of record that travels."""
    by = bradford_chair
    enabler = made(Enabler, POLICE_ONLY, name="Mill Lane yard", kind="premises", description="A yard with a gate.")
    Involvement.objects.create(group=group, enabler=enabler, how="Stores goods", by=by)
    need = made(Requirement, question="Where are the weapons from?", raised_by=by)
    tie(record=need, on=group, because="It asks about it", by=by)
    tie(record=group, on=signal, because="Both are of the same streets", by=by)
    plan = start_plan(name="Plan against Granite Harbour", target=group, release=CLOSE, by=by)
    told = Deed("soc4p:pursue", "Visit the yard with the fire service", owner_role="Inspector")
    action = add_action(plan=plan, deed=told, release=POLICE_ONLY, by=by)
    struck = made(
        Disruption,
        CLOSE,
        what="The yard was closed",
        p="soc4p:pursue",
        happened_on=date(2018, 9, 1),
        affected="group",
        lasts="months",
        evidence="Closure order",
        claimed_grade="minor",
        agency=by.agency,
        claimed_by=by,
    )
    tie(record=struck, on=action, because="By that visit", by=by)
    told = {
        "harm": "physical",
        "direction": "less",
        "evidence": "Recorded crime",
        "measure": "Offences",
        "recorded_by": by,
    }
    outcome = made(Outcome, text="Fewer offences near the yard", before=19, after=8, **told)
    tie(record=outcome, on=struck, because="After the closure", by=by)
    profile = _profile(made, by)
    told = {"profile": profile, "edition": 1, "reference": "R1", "text": "Talk to schools", "p": "soc4p:protect"}
    recommended = made(Recommendation, **told)
    return [signal, threat, group, enabler, need, plan, action, struck, outcome, profile, recommended]


def _profile(made, by):
    profile = made(Profile, area_name="Bradford", edition=1)
    days = {"period_start": date(2018, 1, 1), "period_end": date(2018, 6, 30)}
    edition = Edition.objects.create(
        profile=profile, number=1, state="published", published_at=timezone.now(), author=by, practice="2018", **days
    )
    Section.objects.create(edition=edition, key="about", heading="About", text="Bradford is a city.")
    return profile


@pytest.fixture
def bundle(scene, bradford_chair):
    """Everything that the chair may send, as one bundle."""
    return bundle_of(bradford_chair, chosen(bradford_chair, Choice()))


@pytest.fixture
def take_in():
    """Takes a bundle in for somebody, as the page does."""

    def take(told, by, area_code):
        data = told if isinstance(told, bytes) else json.dumps(told).encode()
        return actions.take_in(preview=incoming.preview(data, by=by), area_code=area_code, by=by)

    return take


@pytest.fixture
def as_file():
    return lambda told: SimpleUploadedFile("bundle.json", written(told) if isinstance(told, dict) else told)
