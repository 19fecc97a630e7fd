"""Deciding and noting by a program: the rules, the refusals and the words of the signal's page."""

from __future__ import annotations

import pytest

from partnership.audit.queries import history_of
from partnership.records.unscoped import everything
from partnership.triage.actions import dismiss_signal
from partnership.triage.models import Hypothesis, Signal
from partnership.triage.rules import State

BRADFORD, WAKEFIELD = "E08000032", "E08000036"
SAY_WHY = "Say why, so that the board can see the reason later."
HOSTILE = (
    "<script>alert(1)</script>",
    "'; DROP TABLE people_person; --",
    "{{ 7|add:7 }} %s {0.__class__}",
    "\u202egnp.exe \u0627\u0644\u0633\u0644\u0627\u0645",
    "=1301*1303",
    "👩‍👩‍👧‍👦 Z͑ͫ̓ͪ̂",
    'a"b\\c\nd',
)


def one(signal, rest=""):
    return f"/api/v1/signals/{signal.uuid}{rest}"


def verdict(program, signal, to="dismissed", reason="Counted twice", version=1, **more):
    sent = {"to": to, "reason": reason, "version": version} | more
    return program.post(one(signal, "/verdict"), sent, "application/json")


@pytest.fixture
def chairs_program(program_for, bradford_chair):
    return program_for(bradford_chair)


def test_a_verdict_by_a_program_is_its_owners(chairs_program, client_for, bradford_chair, signal_of):
    by_hand, by_program = signal_of(), signal_of()
    sent = {"to": "dismissed", "reason": "Counted twice", "version": 1}
    client_for(bradford_chair).post(f"/signals/{by_hand.uuid}/verdict/", sent)

    told = verdict(chairs_program, by_program).json()

    assert (told["state"], told["version"], told["marking"]) == ("dismissed", 2, "OFFICIAL")
    page, program = history_of(by_hand)[0], history_of(by_program)[0]
    assert (program.verb, program.did, program.because) == (page.verb, page.did, "Counted twice")
    assert program.detail.keys() - page.detail.keys() == {"token"}
    assert by_program.verdicts.get().by == bradford_chair


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"reason": " "}, "reason", SAY_WHY),
        ({"to": "open"}, "to", "That is not possible in the state the signal is in now."),
        ({"to": "closed"}, "to", "Input should be 'open', 'watching', 'confirmed' or 'dismissed'."),
        ({"version": 0}, "version", "greater than or equal to 1"),
        ({"version": 10**30}, "version", "less than or equal to"),
        ({"version": None}, "version", "valid integer"),
        ({"reason": "x" * 2001}, "reason", "at most 2000 characters"),
    ],
)
def test_a_verdict_that_cannot_be_followed_is_refused_in_words(chairs_program, open_signal, sent, field, words):
    answer = verdict(chairs_program, open_signal, **sent)

    assert answer.status_code == 422
    assert words in answer.json()["fields"][field]
    assert everything(Signal).get().state == State.OPEN


def test_a_verdict_on_an_older_version_is_told_what_changed_as_on_the_page(
    chairs_program, client_for, bradford_chair, bradford_analyst, open_signal
):
    dismiss_signal(signal=open_signal, reason="Counted twice", by=bradford_analyst)
    sent = {"to": "confirmed", "reason": "", "version": 1}
    page = client_for(bradford_chair).post(f"/signals/{open_signal.uuid}/verdict/", sent)

    answer = verdict(chairs_program, open_signal, to="confirmed", reason="")

    told = answer.json()
    assert (page.status_code, answer.status_code, told["version"]) == (409, 409, 2)
    assert told["error"] in page.content.decode()
    assert told["error"].startswith("Bradford analyst dismissed signal while you were reading.")
    assert [change["title"] for change in told["changes"]] == ["Dismissed signal"]
    assert verdict(chairs_program, open_signal, to="open", version=told["version"]).status_code == 200


@pytest.mark.parametrize("body", [b"", b"[1]", b'"to"', b"3", b"null"])
def test_a_body_that_is_no_object_is_refused_in_words(chairs_program, open_signal, body):
    answer = chairs_program.post(one(open_signal, "/verdict"), body, "application/json")

    assert answer.status_code == 422
    assert answer.json()["error"] or answer.json()["fields"]


@pytest.mark.parametrize("body", [b"", b"{", b"{}", b'{"to": "watching", "version": 1}'])
def test_what_is_not_theirs_answers_as_what_is_not_there_whatever_the_body(program_for, neighbour, open_signal, body):
    program, missing = program_for(neighbour), "/api/v1/signals/00000000-0000-4000-8000-000000000000"

    hidden = program.post(one(open_signal, "/verdict"), body, "application/json")
    nowhere = program.post(f"{missing}/verdict", body, "application/json")

    assert (hidden.status_code, hidden.content) == (nowhere.status_code, nowhere.content)
    assert everything(Signal).get().version == 1


def test_fields_that_nothing_asks_for_are_ignored(chairs_program, open_signal):
    more = {"marking": "OFFICIAL-SENSITIVE", "area_code": WAKEFIELD, "by": 1, "state": "open", "edition": 9}

    assert verdict(chairs_program, open_signal, **more).status_code == 200
    signal = everything(Signal).get()
    assert (signal.marking, signal.area_code, signal.edition) == ("OFFICIAL", BRADFORD, 1)


def test_a_hypothesis_is_kept_under_the_owners_name(program_for, council_officer, open_signal):
    program = program_for(council_officer)

    told = program.post(one(open_signal, "/hypotheses"), {"text": "An amnesty"}, "application/json").json()

    assert (told["hypothesis"]["text"], told["hypothesis"]["by"]) == ("An amnesty", "Council officer")
    assert told["signal"]["marking"] == "OFFICIAL"
    assert program.get(one(open_signal)).json()["hypotheses"][0]["text"] == "An amnesty"


def test_nothing_is_noted_on_a_dismissed_signal(chairs_program, bradford_chair, open_signal):
    dismiss_signal(signal=open_signal, reason="Counted twice", by=bradford_chair)

    answer = chairs_program.post(one(open_signal, "/hypotheses"), {"text": "An amnesty"}, "application/json")

    assert answer.status_code == 422
    assert answer.json() == {"error": "You may not note a hypothesis on this signal.", "fields": {}}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_come_back_as_they_were_sent(chairs_program, open_signal, text):
    assert verdict(chairs_program, open_signal, reason=text).status_code == 200
    assert verdict(chairs_program, open_signal, to="open", reason=text, version=2).status_code == 200
    noted = chairs_program.post(one(open_signal, "/hypotheses"), {"text": text}, "application/json")

    told = chairs_program.get(one(open_signal)).json()

    assert noted.json()["hypothesis"]["text"] == text
    assert [each["reason"] for each in told["verdicts"]] == [text, text]
    assert told["hypotheses"][0]["text"] == text


def test_characters_that_nobody_sees_are_taken_out_of_bodies_as_of_forms(chairs_program, open_signal):
    body = rb'{"text": "Seen\u0000 at \u001b[31mnine\ud800", "more": ["\u0000"]}'

    chairs_program.post(one(open_signal, "/hypotheses"), body, "application/json")

    assert everything(Hypothesis).get().text == "Seen at [31mnine"
