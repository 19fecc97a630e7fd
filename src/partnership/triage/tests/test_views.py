"""What each person is shown, and what they are told is not there."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership.audit.queries import history_of
from partnership.records.unscoped import everything
from partnership.triage.actions import dismiss_signal, watch_signal
from partnership.triage.models import Hypothesis, Signal
from partnership.triage.rules import Level, State

BOARD = reverse("triage:board", args=["E08000032"])
SAY_WHY = "Say why, so that the board can see the reason later."
DECIDERS = ["bradford_chair", "bradford_analyst"]
ONLOOKERS = ["council_officer", "commissioners_officer"]
OUTSIDERS = ["neighbour", "administrator", "auditor"]


def verdict_url(signal):
    return reverse("triage:decide", args=[signal.uuid])


def verdict(signal, to, reason=""):
    return {"to": to, "reason": reason, "version": signal.version}


@pytest.mark.parametrize("who", DECIDERS)
def test_those_posted_to_bradford_see_its_board_and_may_decide(request, client_for, open_signal, who):
    page = client_for(request.getfixturevalue(who)).get(BOARD).content.decode()

    assert "<h1" in page
    assert "Bradford: signals" in page
    assert open_signal.get_absolute_url() in page
    assert 'value="dismissed"' in page


@pytest.mark.parametrize("who", ONLOOKERS)
def test_onlookers_see_but_cannot_decide(request, client_for, open_signal, who):
    client = client_for(request.getfixturevalue(who))

    for url in (BOARD, open_signal.get_absolute_url()):
        page = client.get(url).content.decode()
        assert open_signal.statement in page
        assert 'value="dismissed"' not in page
    assert client.post(verdict_url(open_signal), verdict(open_signal, "confirmed")).status_code == 404
    many = reverse("triage:decide-many", args=["E08000032"])
    assert client.post(many, {"signal": [open_signal.row], "to": "confirmed"}).status_code == 404
    assert everything(Signal).get().state == State.OPEN


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_find_neither_the_board_nor_the_signal(request, client_for, open_signal, who):
    client = client_for(request.getfixturevalue(who))

    assert client.get(BOARD).status_code == 404
    assert client.get(open_signal.get_absolute_url()).status_code == 404
    assert client.post(verdict_url(open_signal), verdict(open_signal, "confirmed")).status_code == 404
    hypothesis = reverse("triage:hypothesis", args=[open_signal.uuid])
    assert client.post(hypothesis, {"text": "An amnesty"}).status_code == 404
    assert everything(Signal).get().state == State.OPEN


def test_what_is_forbidden_and_what_is_missing_look_the_same(client_for, neighbour, open_signal):
    client = client_for(neighbour)
    missing = "/signals/00000000-0000-4000-8000-000000000000/"

    forbidden_page = client.get(open_signal.get_absolute_url()).content.decode()
    missing_page = client.get(missing).content.decode()

    address_or_token = r"[0-9a-f-]{36}|[0-9A-Za-z]{64}"
    assert re.sub(address_or_token, "", forbidden_page) == re.sub(address_or_token, "", missing_page)


def test_whoever_is_signed_out_is_asked_to_sign_in(client, open_signal):
    for url in (BOARD, open_signal.get_absolute_url()):
        assert client.get(url).status_code == 302
        assert client.get(url)["Location"].startswith("/sign-in/")


def test_the_neighbours_map_shows_no_number_for_bradford(client_for, neighbour, open_signal):
    page = client_for(neighbour).get(reverse("triage:board", args=["E08000036"])).content.decode()

    assert BOARD not in page
    assert open_signal.statement not in page


def test_a_board_with_nothing_on_it_says_that_quiet_is_not_safe(client_for, bradford_chair):
    page = client_for(bradford_chair).get(BOARD).content.decode()

    assert "Nothing that you may see was raised in the sources scanned. That is not the same as no crime" in page


def test_the_board_can_be_narrowed_by_threat_and_level(client_for, bradford_chair, signal_of):
    warning = signal_of(level=Level.WARNING, statement="The warning.")
    fraud = signal_of(threat="fraud", threat_name="Fraud", statement="The fraud.")
    client = client_for(bradford_chair)

    by_level = client.get(BOARD, {"level": "warning"}).content.decode()
    by_threat = client.get(BOARD, {"threat": "fraud"}).content.decode()

    assert warning.statement in by_level
    assert fraud.statement not in by_level
    assert fraud.statement in by_threat
    assert warning.statement not in by_threat
    assert "1 more not listed" in by_threat


@pytest.mark.parametrize("asked", [{"level": "everything"}, {"threat": "' OR 1=1"}, {"level": "\x00"}])
def test_a_filter_the_board_does_not_offer_is_ignored(client_for, bradford_chair, open_signal, asked):
    answer = client_for(bradford_chair).get(BOARD, asked)

    assert answer.status_code == 200
    assert open_signal.statement in answer.content.decode()


def test_watched_signals_and_signals_from_above_have_their_own_places(
    client_for, bradford_chair, open_signal, force_signal
):
    watch_signal(signal=open_signal, by=bradford_chair)

    page = client_for(bradford_chair).get(BOARD).content.decode()

    assert "0 open, 1 being watched" in page
    assert page.index("Being watched") < page.index(open_signal.get_absolute_url())
    assert force_signal.get_absolute_url() in page


def test_the_board_asks_the_database_no_more_often_when_it_is_longer(client_for, bradford_chair, signal_of):
    client = client_for(bradford_chair)
    for _ in range(5):
        signal_of()
    client.get(BOARD)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(BOARD)
    for _ in range(45):
        signal_of()

    with CaptureQueriesContext(connection) as many:
        page = client.get(BOARD).content.decode()

    assert page.count('class="triage-signal"') == 50
    assert len(many) == len(few)


def test_a_dismissal_without_a_reason_is_refused_beside_the_field(client_for, bradford_chair, open_signal):
    answer = client_for(bradford_chair).post(verdict_url(open_signal), verdict(open_signal, "dismissed"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "govuk-error-summary" in page
    assert page.count(SAY_WHY) == 2
    assert everything(Signal).get().state == State.OPEN


def test_a_dismissal_with_a_reason_leaves_the_board_and_reaches_the_audit(client_for, bradford_chair, open_signal):
    client = client_for(bradford_chair)

    answer = client.post(verdict_url(open_signal), verdict(open_signal, "dismissed", "Counted twice"), follow=True)

    assert answer.redirect_chain == [(BOARD, 302)]
    assert "0 open" in answer.content.decode()
    assert history_of(open_signal)[0].because == "Counted twice"


def test_a_verdict_on_a_page_left_open_is_refused_and_says_what_changed(
    client_for, bradford_chair, bradford_analyst, open_signal
):
    posted = verdict(open_signal, "confirmed", "Seen by patrol")
    dismiss_signal(signal=open_signal, reason="Counted twice", by=bradford_analyst)

    answer = client_for(bradford_chair).post(verdict_url(open_signal), posted)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bradford analyst dismissed signal while you were reading. The reason given: \u2068Counted twice" in page
    assert "Seen by patrol" in page
    assert f'name="version" value="{open_signal.version}"' in page
    assert everything(Signal).get().state == State.DISMISSED


def test_a_verdict_without_a_choice_is_refused(client_for, bradford_chair, open_signal):
    answer = client_for(bradford_chair).post(verdict_url(open_signal), {"version": 1})

    assert answer.status_code == 422
    assert "Choose what to do with this signal." in answer.content.decode()


def test_a_dismissed_signal_offers_only_to_be_reopened(client_for, bradford_chair, open_signal):
    dismiss_signal(signal=open_signal, reason="Counted twice", by=bradford_chair)

    page = client_for(bradford_chair).get(open_signal.get_absolute_url()).content.decode()

    assert 'value="open"' in page
    assert 'value="confirmed"' not in page


def test_several_signals_are_decided_at_once_and_those_refused_are_named(client_for, bradford_chair, signal_of):
    first, second = signal_of(statement="The first."), signal_of(statement="The second.")
    rows = [first.row, second.row]
    watch_signal(signal=second, by=bradford_chair)
    many = reverse("triage:decide-many", args=["E08000032"])

    answer = client_for(bradford_chair).post(
        many, {"signal": rows, "to": "dismissed", "reason": "One event"}, follow=True
    )

    page = answer.content.decode()
    assert everything(Signal).get(pk=first.pk).state == State.DISMISSED
    assert everything(Signal).get(pk=second.pk).state == State.WATCHING
    assert "Now dismissed: \u2068The first.\u2069" in page
    assert "Left as it was: \u2068The second.\u2069" in page


@pytest.mark.parametrize(
    ("posted", "error"),
    [
        ({"to": "dismissed", "reason": ""}, SAY_WHY),
        ({"to": "dismissed", "reason": "One event", "signal": []}, "Choose at least one signal."),
        ({"to": "dismissed", "reason": "One event", "signal": ["rubbish"]}, "Tick the signals again"),
    ],
)
def test_a_bulk_verdict_that_cannot_be_followed_changes_nothing(client_for, bradford_chair, open_signal, posted, error):
    many = reverse("triage:decide-many", args=["E08000032"])

    answer = client_for(bradford_chair).post(many, {"signal": [open_signal.row]} | posted)

    assert answer.status_code == 422
    assert error in answer.content.decode()
    assert everything(Signal).get().state == State.OPEN


def test_a_hypothesis_is_seen_by_the_others(client_for, council_officer, bradford_chair, open_signal):
    url = reverse("triage:hypothesis", args=[open_signal.uuid])

    client_for(council_officer).post(url, {"text": "An amnesty week"})

    assert "An amnesty week" in client_for(bradford_chair).get(open_signal.get_absolute_url()).content.decode()


def test_an_empty_hypothesis_is_refused_on_the_page(client_for, council_officer, open_signal):
    url = reverse("triage:hypothesis", args=[open_signal.uuid])

    answer = client_for(council_officer).post(url, {"text": " "})

    assert answer.status_code == 422
    assert "Write what might explain it." in answer.content.decode()
    assert not everything(Hypothesis).exists()


def test_opening_a_signal_is_audited_and_only_deciders_see_who_looked(
    client_for, council_officer, bradford_chair, open_signal
):
    council = client_for(council_officer).get(open_signal.get_absolute_url()).content.decode()
    chair = client_for(bradford_chair).get(open_signal.get_absolute_url()).content.decode()

    assert [event.did for event in history_of(open_signal)[:2]] == ["read signal", "read signal"]
    assert "Who did and saw what" not in council
    assert "Council officer" in chair


def test_the_signal_page_explains_itself(client_for, bradford_chair, open_signal):
    page = client_for(bradford_chair).get(open_signal.get_absolute_url()).content.decode()

    for told in (
        open_signal.level_reason,
        "19 counted, where 6.4 was expected and up to 12 would be no surprise.",
        "about once in 2,500 periods",
        "about 2 in 100",
        "the same months of 2015 to 2017",
        "A correction of the July figures by the force.",
        "<mark>possession of weapons</mark>",
        'href="https://example.org/july" rel="noreferrer noopener"',
        "ab" * 32,
        open_signal.evidence.digest,
        "d1" * 32,
        "farrington-flexible",
    ):
        assert told in page


def test_earlier_editions_stay_on_the_page(client_for, bradford_chair, signal_of):
    signal = signal_of()
    first = signal.evidence.digest
    signal_of(engine_signal_id=signal.engine_signal_id, observed=21)

    page = client_for(bradford_chair).get(signal.get_absolute_url()).content.decode()

    assert "Earlier evidence" in page
    assert first[:12] in page
