import pytest

from partnership.people.rules import (
    AboveOfficial,
    Act,
    Role,
    acts_of,
    context_word_in,
    may_close,
    may_grant,
    read_marking,
)

SEES = {Act.SEE_BOARD, Act.SEE_RECORD}
PLANS = {Act.PLAN, Act.UPDATE_ACTION, Act.ANSWER_REQUEST}
POLICE = {Act.TRIAGE, Act.ASSESS_THREAT, Act.WRITE_PROFILE, Act.WORK_ON_GROUP, Act.RELEASE, Act.EXPORT} | PLANS
POLICE |= {Act.CONVENE, Act.ASK_PARTNERS}
ALLOWED = {
    Role.DISTRICT_ANALYST: SEES | POLICE | {Act.NOTE_HYPOTHESIS},
    Role.PARTNERSHIP_ANALYST: SEES | PLANS | {Act.NOTE_HYPOTHESIS, Act.WRITE_PROFILE, Act.CONVENE, Act.EXPORT},
    Role.LEAD_RESPONSIBLE_OFFICER: SEES | PLANS | {Act.NOTE_HYPOTHESIS, Act.WORK_ON_GROUP, Act.ASK_PARTNERS},
    Role.BOARD_CHAIR: SEES | POLICE | {Act.NOTE_HYPOTHESIS, Act.APPROVE, Act.SEE_AUDIT},
    Role.COMMISSIONERS_OFFICER: SEES | {Act.EXPORT},
    Role.PARTNER: {Act.SEE_RECORD, Act.NOTE_HYPOTHESIS, Act.UPDATE_ACTION, Act.ANSWER_REQUEST},
    Role.RECORDS_MANAGER: SEES | {Act.REVIEW_RECORDS},
    Role.AUDITOR: {Act.SEE_AUDIT, Act.SEE_SYSTEM},
    Role.ADMINISTRATOR: {Act.MANAGE_ACCOUNTS, Act.SEE_SYSTEM},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_each_role_may_do_what_is_written_and_nothing_more(role, act):
    assert (act in acts_of(role)) == (act in ALLOWED[role])


@pytest.mark.parametrize("role", Role)
def test_each_role_is_described_to_whoever_grants_it(role):
    assert role.label
    assert role.description.endswith(".")


@pytest.mark.parametrize(
    ("role", "codes", "refusal"),
    [
        (Role.BOARD_CHAIR, ["E08000032"], None),
        (Role.BOARD_CHAIR, [], "Choose the districts where this role applies"),
        (Role.ADMINISTRATOR, [], None),
        (Role.PARTNER, [], None),
        (Role.PARTNER, ["E08000032"], "Choose no district: this role sees no board"),
        (Role.RECORDS_MANAGER, [], "Choose the districts where this role applies"),
        (Role.ADMINISTRATOR, ["E08000032"], "Choose no district: this role sees no board"),
    ],
)
def test_a_role_is_granted_with_districts_only_where_it_sees_boards(role, codes, refusal):
    assert may_grant(role, codes) == refusal


@pytest.mark.parametrize(
    ("is_own", "is_open", "reason", "allowed"),
    [
        (False, True, "Left", True),
        (True, True, "Left", False),
        (False, False, "Left", False),
        (False, True, " ", False),
    ],
)
def test_an_account_is_closed_by_another_and_with_a_reason(is_own, is_open, reason, allowed):
    assert (may_close(is_own=is_own, is_open=is_open, reason=reason) is None) is allowed


@pytest.mark.parametrize("password", ["wakefield2026", "My TOCSIN phrase", "WestYorkshirePolice1"])
def test_words_that_anyone_here_would_guess_are_found(password):
    assert context_word_in(password, ["Wakefield"])


def test_short_words_of_a_name_are_in_too_many_passphrases_to_count():
    assert context_word_in("the cat of the city", ["City of York"]) is None


def test_unconnected_words_pass():
    assert context_word_in("granite otter violin lantern") is None


@pytest.mark.parametrize(
    ("words", "marking"),
    [
        ("OFFICIAL", "OFFICIAL"),
        ("official sensitive", "OFFICIAL-SENSITIVE"),
        ("OFFICIAL – SENSITIVE", "OFFICIAL-SENSITIVE"),
    ],
)
def test_a_marking_is_read_however_it_is_spaced(words, marking):
    assert read_marking(words) == marking


@pytest.mark.parametrize(
    "words", ["SECRET", "TOP SECRET", "CONFIDENTIAL", "RESTRICTED", "PROTECT", "", "OFFICIAL SECRET"]
)
def test_anything_above_official_is_refused_at_the_door(words):
    with pytest.raises(AboveOfficial, match="OFFICIAL-SENSITIVE"):
        read_marking(words)
