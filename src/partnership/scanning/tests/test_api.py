"""What programs read of emerging words and of who agrees."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnership.audit.models import Event
from partnership.records.rules import Release
from partnership.scanning.actions import judge
from partnership.scanning.rules import Standing

API = "/api/v1"


@pytest.fixture
def program(program_for, bradford_analyst):
    return program_for(bradford_analyst)


def test_a_program_reads_a_word_with_its_periods_and_what_people_made_of_it(program, offered, bradford_analyst):
    term = judge(term=offered(), standing=Standing.NOISE, reason="A song", by=bradford_analyst)

    answer = program.get(f"{API}/emerging-terms/{term.uuid}")

    told = answer.json()
    assert [each["period"] for each in told["sightings"]] == ["2017-W10", "2017-W11"]
    (judged,) = told["judgements"]
    assert (judged["standing"], judged["reason"], judged["role"]) == ("noise", "A song", "District analyst")
    assert bradford_analyst.name not in answer.content.decode()
    assert Event.objects.first().shown.get().object_key == term.uuid.hex


def test_words_are_narrowed_by_what_people_made_of_them(program, offered, word_of, bradford_analyst):
    offered(word_of(), word_of("nitrous"))
    judge(term=offered(word_of("van")), standing=Standing.CANDIDATE, reason="", by=bradford_analyst)

    found = program.get(f"{API}/emerging-terms?standing=candidate").json()["terms"]

    assert [each["term"] for each in found] == ["van"]
    assert program.get(f"{API}/emerging-terms?size=2&page=2").json()["next_page"] is None
    assert program.get(f"{API}/emerging-terms?area=E08000036").json()["total"] == 0


def test_agreement_stands_between_those_next_to_it(program, agreed):
    held = agreed()

    told = program.get(f"{API}/concepts/{held['less'].uuid}").json()

    assert (told["concept"]["size"], told["above"]) == (3, [])
    assert [each["uuid"] for each in told["below"]] == [str(held["more"].uuid)]
    assert Event.objects.first().shown.count() == 2
    assert [each["size"] for each in program.get(f"{API}/concepts").json()["concepts"]] == [3, 2]


def test_what_the_owner_may_not_see_is_neither_listed_nor_opened(program_for, neighbour, offered, agreed):
    term, held, program = offered(release=Release()), agreed(release=Release()), program_for(neighbour)

    assert program.get(f"{API}/emerging-terms").json()["total"] == 0
    assert program.get(f"{API}/concepts").json()["total"] == 0
    for at in (f"emerging-terms/{term.uuid}", f"concepts/{held['less'].uuid}"):
        assert program.get(f"{API}/{at}").status_code == 404


def test_more_words_and_periods_take_no_more_queries(program, offered, word_of):
    def reads():
        with CaptureQueriesContext(connection) as found:
            assert program.get(f"{API}/emerging-terms").status_code == 200
        return len(found)

    offered()
    before = reads()
    offered(word_of(), word_of("nitrous"), word_of("van"))

    assert reads() == before
