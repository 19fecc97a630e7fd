"""The whole way in Bradford: a signal with a quote, the threat and the group that rest on it, a plan, an action, a
disruption and what changed."""

from __future__ import annotations

from datetime import date

import pytest

from partnership.ocgs.models import Group
from partnership.ocgs.rules import Status
from partnership.outcomes.models import Disruption, Outcome
from partnership.outcomes.rules import Direction, Grade
from partnership.people.rules import Act, Marking
from partnership.plans.acting import Deed, add_action
from partnership.plans.actions import start_plan
from partnership.records.rules import Handling, Release
from partnership.records.starting import start
from partnership.thread.actions import tie
from partnership.threats.models import Threat
from partnership.triage.actions import receive
from partnership.triage.rules import Arrival, ArrivalQuote, Level, WindowPoint

BRADFORD = "E08000032"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
POLICE_ONLY = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Police only.")
WORDS = ("series_id", "measure", "level_reason", "baseline", "method", "method_version", "source", "store_digest")
QUOTE = ArrivalQuote(
    rank=1,
    title="Scrap thefts double",
    published=date(2018, 7, 9),
    source_group="Courier",
    link="https://example.test/scrap",
    quote="Copper was taken from four churches in one night.",
    term="copper",
    content_hash="0" * 64,
    where="courier.csv, record 3",
)
ARRIVAL = dict.fromkeys(WORDS, "made up") | {
    "engine_signal_id": "00000000000000aa",
    "area_code": BRADFORD,
    "area_name": "Bradford",
    "area_level": "district",
    "threat": "acquisitive-crime",
    "threat_name": "Organised acquisitive crime",
    "level": Level.WATCH,
    "statement": "More copper thefts than expected in Bradford.",
    "period": "2018-07",
    "period_start": date(2018, 7, 1),
    "period_end": date(2018, 7, 31),
    "first_excess": "2018-07",
    "source_groups": ("Courier",),
    "would_lower": (),
    "window": (WindowPoint("2018-07", date(2018, 7, 1), 19.0, None, 6.4, 2.0, 12.0),),
    "quotes": (QUOTE,),
}
ARRIVAL |= {"observed": 19, "expected": 6.4, "upper": 12, "p": 0.0004, "q": 0.02}


@pytest.fixture
def signal(db):
    return receive(by=None, arrival=Arrival(**ARRIVAL), release=OPEN)


@pytest.fixture
def threat(signal, bradford_analyst):
    told = {"key": "acquisitive-crime", "name": "Organised acquisitive crime", "area_name": "Bradford"}
    made = start(Threat, act=Act.ASSESS_THREAT, area_code=BRADFORD, release=OPEN, by=bradford_analyst, **told)
    tie(record=made, on=signal, because="The rise of July", by=bradford_analyst)
    return made


@pytest.fixture
def group_of(threat, bradford_analyst):
    def make(release=OPEN):
        told = {"code_name": "Granite Harbour", "state": Status.ACTIVE, "crime_types": ["acquisitive-crime"]}
        by = bradford_analyst
        made = start(Group, act=Act.WORK_ON_GROUP, area_code=BRADFORD, release=release, by=by, **told)
        tie(record=made, on=threat, because="They take the copper", by=bradford_analyst)
        return made

    return make


@pytest.fixture
def action_for(bradford_analyst):
    def make(target, text="Visit the scrapyards"):
        plan = start_plan(name=f"Plan for {target}", target=target, release=OPEN, by=bradford_analyst)
        return add_action(plan=plan, deed=Deed("soc4p:pursue", text), release=OPEN, by=bradford_analyst)

    return make


@pytest.fixture
def outcome_of(bradford_analyst, bradford_chair):
    """What changed, resting on a disruption that rests on the action."""

    def make(action):
        by, told = bradford_analyst, {"area_code": BRADFORD, "release": OPEN, "act": Act.PLAN}
        deed = {"what": "Two yards closed", "p": "soc4p:pursue", "happened_on": date(2018, 9, 3), "evidence": "Notices"}
        deed |= {"affected": "group", "lasts": "months", "claimed_grade": Grade.MODERATE, "agency": by.agency}
        disruption = start(Disruption, by=by, claimed_by=by, **deed, **told)
        tie(record=disruption, on=action, because="It was done for it", by=by)
        change = {"text": "Fewer churches lost copper", "harm": "financial", "direction": Direction.LESS}
        made = Outcome(area_code=BRADFORD, originator=by.agency, evidence="Counts", recorded_by=by, **change)
        made.release = OPEN
        made.save()
        tie(record=made, on=disruption, because="It fell after the yards closed", by=by)
        return made

    return make


@pytest.fixture
def outcome(group_of, action_for, outcome_of):
    return outcome_of(action_for(group_of()))
