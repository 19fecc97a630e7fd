"""Signals for programs: the same records, the same rules and the same log as on the pages."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from partnership.audit.models import Event, Shown
from partnership.audit.queries import who_looked
from partnership.people.rules import Act, Marking, Role
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything
from partnership.triage.actions import watch_signal
from partnership.triage.models import Signal
from partnership.triage.rules import State

BRADFORD, WAKEFIELD, FORCE = "E08000032", "E08000036", "E23000010"
LIST = "/api/v1/signals"
READING = (Act.SEE_RECORD, Act.SEE_BOARD)


def one(signal, rest=""):
    return f"{LIST}/{signal.uuid}{rest}"


def verdict(program, signal, to="dismissed", reason="Counted twice", version=1, **more):
    sent = {"to": to, "reason": reason, "version": version} | more
    return program.post(one(signal, "/verdict"), sent, "application/json")


def newest_event():
    """The newest event, but for the token through which it was done, and the records that it showed."""
    event = Event.objects.first()
    detail = {name: value for name, value in event.detail.items() if name != "token"}
    shown = set(Shown.objects.filter(event=event).values_list("object_kind", "object_key"))
    return event.actor_id, event.actor_role, event.verb, event.did, event.object_kind, event.object_key, detail, shown


@pytest.fixture
def chairs_program(program_for, bradford_chair):
    return program_for(bradford_chair)


def test_a_program_reads_all_that_the_page_shows(chairs_program, bradford_analyst, open_signal):
    watch_signal(signal=open_signal, by=bradford_analyst, reason="Too early")

    told = chairs_program.get(one(open_signal)).json()

    assert (told["state"], told["marking"], told["handling"], told["version"]) == ("watching", "OFFICIAL", "P", 2)
    assert told["evidence"]["quotes"][0]["quote"].startswith("Nineteen offences")
    assert len(told["evidence"]["window"]) == 8
    assert told["verdicts"][0]["by"] == "Bradford analyst"
    assert told["verdicts"][0]["role"] == "District analyst"
    assert told["verdicts"][0]["reason"] == "Too early"


def test_how_a_record_is_held_travels_with_it(program_for, bradford_chair, signal_of):
    ask = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask the force first.")
    signal = signal_of(release=ask, originator=bradford_chair.agency)
    program = program_for(bradford_chair)

    for told in (program.get(one(signal)).json(), *program.get(LIST).json()["signals"]):
        assert (told["handling"], told["conditions"], told["agency"]) == ("C", "Ask the force first.", "Force")


@pytest.mark.parametrize("who", ["neighbour", "partner"])
def test_what_the_owner_may_not_see_is_not_there_for_their_program(program_for, request, open_signal, who):
    program = program_for(request.getfixturevalue(who))
    missing = f"{LIST}/00000000-0000-4000-8000-000000000000"

    forbidden = program.get(one(open_signal))

    assert (forbidden.status_code, forbidden.content) == (404, program.get(missing).content)
    assert program.get(LIST).json()["total"] == 0
    assert str(open_signal.uuid) not in program.get(LIST).content.decode()


def test_a_token_for_bradford_reads_nothing_of_wakefield(program_for, add_person, signal_of):
    person = add_person("Both", Role.BOARD_CHAIR, "Force", BRADFORD, WAKEFIELD)
    here, there = signal_of(), signal_of(area_code=WAKEFIELD, area_name="Wakefield")
    above = signal_of(area_code=FORCE, area_name="West Yorkshire", area_level="force")

    program = program_for(person, area_codes=[BRADFORD])

    seen = {told["uuid"] for told in program.get(LIST).json()["signals"]}
    assert seen == {str(here.uuid), str(above.uuid)}
    assert program.get(one(there)).status_code == 404
    assert verdict(program, there).status_code == 404


def test_a_read_only_token_changes_nothing(program_for, bradford_chair, open_signal):
    program = program_for(bradford_chair, *READING)

    assert program.get(one(open_signal)).status_code == 200
    assert verdict(program, open_signal).status_code == 404
    assert program.post(one(open_signal, "/hypotheses"), {"text": "x"}, "application/json").status_code == 404
    assert everything(Signal).get().version == 1


def test_reading_leaves_the_event_that_the_page_leaves(chairs_program, client_for, bradford_chair, open_signal):
    client_for(bradford_chair).get(open_signal.get_absolute_url())
    by_page = newest_event()

    chairs_program.get(one(open_signal))

    assert newest_event() == by_page
    assert Event.objects.first().because == "To fill the weekly sheet"
    assert len(Event.objects.first().detail["token"]) == 36
    assert who_looked(open_signal)[0].count == 2


def test_a_list_tells_the_log_exactly_what_it_showed(chairs_program, signal_of):
    first, second = signal_of(), signal_of()

    chairs_program.get(LIST, {"size": 1, "page": 2})

    *_, did, _, _, _, shown = newest_event()
    assert (did, shown) == ("read signals", {("triage.signal", second.uuid.hex)})
    assert who_looked(first) == []


def test_a_list_of_one_area_is_a_reading_of_its_board(chairs_program, client_for, bradford_chair, open_signal):
    client_for(bradford_chair).get(f"/boards/{BRADFORD}/")
    by_page = newest_event()

    chairs_program.get(LIST, {"area": BRADFORD})

    assert newest_event() == by_page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "abc"),
        ({"state": "open"}, "ac"),
        ({"threat": "fraud"}, "b"),
        ({"area": FORCE}, "c"),
        ({"area": WAKEFIELD}, ""),
        ({"state": "open", "area": BRADFORD}, "a"),
        ({"marking": "x", "nothing": "y"}, "abc"),
    ],
)
def test_a_list_is_narrowed_as_asked(chairs_program, bradford_chair, signal_of, asked, found):
    signal_of(statement="a")
    watch_signal(signal=signal_of(statement="b", threat="fraud"), by=bradford_chair)
    signal_of(statement="c", area_code=FORCE, area_name="West Yorkshire", area_level="force")

    told = chairs_program.get(LIST, asked).json()

    assert "".join(each["statement"] for each in told["signals"]) == found
    assert told["total"] == len(found)


@pytest.mark.parametrize(
    "asked", [{"page": 0}, {"page": "x"}, {"page": 10**9}, {"size": 101}, {"state": "gone"}, {"area": "a b"}]
)
def test_a_list_that_cannot_be_made_is_refused_by_field(chairs_program, asked):
    answer = chairs_program.get(LIST, asked)

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == list(asked)


def test_pages_follow_each_other_and_stay_as_they_were_when_others_arrive(chairs_program, signal_of):
    made = [str(signal_of().uuid) for _ in range(5)]
    first = chairs_program.get(LIST, {"size": 2}).json()
    made.append(str(signal_of().uuid))

    pages = [first]
    while pages[-1]["next_page"]:
        pages.append(chairs_program.get(LIST, {"size": 2, "page": pages[-1]["next_page"]}).json())

    assert [each["uuid"] for page in pages for each in page["signals"]] == made
    assert chairs_program.get(LIST, {"size": 2, "page": 9}).json()["signals"] == []


def test_a_longer_list_asks_the_database_no_more_often(chairs_program, signal_of):
    counts = []
    for more in (2, 20):
        for _ in range(more):
            signal_of()
        chairs_program.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            chairs_program.get(LIST)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_without_a_record_of_it_nothing_is_told_or_changed(chairs_program, open_signal, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(Event, "save", fail)

    for answer in (
        chairs_program.get(one(open_signal)),
        chairs_program.get(LIST),
        verdict(chairs_program, open_signal),
    ):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert "cannot be written" in answer.json()["error"]
        assert open_signal.statement not in answer.content.decode()
    assert everything(Signal).get().state == State.OPEN
