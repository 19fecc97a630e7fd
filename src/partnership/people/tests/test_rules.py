import pytest

from partnership.people.rules import Act, Role, acts_of, context_word_in, may_close, may_grant

ALLOWED = {
    (Role.DISTRICT_ANALYST, Act.SEE_BOARD),
    (Role.DISTRICT_ANALYST, Act.TRIAGE),
    (Role.DISTRICT_ANALYST, Act.NOTE_HYPOTHESIS),
    (Role.PARTNERSHIP_ANALYST, Act.SEE_BOARD),
    (Role.PARTNERSHIP_ANALYST, Act.NOTE_HYPOTHESIS),
    (Role.BOARD_CHAIR, Act.SEE_BOARD),
    (Role.BOARD_CHAIR, Act.TRIAGE),
    (Role.BOARD_CHAIR, Act.NOTE_HYPOTHESIS),
    (Role.BOARD_CHAIR, Act.SEE_AUDIT),
    (Role.COMMISSIONERS_OFFICER, Act.SEE_BOARD),
    (Role.AUDITOR, Act.SEE_AUDIT),
    (Role.AUDITOR, Act.SEE_SYSTEM),
    (Role.ADMINISTRATOR, Act.MANAGE_ACCOUNTS),
    (Role.ADMINISTRATOR, Act.SEE_SYSTEM),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_each_role_may_do_what_is_written_and_nothing_more(role, act):
    assert (act in acts_of(role)) == ((role, act) in ALLOWED)


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
    assert context_word_in(password)


def test_unconnected_words_pass():
    assert context_word_in("granite otter violin lantern") is None
