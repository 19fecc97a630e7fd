"""Groups in Bradford and round about, and the enablers that help them. The people come from the site's own fixtures."""

from __future__ import annotations

from itertools import count

import pytest
from django.utils import timezone

from partnership.conftest import BRADFORD
from partnership.ocgs.actions import assess_group, propose_group
from partnership.ocgs.enabler_actions import add_enabler, involve
from partnership.ocgs.models import Group
from partnership.ocgs.requirement_actions import raise_requirement
from partnership.ocgs.rules import EnablerKind, Reach
from partnership.ocgs.schemes import in_force
from partnership.ocgs.status_actions import approve_move
from partnership.people.rules import Marking, Role
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
CLOSE = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Force only.")


@pytest.fixture
def second_analyst(add_person):
    """Another of Bradford's analysts, who often sees things otherwise."""
    return add_person("Second analyst", Role.DISTRICT_ANALYST, "Force", BRADFORD)


@pytest.fixture
def wakefield_chair(add_person):
    return add_person("Wakefield chair", Role.BOARD_CHAIR, "Force", "E08000036")


@pytest.fixture
def proposed(bradford_analyst):
    """A group that Bradford's analyst proposed; every call is another one."""
    numbers = count(1)

    def make(*, by=None, release=OPEN, area_code=BRADFORD, **changes) -> Group:
        told = {
            "code_name": f"Granite {next(numbers)}",
            "crime_types": ["drugs-supply", "money-laundering"],
            "reach": Reach.CROSS_DISTRICT,
            "areas": ["E08000035"],
            "summary": "Sells in the north of the district.",
            "mapping_reference": "",
            "because": "Four people acting together for a year",
        }
        return propose_group(area_code=area_code, release=release, by=by or bradford_analyst, **(told | changes))

    return make


@pytest.fixture
def approve(bradford_chair):
    """The group, once the open change of its status is approved."""

    def settle(group, *, by=None) -> Group:
        move = group.moves.get(accepted__isnull=True)
        return approve_move(move=move, because="It meets it", by=by or bradford_chair, seen_version=group.version)

    return settle


@pytest.fixture
def group_of(proposed, approve):
    """An active group of Bradford's, approved by its chair."""

    def make(**changes) -> Group:
        return approve(proposed(**changes))

    return make


@pytest.fixture
def group(group_of):
    return group_of(code_name="Granite Harbour")


@pytest.fixture
def steps():
    """The same step for every criterion of a scheme, but for what the test changes."""

    def make(scheme="attributes", step=2, **changes):
        return dict.fromkeys((c.key for c in in_force().schemes[scheme].criteria), step) | changes

    return make


@pytest.fixture
def assess(group, bradford_analyst, today, steps):
    def make(*, by=None, scheme="attributes", of=None, as_of=None, step=2, note="", **changes):
        inputs = steps(scheme, step, **changes)
        return assess_group(
            group=of or group,
            scheme=scheme,
            inputs=inputs,
            as_of=as_of or today,
            note=note,
            by=by or bradford_analyst,
        )

    return make


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def enabler_of(bradford_analyst):
    numbers = count(1)

    def make(*, by=None, release=OPEN, area_code=BRADFORD, **changes):
        told = {"name": f"Car wash {next(numbers)}", "kind": EnablerKind.BUSINESS, "description": "Takes in cash."}
        return add_enabler(area_code=area_code, release=release, by=by or bradford_analyst, **(told | changes))

    return make


@pytest.fixture
def enabler(enabler_of):
    return enabler_of(name="Letting agent, west of the centre", kind=EnablerKind.PROFESSIONAL)


@pytest.fixture
def tie(bradford_analyst):
    def make(group, enabler, *, by=None, how="Lets flats without papers", **changes):
        return involve(group=group, enabler=enabler, how=how, by=by or bradford_analyst, **changes)

    return make


@pytest.fixture
def requirement_of(bradford_analyst):
    def make(*, by=None, release=OPEN, area_code=BRADFORD, **changes):
        told = {"question": "Who lets the flats?", "because": "Without that no one can close them"}
        return raise_requirement(area_code=area_code, release=release, by=by or bradford_analyst, **(told | changes))

    return make


@pytest.fixture
def now_at():
    """The group as the database has it."""

    def fresh(group) -> Group:
        return everything(Group).get(pk=group.pk)

    return fresh


@pytest.fixture
def fill(group, enabler_of, tie, requirement_of, assess, add_person):
    """So many enablers, requirements and assessments of one group, each by another analyst."""
    numbers = count(1)

    def make(many, of=None):
        held = of or group
        for number in (next(numbers) for _ in range(many)):
            analyst = add_person(f"Analyst {number}", Role.DISTRICT_ANALYST, "Force", BRADFORD)
            tie(held, enabler_of())
            requirement_of(question=f"Who? {number}", about=held)
            assess(of=held, by=analyst)

    return make
