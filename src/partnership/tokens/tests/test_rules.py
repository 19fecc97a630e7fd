from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.people.rules import Act, Role, acts_of
from partnership.tokens.rules import (
    ACTS,
    RESTS_ON,
    Wanted,
    acts_for_programs,
    counts,
    digest_of,
    is_read_only,
    may_make,
)

TODAY = date(2027, 3, 2)
READING = frozenset({Act.SEE_RECORD, Act.SEE_BOARD})
FAIR = Wanted("The sheet", "To fill it each week", READING, None, TODAY + timedelta(days=30))
NEVER = set(Act) - set(ACTS)


def refusal(*, role=Role.BOARD_CHAIR, posted=("E08000032",), through=False, **changes):
    owner = {"owner_acts": acts_of(role), "owner_areas": posted}
    return may_make(replace(FAIR, **changes), today=TODAY, is_through_token=through, **owner)


def test_a_fair_token_may_be_made():
    assert refusal() is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"through": True}, "A token cannot make tokens"),
        ({"purpose": "  "}, "why it needs a token"),
        ({"name": ""}, "which program"),
        ({"acts": frozenset()}, "Choose what"),
        ({"acts": READING | {Act.EXPORT}}, "no program may"),
        ({"acts": READING | {Act.TRIAGE}, "role": Role.PARTNERSHIP_ANALYST}, "Your role does not allow"),
        ({"acts": frozenset({Act.TRIAGE, Act.SEE_BOARD})}, "allowed to read"),
        ({"acts": frozenset({Act.SEE_BOARD})}, "allowed to read"),
        ({"area_codes": frozenset()}, "at least one area"),
        ({"area_codes": frozenset({"E08000036"})}, "where your role applies"),
        ({"until": TODAY - timedelta(days=1)}, "a later day"),
        ({"until": TODAY + timedelta(days=367)}, "a year at most"),
    ],
)
def test_why_a_token_may_not_be_made(changes, words):
    assert words in refusal(**changes)


@pytest.mark.parametrize("days", [0, 366])
def test_it_lasts_from_today_to_a_year(days):
    assert refusal(until=TODAY + timedelta(days=days)) is None


def test_a_partner_is_posted_nowhere_and_may_name_any_area():
    acts = frozenset({Act.SEE_RECORD})

    assert refusal(role=Role.PARTNER, posted=(), acts=acts, area_codes=frozenset({"E08000036"})) is None


@pytest.mark.parametrize("role", Role)
def test_no_program_lets_anybody_in_or_out_or_takes_records_out(role):
    assert acts_for_programs(acts_of(role)) & NEVER == frozenset()
    assert {Act.MANAGE_ACCOUNTS, Act.RELEASE, Act.REVIEW_RECORDS, Act.EXPORT, Act.SEE_AUDIT} <= NEVER


@pytest.mark.parametrize("role", Role)
def test_whoever_may_have_tokens_at_all_sees_records(role):
    """So the pages ask for that one act."""
    assert bool(acts_for_programs(acts_of(role))) == (Act.SEE_RECORD in acts_of(role))


@pytest.mark.parametrize("act", ACTS)
def test_a_token_that_is_made_for_reading_writes_nothing(act):
    writing = {Act.TRIAGE, Act.NOTE_HYPOTHESIS, Act.ANSWER_REQUEST, Act.UPDATE_ACTION}
    assert is_read_only(RESTS_ON.get(act, frozenset()) | {act}) == (act not in writing)


@pytest.mark.parametrize(
    "changes",
    [
        {"until": TODAY - timedelta(days=1)},
        {"is_ended": True},
        {"owner_is_open": False},
        {"owner_must_change_password": True},
    ],
)
def test_what_makes_a_token_count_no_more(changes):
    stands = {"until": TODAY, "is_ended": False, "owner_is_open": True, "owner_must_change_password": False}

    assert counts(today=TODAY, **stands)
    assert not counts(today=TODAY, **stands | changes)


@given(st.sampled_from(Role), st.frozensets(st.sampled_from(Act)))
def test_whatever_is_asked_for_no_token_is_made_beyond_its_owner(role, acts):
    if refusal(role=role, acts=acts) is None:
        assert acts <= acts_of(role) & set(ACTS)


def test_what_is_kept_of_a_secret_is_its_published_digest():
    """FIPS 180-4, the one-block example."""
    printed = "ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad"

    assert digest_of("abc") == printed.replace(" ", "")
