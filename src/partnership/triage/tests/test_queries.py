"""What each person sees of the signals."""

from __future__ import annotations

import pytest

from partnership.triage import queries
from partnership.triage.actions import confirm_signal, dismiss_signal, reopen_signal, watch_signal
from partnership.triage.rules import Level

BRADFORD = "E08000032"


def test_a_dismissed_signal_stays_off_the_board(bradford_chair, open_signal):
    dismiss_signal(signal=open_signal, reason="Counted twice", by=bradford_chair)

    assert open_signal not in queries.board_for(bradford_chair, BRADFORD)


def test_the_board_holds_open_and_watched_signals_highest_level_first(bradford_chair, signal_of):
    watched = signal_of(q=0.001)
    likely = signal_of(q=0.04)
    unlikely = signal_of(q=0.3)
    warning = signal_of(q=0.9, level=Level.WARNING)
    watch_signal(signal=watched, by=bradford_chair)

    assert queries.board_for(bradford_chair, BRADFORD) == [warning, watched, likely, unlikely]


def test_a_signal_on_the_board_holds_its_newest_evidence(bradford_chair, signal_of):
    signal = signal_of(observed=19)
    signal_of(engine_signal_id=signal.engine_signal_id, observed=20)

    assert [row.evidence.observed for row in queries.board_for(bradford_chair, BRADFORD)] == [20]


@pytest.mark.parametrize("who", ["neighbour", "administrator", "auditor"])
def test_a_board_is_empty_for_whoever_may_not_see_it(request, open_signal, who):
    person = request.getfixturevalue(who)

    assert queries.board_for(person, BRADFORD) == []
    assert not queries.seen_by(person).filter(pk=open_signal.pk).exists()


def test_everyone_below_sees_what_is_raised_above(bradford_analyst, neighbour, force_signal):
    for person in (bradford_analyst, neighbour):
        assert force_signal in queries.seen_by(person)


def test_the_context_is_the_open_signals_above_nearest_first(bradford_chair, signal_of, force_signal):
    country = signal_of(area_code="K02000001", area_name="United Kingdom", level=Level.WARNING)
    world = signal_of(area_code="WORLD", area_name="World", level=Level.WARNING)
    signal_of()

    assert queries.context_for(bradford_chair, BRADFORD) == [force_signal, country, world]
    assert queries.context_for(bradford_chair, "E23000010") == [country, world]


def test_the_context_of_an_area_out_of_sight_is_empty(neighbour, force_signal):
    assert queries.context_for(neighbour, BRADFORD) == []


def test_counts_name_only_areas_the_viewer_may_see(bradford_chair, neighbour, signal_of):
    signal_of()
    signal_of()

    assert queries.counts_by_area(bradford_chair)[BRADFORD] == 2
    assert BRADFORD not in queries.counts_by_area(neighbour)
    assert queries.counts_by_area(neighbour)["E08000036"] == 0


def test_decided_lately_is_the_verdict_in_force_newest_first(bradford_chair, signal_of):
    confirmed, reopened, dismissed = signal_of(), signal_of(), signal_of()
    confirm_signal(signal=confirmed, by=bradford_chair)
    dismiss_signal(signal=reopened, reason="Counted twice", by=bradford_chair)
    reopen_signal(signal=reopened, reason="It was not", by=bradford_chair)
    dismiss_signal(signal=dismissed, reason="Counted twice", by=bradford_chair)

    lately = queries.decided_lately(bradford_chair, BRADFORD)

    assert [verdict.signal for verdict in lately] == [dismissed, confirmed]
    assert queries.decided_lately(bradford_chair, "E08000036") == []
