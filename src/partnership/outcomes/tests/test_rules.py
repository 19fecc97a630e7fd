"""What may be claimed, changed, withdrawn and decided, state by state."""

from datetime import date

import pytest

from partnership.outcomes.rules import (
    Choices,
    Claim,
    ClaimState,
    Grade,
    event_key,
    may_accept,
    may_change,
    may_claim,
    may_contribute,
    may_fold,
    may_moderate,
    may_take_out,
    may_withdraw,
)

TODAY = date(2016, 4, 1)
CHOICES = Choices(["soc4p:pursue"], ["market"], ["months"])
SETTLED = [state for state in ClaimState if state is not ClaimState.CLAIMED]


def claim(**changes):
    told = {"what": "Two licences revoked", "p": "soc4p:pursue", "happened_on": TODAY, "affected": "market"}
    return Claim(**(told | {"lasts": "months", "evidence": "The register", "grade": Grade.MINOR} | changes))


def test_a_claim_that_says_everything_may_be_made():
    assert may_claim(claim(), CHOICES, today=TODAY) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"what": " "}, "what was done"),
        ({"p": "soc4p:party"}, "one of the Ps"),
        ({"affected": "weather"}, "what was affected"),
        ({"lasts": "forever"}, "how long"),
        ({"happened_on": date(2016, 4, 2)}, "not in the future"),
        ({"happened_on": date(1, 1, 1)}, "thirty years"),
        ({"evidence": ""}, "what shows it"),
    ],
)
def test_a_claim_that_lacks_something_says_what(changes, said):
    assert said in may_claim(claim(**changes), CHOICES, today=TODAY)


def test_a_choice_that_the_lists_have_lost_stays_where_it_was():
    lost = claim(p="soc4p:party", affected="weather", lasts="forever")

    assert may_claim(lost, CHOICES, today=TODAY, was=lost) is None
    assert may_claim(lost, CHOICES, today=TODAY, was=claim()) is not None


@pytest.mark.parametrize("state", SETTLED)
def test_what_is_settled_is_neither_changed_nor_withdrawn_nor_moderated(state):
    assert may_change(state, is_claimer=True) is not None
    assert may_withdraw(state, is_claimer=True, reason="Wrong", folded=0) is not None
    assert may_moderate(state, is_claimer=False) is not None


def test_only_its_claimer_changes_or_withdraws_a_claim():
    assert may_change(ClaimState.CLAIMED, is_claimer=True) is None
    assert "Only whoever" in may_change(ClaimState.CLAIMED, is_claimer=False)
    assert "Only whoever" in may_withdraw(ClaimState.CLAIMED, is_claimer=False, reason="Wrong", folded=0)


def test_nobody_moderates_their_own_claim():
    assert "Somebody else" in may_moderate(ClaimState.CLAIMED, is_claimer=True)
    assert may_moderate(ClaimState.CLAIMED, is_claimer=False) is None


def test_a_claim_that_another_is_counted_with_is_not_withdrawn():
    told = {"is_claimer": True, "reason": "Wrong"}

    assert "Another claim" in may_withdraw(ClaimState.CLAIMED, folded=1, **told)
    assert may_withdraw(ClaimState.CLAIMED, folded=0, **told) is None


def test_another_grade_than_was_claimed_needs_a_reason():
    assert "Enter why" in may_accept(grade=Grade.MAJOR, claimed=Grade.MINOR, reason=" ")
    assert may_accept(grade=Grade.MAJOR, claimed=Grade.MINOR, reason="All three closed") is None
    assert may_accept(grade=Grade.MINOR, claimed=Grade.MINOR, reason="") is None


@pytest.mark.parametrize("into", [None, ClaimState.DECLINED, ClaimState.WITHDRAWN, ClaimState.DUPLICATE])
def test_a_claim_is_counted_only_with_one_that_stands(into):
    assert may_fold(into=into, reason="One event", words="Took part") is not None
    assert may_fold(into=ClaimState.ACCEPTED, reason="One event", words="Took part") is None


def test_counting_a_claim_elsewhere_needs_a_reason_and_words_for_those_who_see_the_other():
    assert may_fold(into=ClaimState.CLAIMED, reason="", words="Took part") is not None
    assert may_fold(into=ClaimState.CLAIMED, reason="One event", words=" ") is not None


@pytest.mark.parametrize("state", ClaimState)
def test_an_agency_is_named_only_while_the_claim_stands(state):
    stands = state in {ClaimState.CLAIMED, ClaimState.ACCEPTED}

    assert (may_take_out(state) is None) is stands
    assert (may_contribute(state, is_own=False, what="Lent officers") is None) is stands


def test_the_claiming_agency_has_no_part_besides():
    assert "own" in may_contribute(ClaimState.CLAIMED, is_own=True, what="Lent officers")


@pytest.mark.parametrize("written", ["13/AB 1234-16", "13ab123416", " 13-ab-1234 / 16"])
def test_a_reference_is_known_however_it_is_written(written):
    assert event_key(written) == "13ab123416"
