"""The same for programs, and as a file."""

from __future__ import annotations

from partnership.people.rules import Act

from .conftest import WAKEFIELD

EXPORT = {"format": "csv", "recipient": "A. Person", "agency": "Council", "because": "For the board"}


def test_a_program_finds_what_its_owner_sees(program_for, group_of, bradford_analyst, neighbour):
    group = group_of()
    group_of("Granite of Wakefield", by=neighbour, area_code=WAKEFIELD)

    told = program_for(bradford_analyst).get("/api/v1/find?q=granite").json()

    assert told["total"] == 1
    assert told["found"][0]["record"]["uuid"] == str(group.uuid)
    assert told["found"][0]["record"]["marking"] == "OFFICIAL"
    assert "counterfeit" in told["found"][0]["passage"]


def test_a_narrowed_token_finds_less_than_its_owner(program_for, group_of, commissioners_officer):
    group_of()
    everywhere = program_for(commissioners_officer, Act.SEE_RECORD, Act.SEE_BOARD)
    elsewhere = program_for(commissioners_officer, Act.SEE_RECORD, Act.SEE_BOARD, area_codes=[WAKEFIELD])

    assert everywhere.get("/api/v1/find?q=granite").json()["total"] == 1
    assert elsewhere.get("/api/v1/find?q=granite").json()["total"] == 0


def test_a_program_reads_page_by_page(program_for, group_of, bradford_analyst):
    for n in range(3):
        group_of(f"Granite {n}")
    program = program_for(bradford_analyst)

    first = program.get("/api/v1/find?q=granite&size=2").json()
    second = program.get("/api/v1/find?q=granite&size=2&page=2").json()

    assert [len(first["found"]), first["next_page"], len(second["found"]), second["next_page"]] == [2, 2, 1, None]
    assert program.get("/api/v1/find?q=granite&page=9").json()["found"] == []
    assert program.get("/api/v1/find?q=granite&kind=plans.plan").json()["total"] == 0


def test_what_was_found_leaves_as_a_file_with_how_it_is_held(client_for, group_of, bradford_analyst):
    group_of()

    file = client_for(bradford_analyst).post("/find/export/?q=granite", EXPORT)

    text = file.content.decode("utf-8-sig")
    assert file.headers["Content-Type"].startswith("text/csv")
    assert "Granite Harbour" in text
    assert "OFFICIAL" in text
