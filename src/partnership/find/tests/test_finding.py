"""What somebody finds, and in which order; what they may not see is neither found nor counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnership.find.actions import bring_up_to_date
from partnership.find.queries import Search, find
from partnership.ocgs.models import Enabler, Requirement
from partnership.people.rules import Act, Marking
from partnership.records.actions import share_record
from partnership.records.rules import Handling, Release
from partnership.records.starting import start

from .conftest import OPEN, WAKEFIELD

CLOSE = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask first.")


def numbers(person, query, **chosen):
    """By facet, its choices and how many each leaves."""
    search = Search(query, {name: frozenset(values) for name, values in chosen.items()})
    return {
        facet.name: {one.value: one.number for one in facet.options} for facet in find(person, search).counted.facets
    }


def test_titles_that_answer_come_first_and_then_the_newest(bradford_chair, bradford_analyst, titles, group_of):
    told = {"act": Act.WORK_ON_GROUP, "area_code": "E08000032", "release": OPEN, "by": bradford_chair}
    for question, days in (("Who sells vapes?", 9), ("Who rents stalls?", 1), ("Who carries stock?", 5)):
        raised = timezone.now() - timedelta(days=days)
        because = "" if "vape" in question else "Vapes were found."
        start(Requirement, question=question, because=because, raised_by=bradford_chair, raised_at=raised, **told)

    assert titles(bradford_analyst, "vape") == ["Who sells vapes?", "Who rents stalls?", "Who carries stock?"]


@pytest.mark.parametrize("who", ["neighbour", "council_officer", "partner", "auditor", "administrator"])
def test_who_may_not_see_a_record_finds_nothing_of_it(request, group_of, who):
    group_of(release=CLOSE)

    found = find(request.getfixturevalue(who), Search("granite"))

    assert found.counted.total == 0
    assert found.counted.facets == ()
    assert found.results == ()


def test_a_partner_finds_what_is_shared_with_them(group_of, bradford_chair, partner, titles):
    group = group_of()
    assert titles(partner, "granite") == []

    until = timezone.localdate() + timedelta(days=9)
    share_record(record=group, because="To help", until=until, by=bradford_chair, to_person=partner)

    assert titles(partner, "granite") == ["Granite Harbour"]


def test_what_is_hidden_changes_neither_number_nor_order(group_of, neighbour, council_officer):
    group_of("Granite One")
    group_of("Granite Two")
    before = find(council_officer, Search("granite"))

    group_of("Granite Three", release=CLOSE)
    group_of("Granite Four", by=neighbour, area_code=WAKEFIELD)

    after = find(council_officer, Search("granite"))
    assert after.counted == before.counted
    assert [hit.pk for hit in after.page] == [hit.pk for hit in before.page]


def test_what_was_found_is_narrowed_and_each_choice_says_what_it_leaves(group_of, bradford_analyst, titles):
    group_of("Granite One")
    group_of("Granite Two", state="archived")

    assert numbers(bradford_analyst, "granite")["state"] == {"Active": 1, "Archived": 1}
    assert titles(bradford_analyst, "granite", state="Active") == ["Granite One"]
    assert numbers(bradford_analyst, "granite", state={"Active"})["state"] == {"Active": 1, "Archived": 1}
    assert numbers(bradford_analyst, "granite", state={"Active"})["kind"] == {"ocgs.group": 1}
    assert titles(bradford_analyst, "granite", state="Active", kind="plans.plan") == []


def test_a_group_is_not_found_by_how_an_enabler_helps_it(group_of, bradford_chair, bradford_analyst, titles):
    told = {"act": Act.WORK_ON_GROUP, "area_code": "E08000032", "release": OPEN, "by": bradford_chair}
    enabler = start(Enabler, name="Yard", kind="premises", **told)
    group_of().involvements.create(enabler=enabler, how="Launders chameleons", by=bradford_chair)

    assert bring_up_to_date(tell=lambda kind, done: None, by=None) == 0
    assert titles(bradford_analyst, "chameleons") == []


def test_pages_hold_what_they_say(group_of, bradford_analyst):
    for n in range(5):
        group_of(f"Granite {n}")

    pages = [find(bradford_analyst, Search("granite"), page=n, size=2) for n in (1, 2, 3)]

    assert [len(found.results) for found in pages] == [2, 2, 1]
    assert len({result.record.pk for found in pages for result in found.results}) == 5
    assert {found.counted.narrowed for found in pages} == {5}


def test_as_many_reads_for_many_results_as_for_one(group_of, bradford_analyst, django_assert_num_queries):
    group_of("Granite")
    with CaptureQueriesContext(connection) as one:
        find(bradford_analyst, Search("granite"))
    for n in range(12):
        group_of(f"Granite {n}")

    with django_assert_num_queries(len(one)):
        find(bradford_analyst, Search("granite"))
