"""What may be tied to what, by whom, and what is left when it is taken back."""

import pytest

from partnership.audit.models import Event
from partnership.people.rules import NotAllowed
from partnership.retention.actions import dispose
from partnership.thread.actions import tie, untie
from partnership.thread.models import Tie
from partnership.thread.queries import thread_of

from .conftest import POLICE_ONLY

WHY = "The rise of July is what the estimate speaks of."


def test_a_tie_is_seen_from_both_ends(threat, signal, bradford_analyst):
    tie(record=threat, on=signal, because=WHY, by=bradford_analyst)

    assert [step.record for step in thread_of(bradford_analyst, threat).rests_on] == [signal]
    assert [step.record for step in thread_of(bradford_analyst, signal).came_of] == [threat]


def test_tying_twice_is_one_tie(threat, signal, bradford_analyst):
    first = tie(record=threat, on=signal, because=WHY, by=bradford_analyst)

    assert tie(record=threat, on=signal, because="Again", by=bradford_analyst) == first
    assert Tie.objects.count() == 1


def test_an_edition_is_tied_on_its_own(threat, signal, bradford_analyst):
    tie(record=threat, on=signal, because=WHY, by=bradford_analyst, edition=1, on_edition=1)
    tie(record=threat, on=signal, because=WHY, by=bradford_analyst, edition=2, on_edition=2)

    assert [step.tie.on_edition for step in thread_of(bradford_analyst, threat).rests_on] == [1, 2]


@pytest.mark.parametrize("because", ["", "   "])
def test_a_tie_says_why(threat, signal, bradford_analyst, because):
    with pytest.raises(NotAllowed, match="why"):
        tie(record=threat, on=signal, because=because, by=bradford_analyst)


def test_who_may_not_assess_ties_nothing(threat, signal, council_officer):
    with pytest.raises(NotAllowed):
        tie(record=threat, on=signal, because=WHY, by=council_officer)


def test_nobody_ties_to_what_they_do_not_see(threat, signal_of, bradford_analyst, council_officer):
    unseen = signal_of(POLICE_ONLY, originator=council_officer.agency)

    with pytest.raises(NotAllowed):
        tie(record=threat, on=unseen, because=WHY, by=bradford_analyst)


def test_a_signal_rests_on_no_other_record(threat, signal, bradford_analyst):
    with pytest.raises(NotAllowed):
        tie(record=signal, on=threat, because=WHY, by=bradford_analyst)


def test_a_record_does_not_rest_on_itself(threat, bradford_analyst):
    with pytest.raises(NotAllowed):
        tie(record=threat, on=threat, because=WHY, by=bradford_analyst)


def test_what_is_taken_back_is_gone_from_the_thread_and_stays_in_the_log(threat, signal, bradford_analyst):
    made = tie(record=threat, on=signal, because=WHY, by=bradford_analyst)

    untie(record=threat, tie=made, because="It was another street", by=bradford_analyst)

    assert thread_of(bradford_analyst, threat).rests_on == ()
    assert [event.did for event in Event.objects.order_by("sequence")][-2:] == [
        "tied record to another",
        "untied record",
    ]


def test_nothing_is_taken_back_twice(threat, signal, bradford_analyst):
    made = tie(record=threat, on=signal, because=WHY, by=bradford_analyst)
    untie(record=threat, tie=made, because="It was another street", by=bradford_analyst)

    with pytest.raises(NotAllowed, match="already"):
        untie(record=threat, tie=made, because="Again", by=bradford_analyst)


def test_who_does_not_see_the_far_end_is_shown_no_tie(threat_of, signal, bradford_analyst, council_officer):
    hidden = threat_of(POLICE_ONLY)
    tie(record=hidden, on=signal, because=WHY, by=bradford_analyst)

    assert thread_of(council_officer, signal).came_of == ()


def test_a_record_that_is_held_less_closely_than_what_it_rests_on_says_so(threat, signal_of, bradford_analyst):
    close = signal_of(POLICE_ONLY, originator=bradford_analyst.agency)
    tie(record=threat, on=close, because=WHY, by=bradford_analyst)

    assert thread_of(bradford_analyst, threat).is_looser


def test_disposal_takes_the_ties_along(threat, signal, bradford_analyst, records_manager):
    tie(record=threat, on=signal, because=WHY, by=bradford_analyst)

    dispose(record=signal, because="No purpose left", seen_version=signal.version, by=records_manager)

    assert Tie.objects.count() == 0


def test_a_long_thread_costs_as_many_queries_as_a_short_one(
    threat, signal_of, bradford_analyst, django_assert_max_num_queries
):
    for number in range(12):
        one = signal_of(engine_signal_id=f"{number:016x}")
        tie(record=threat, on=one, because=WHY, by=bradford_analyst)

    with django_assert_max_num_queries(30):
        assert len(thread_of(bradford_analyst, threat).rests_on) == 12
