"""What arrives from the engine is kept once, as it arrived."""

from __future__ import annotations

from datetime import date

import pytest

from partnership.audit.models import Event
from partnership.audit.queries import history_of
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything
from partnership.triage.actions import confirm_signal, dismiss_signal, receive
from partnership.triage.models import Evidence, Quote, Signal
from partnership.triage.rules import Level, State

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
pytestmark = pytest.mark.django_db


def test_an_arrival_becomes_an_open_signal_with_its_evidence_and_quotes(arrival_of):
    arrival = arrival_of()

    signal = receive(by=None, release=OPEN, arrival=arrival)

    signal.refresh_from_db()
    evidence = signal.editions.get()
    assert (signal.state, signal.level, signal.period_end) == (State.OPEN, Level.WATCH, date(2018, 7, 31))
    assert (evidence.observed, evidence.p, evidence.digest) == (19, 0.0004, arrival.digest)
    assert evidence.window[0] == {
        "period": "2017-12",
        "period_start": "2017-12-01",
        "observed": 5,
        "denominator": None,
        "expected": None,
        "lower": None,
        "upper": None,
    }
    assert evidence.quotes.get().content_hash == "ab" * 32


def test_the_same_arrival_twice_changes_nothing(arrival_of):
    receive(by=None, release=OPEN, arrival=arrival_of())
    before = (everything(Signal).values().get(), Event.objects.count())

    receive(by=None, release=OPEN, arrival=arrival_of(store_digest="d2"))

    assert (everything(Signal).values().get(), Event.objects.count()) == before
    assert (everything(Evidence).count(), everything(Quote).count()) == (1, 1)


def test_changed_evidence_is_the_next_edition_and_the_first_stays_as_it_was(arrival_of):
    receive(by=None, release=OPEN, arrival=arrival_of())
    signal = receive(by=None, release=OPEN, arrival=arrival_of(observed=21, statement="More still.", period="2018-08"))

    assert (signal.edition, signal.version, signal.statement) == (2, 2, "More still.")
    assert list(signal.editions.values_list("edition", "observed", "period")) == [
        (2, 21, "2018-08"),
        (1, 19, "2018-07"),
    ]
    assert history_of(signal)[0].did == "received evidence"
    assert history_of(signal).count() == 2


def test_a_dismissed_signal_stays_dismissed_while_little_changes(arrival_of, bradford_chair):
    signal = receive(by=None, release=OPEN, arrival=arrival_of())
    dismiss_signal(signal=signal, reason="Counted twice", by=bradford_chair)

    again = receive(by=None, release=OPEN, arrival=arrival_of(observed=20))

    assert (again.state, again.edition) == (State.DISMISSED, 2)


def test_a_dismissed_signal_whose_evidence_grew_is_opened_again_and_says_why(arrival_of, bradford_chair):
    signal = receive(by=None, release=OPEN, arrival=arrival_of())
    dismiss_signal(signal=signal, reason="Counted twice", by=bradford_chair)

    again = receive(by=None, release=OPEN, arrival=arrival_of(source_groups=("Police.uk", "The Courier")))

    verdict = again.verdicts.first()
    assert (again.state, verdict.state, verdict.by, verdict.role) == (State.OPEN, State.OPEN, None, "system")
    assert "The Courier" in verdict.reason
    assert (history_of(again)[0].did, history_of(again)[0].because) == ("reopened signal", verdict.reason)


def test_a_slow_rise_is_measured_from_what_was_judged_and_not_from_the_step_before(arrival_of, bradford_chair):
    signal = receive(by=None, release=OPEN, arrival=arrival_of(observed=19))
    dismiss_signal(signal=signal, reason="Counted twice", by=bradford_chair)

    states = [receive(by=None, release=OPEN, arrival=arrival_of(observed=n)).state for n in (21, 23, 25, 27)]

    assert states == [State.DISMISSED, State.DISMISSED, State.DISMISSED, State.OPEN]


def test_a_confirmed_signal_stays_confirmed_when_more_arrives(arrival_of, bradford_chair):
    signal = receive(by=None, release=OPEN, arrival=arrival_of())
    confirm_signal(signal=signal, by=bradford_chair)

    assert receive(by=None, release=OPEN, arrival=arrival_of(observed=90)).state == State.CONFIRMED


def test_evidence_that_is_not_a_number_is_turned_away_whole(arrival_of):
    with pytest.raises(ValueError, match="JSON"):
        receive(by=None, release=OPEN, arrival=arrival_of(q=float("inf")))

    assert not everything(Signal).exists()
