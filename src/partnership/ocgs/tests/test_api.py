"""What programs read of groups, enablers and requirements: by code name and role, and no more than the owner sees."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnership.audit.models import Event
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release

API = "/api/v1"
CLOSE = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Force only.")


@pytest.fixture
def program(program_for, bradford_analyst):
    return program_for(bradford_analyst)


@pytest.fixture
def reads(program):
    def count(*addresses):
        with CaptureQueriesContext(connection) as found:
            assert {program.get(f"{API}/{at}").status_code for at in addresses} == {200}
        return len(found)

    return count


def test_assessments_stand_side_by_side_and_none_replaces_another(program, group, assess, second_analyst):
    assess(step=1)
    assess(step=2)
    assess(step=4, by=second_analyst)

    told = program.get(f"{API}/groups/{group.uuid}").json()

    assert sorted(next(iter(each["steps"].values())) for each in told["assessments"]) == [2, 4]
    assert [next(iter(each["steps"].values())) for each in told["earlier_assessments"]] == [1]
    assert {each["role"] for each in told["assessments"]} == {"District analyst"}


def test_a_program_reads_roles_and_no_name_of_whoever_answers_for_a_group(
    program, group, bradford_analyst, bradford_chair
):
    group.assignments.create(duty="lead", person=bradford_chair, by=bradford_analyst, because="Took over")

    answer = program.get(f"{API}/groups/{group.uuid}")

    assert [(each["duty"], each["role"]) for each in answer.json()["duties"]] == [("lead", "Board chair")]
    assert answer.json()["moves"][0]["accepted"] is True
    assert not {bradford_analyst.name, bradford_chair.name} & set(answer.content.decode().split('"'))


def test_an_enabler_is_told_beside_a_group_only_to_who_sees_both(
    program, program_for, council_officer, group, enabler_of, tie
):
    held, shown = enabler_of(release=CLOSE), enabler_of()
    tie(group, held)
    tie(group, shown)

    told = program_for(council_officer).get(f"{API}/groups/{group.uuid}").json()["enablers"]

    assert [each["enabler"]["title"] for each in told] == [shown.name]
    assert {row.object_key for row in Event.objects.first().shown.all()} == {group.uuid.hex, shown.uuid.hex}
    assert program.get(f"{API}/enablers/{shown.uuid}").json()["groups"][0]["group"]["title"] == group.code_name


def test_the_lists_are_narrowed(program, group, group_of, enabler, enabler_of, requirement_of):
    group_of(reach="national")
    enabler_of()
    requirement_of()

    assert program.get(f"{API}/groups?state=active&reach=national").json()["total"] == 1
    assert program.get(f"{API}/groups?area=E08000036").json()["total"] == 0
    assert [one["groups_helped"] for one in program.get(f"{API}/enablers?kind=professional").json()["enablers"]] == [0]
    (one,) = program.get(f"{API}/intelligence-requirements?state=open").json()["requirements"]
    assert program.get(f"{API}/intelligence-requirements/{one['uuid']}").json() == one


def test_a_partners_program_lists_no_group_and_opens_none(program_for, partner, group):
    program = program_for(partner)

    assert [program.get(f"{API}/{at}").status_code for at in ("groups", f"groups/{group.uuid}")] == [404, 404]


def test_more_rows_take_no_more_queries(reads, group, group_of, assess, enabler, enabler_of, tie, requirement_of):
    tie(group, enabler)
    assess()
    requirement_of()
    addresses = ("groups", f"groups/{group.uuid}", "enablers", f"enablers/{enabler.uuid}", "intelligence-requirements")
    before = reads(*addresses)
    for n in range(2):
        tie(group, enabler_of())
        tie(group_of(), enabler)
        assess(note=str(n))
        requirement_of(question=f"Who drives {n}?")

    assert reads(*addresses) == before
