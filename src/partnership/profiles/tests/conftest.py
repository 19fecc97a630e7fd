"""Bradford's profile, written by its analyst and the council's, and what it is drafted from."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from django.utils import timezone

from partnership.areas.models import Area
from partnership.ocgs import actions as groups
from partnership.ocgs import enabler_actions as enablers
from partnership.ocgs import status_actions as status
from partnership.ocgs.rules import EnablerKind
from partnership.people.rules import Marking
from partnership.profiles import actions, police, writing
from partnership.records.rules import Handling, Release
from partnership.threats import actions as threats
from partnership.threats.rules import Confidence, Estimate, Likelihood
from partnership.trends.models import Point, Series
from partnership.triage.actions import receive
from partnership.triage.rules import Arrival, Level

BRADFORD = "E08000032"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
CLOSE = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Ask the lead officer first.")
PERIOD = {"start": date(2015, 4, 1), "end": date(2015, 9, 30)}
SIGNAL = {
    **dict.fromkeys(("series_id", "measure", "level_reason", "baseline", "method", "method_version"), "made up"),
    **dict.fromkeys(("source", "store_digest"), "made up"),
    **dict.fromkeys(("would_lower", "window", "quotes"), ()),
    "area_code": BRADFORD,
    "area_name": "Bradford",
    "area_level": "district",
    "threat": "fraud",
    "threat_name": "Fraud",
    "level": Level.WATCH,
    "statement": "More fraud than expected.",
    "period": "2015-07",
    "period_start": date(2015, 7, 1),
    "period_end": date(2015, 7, 31),
    "observed": 19,
    "expected": 6.4,
    "upper": 12,
    "p": 0.0004,
    "q": 0.02,
    "first_excess": "2015-07",
    "source_groups": ("One",),
}


@pytest.fixture
def area(db):
    return Area.objects.get(code=BRADFORD)


@pytest.fixture
def analyst(bradford_analyst):
    """Bradford's analyst, cleared for the police part."""
    bradford_analyst.clearance = Marking.OFFICIAL_SENSITIVE
    bradford_analyst.save()
    return bradford_analyst


@pytest.fixture
def chair(bradford_chair):
    bradford_chair.clearance = Marking.OFFICIAL_SENSITIVE
    bradford_chair.save()
    return bradford_chair


@pytest.fixture
def council(council_officer):
    """The council's analyst, who is cleared for OFFICIAL-SENSITIVE as well and still sees nothing of police."""
    council_officer.clearance = Marking.OFFICIAL_SENSITIVE
    council_officer.save()
    return council_officer


@pytest.fixture
def group_of(analyst, chair):
    """A live group of Bradford; every call is another one."""
    numbers = count(1)

    def make(code_name="", crime="drugs-supply", release=CLOSE, **more):
        told = {"code_name": code_name or f"Quartz Number{'abcdefghijklmnopqrstuvwxyz'[next(numbers)]}"}
        made = groups.propose_group(
            area_code=BRADFORD, release=release, by=analyst, because="Three people", crime_types=[crime], **told, **more
        )
        return status.approve_move(move=made.moves.get(), because="It meets it", by=chair, seen_version=made.version)

    return make


@pytest.fixture
def enabler_for(analyst):
    """An enabler that helps the group."""

    def make(group, name="Letting agent", kind=EnablerKind.PROFESSIONAL):
        made = enablers.add_enabler(area_code=BRADFORD, release=CLOSE, by=analyst, name=name, kind=kind)
        enablers.involve(group=group, enabler=made, how="Lets flats", by=analyst)
        return made

    return make


@pytest.fixture
def threat_of(analyst, area):
    """A threat of Bradford with one edition in force."""

    def make(key="fraud", statement="Courier fraud against older people.", release=OPEN, as_of=date(2015, 9, 1)):
        made = threats.start_threat(key=key, area=area, release=release, by=analyst)
        days = dict.fromkeys(("as_of", "period_start", "period_end"), as_of)
        told = {"likelihood": Likelihood.LIKELY, "confidence": Confidence.LOW, "confidence_because": "One source"}
        estimate = Estimate(statement=statement, harm={"financial": 3}, **told, **days)
        threats.write_edition(threat=made, estimate=estimate, by=analyst, seen_version=made.version)
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def signal_of(db):
    numbers = count(1)

    def make(release=OPEN, originator=None, **changes):
        told = SIGNAL | {"engine_signal_id": f"{next(numbers):016x}"} | changes
        return receive(by=None, arrival=Arrival(**told), release=release, originator=originator)

    return make


@pytest.fixture
def series_of(db):
    """Monthly counts of Bradford, the first in that month."""

    def make(counts, first=date(2013, 10, 1), title="Robberies recorded"):
        told = dict.fromkeys(("key", "title", "measure"), title)
        told |= {"threat": "robbery", "threat_name": "Robbery", "source": "street-crime", "source_group": "Police.uk"}
        made = Series(area_code=BRADFORD, received_at=timezone.now(), **told)
        made.release = OPEN
        made.save()
        month = first
        for number in counts:
            after = (month + timedelta(days=32)).replace(day=1)
            days = {"period_start": month, "period_end": after - timedelta(days=1)}
            Point.objects.create(series=made, period=f"{month:%Y-%m}", count=number, **days)
            month = after
        return made

    return make


@pytest.fixture
def profile(area, analyst):
    return writing.start_profile(area=area, release=OPEN, by=analyst)


@pytest.fixture
def draft(profile, analyst):
    return writing.start_edition(profile=profile, by=analyst, **PERIOD)


@pytest.fixture
def part(draft, analyst):
    """The police part of the draft."""
    return police.start_police_part(edition=draft, by=analyst)


@pytest.fixture
def write():
    """Writes in a section of an edition."""

    def make(edition, by, key="about", text="What this is about.", evidence_of=None, **where):
        section = edition.sections.get(key=key, **where)
        return writing.write_section(
            section=section, text=text, evidence_of=evidence_of, by=by, seen_version=section.version
        )

    return make


@pytest.fixture
def publish(chair):
    """The edition, published."""

    def make(edition, because="New figures"):
        edition.profile.refresh_from_db()
        return writing.publish(edition=edition, because=because, by=chair, seen_version=edition.profile.version)

    return make


@pytest.fixture
def published(draft, analyst, write, publish):
    write(draft, analyst)
    return publish(draft)


@pytest.fixture
def recommend(analyst):
    def make(edition, text="Talk to the schools", p="soc4p:prevent", release=OPEN, by=analyst, **more):
        return actions.recommend(edition=edition, text=text, p=p, release=release, by=by, **more)

    return make


@pytest.fixture
def export(client_for):
    """The answer to somebody's export, with all that is asked for."""

    def ask(person, address, form="json", **changes):
        told = {"recipient": "R. Cipient", "agency": "Refuge", "because": "They run it", "keeps_conditions": "on"}
        client = client_for(person)
        page = client.get(address)
        read = page.context["form"].initial.get("conditions_read", "") if page.context else ""
        return client.post(address, {"format": form, "conditions_read": read} | told | changes)

    return ask
