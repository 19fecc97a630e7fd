"""A token reaches a part of what its owner reaches, whatever it was made for and wherever they are posted."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnership.people.models import Narrowing, Person
from partnership.people.rules import Act, Marking, Role
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything
from partnership.triage.models import Signal
from partnership.triage.rules import State

BRADFORD, WAKEFIELD, FORCE = "E08000032", "E08000036", "E23000010"


@pytest.fixture
def all_sorts(signal_of, bradford_chair):
    """Signals in every place, marking, handling and state that the rules tell apart."""
    handlings = ((Handling.PERMITTED, ""), (Handling.CONDITIONAL, "Ask first."))
    for place, marking, (handling, words), mine in product((BRADFORD, WAKEFIELD, FORCE), Marking, handlings, (0, 1)):
        agency = bradford_chair.agency if mine else None
        made = signal_of(release=Release(marking, handling, words), originator=agency, area_code=place)
        everything(Signal).filter(pk=made.pk).update(state=State.DISMISSED if made.pk % 3 == 0 else State.OPEN)


areas = st.frozensets(st.sampled_from([BRADFORD, WAKEFIELD, FORCE, "WORLD"]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    role=st.sampled_from(Role),
    clearance=st.sampled_from(Marking),
    posted=areas,
    acts=st.frozensets(st.sampled_from(Act)),
    limits=st.none() | areas,
)
def test_no_token_reaches_a_record_or_an_act_that_its_owner_does_not(
    all_sorts, bradford_chair, role, clearance, posted, acts, limits
):
    with transaction.atomic():
        owner, narrowed = (Person.objects.get(pk=bradford_chair.pk) for _ in range(2))
        for person in (owner, narrowed):
            person.role, person.clearance = role, clearance
        owner.postings.all().delete()
        for code in posted:
            owner.postings.create(area_code=code)
        narrowed.narrowing = Narrowing(acts, limits, owner.uuid, "To look")

        assert narrowed.area_codes == owner.area_codes & (owner.area_codes if limits is None else limits)
        for act in Act:
            assert owner.may(act) or not narrowed.may(act)
            reached, whole = (set(Signal.objects.allowing(p, act).values_list("pk")) for p in (narrowed, owner))
            assert reached <= whole
            assert reached == set() or act in acts
        transaction.set_rollback(True)
