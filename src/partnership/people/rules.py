"""Roles, the acts each allows, and what a password must be. Imports no Django."""

from collections.abc import Collection
from enum import StrEnum


class NotAllowed(Exception):
    """A rule refused; the message says why, in words for the screen."""


class Act(StrEnum):
    """Something a person may do. Pages and actions ask for acts, never for roles."""

    SEE_BOARD = "see-board"
    TRIAGE = "triage"
    NOTE_HYPOTHESIS = "note-hypothesis"
    SEE_AUDIT = "see-audit"
    MANAGE_ACCOUNTS = "manage-accounts"
    SEE_SYSTEM = "see-system"


class Role(StrEnum):
    DISTRICT_ANALYST = "district-analyst"
    PARTNERSHIP_ANALYST = "partnership-analyst"
    BOARD_CHAIR = "board-chair"
    COMMISSIONERS_OFFICER = "commissioners-officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def description(self) -> str:
        """What the role allows, in words for whoever is about to grant it."""
        return _DESCRIPTIONS[self]


_LABELS = {
    Role.DISTRICT_ANALYST: "District analyst",
    Role.PARTNERSHIP_ANALYST: "Partnership analyst",
    Role.BOARD_CHAIR: "Board chair",
    Role.COMMISSIONERS_OFFICER: "Commissioner’s officer",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Administrator",
}
_DESCRIPTIONS = {
    Role.DISTRICT_ANALYST: (
        "Police analyst. Sees the boards of their districts, decides on signals and notes hypotheses."
    ),
    Role.PARTNERSHIP_ANALYST: (
        "Council analyst. Sees the boards of their districts and notes hypotheses. Cannot decide on signals."
    ),
    Role.BOARD_CHAIR: (
        "Chairs a district board. Sees the boards of their districts, decides on signals, notes hypotheses "
        "and reads the audit log."
    ),
    Role.COMMISSIONERS_OFFICER: (
        "Works for the Police and Crime Commissioner. Sees the boards of their districts. Changes nothing."
    ),
    Role.AUDITOR: "Reads the audit log and the self-check page. Sees no board.",
    Role.ADMINISTRATOR: "Adds and closes accounts and sees the self-check page. Sees no board and no signal.",
}
_ACTS = {
    Role.DISTRICT_ANALYST: frozenset({Act.SEE_BOARD, Act.TRIAGE, Act.NOTE_HYPOTHESIS}),
    Role.PARTNERSHIP_ANALYST: frozenset({Act.SEE_BOARD, Act.NOTE_HYPOTHESIS}),
    Role.BOARD_CHAIR: frozenset({Act.SEE_BOARD, Act.TRIAGE, Act.NOTE_HYPOTHESIS, Act.SEE_AUDIT}),
    Role.COMMISSIONERS_OFFICER: frozenset({Act.SEE_BOARD}),
    Role.AUDITOR: frozenset({Act.SEE_AUDIT, Act.SEE_SYSTEM}),
    Role.ADMINISTRATOR: frozenset({Act.MANAGE_ACCOUNTS, Act.SEE_SYSTEM}),
}


def acts_of(role: Role) -> frozenset[Act]:
    return _ACTS[role]


def may_grant(role: Role, area_codes: Collection[str]) -> str | None:
    """None if the role may be granted for these areas; otherwise why not, in words for the screen.

    >>> may_grant(Role.AUDITOR, []), may_grant(Role.BOARD_CHAIR, [])
    (None, 'Choose the districts where this role applies')
    """
    is_for_boards = Act.SEE_BOARD in acts_of(role)
    if is_for_boards and not area_codes:
        return "Choose the districts where this role applies"
    if area_codes and not is_for_boards:
        return "Choose no district: this role sees no board"
    return None


def may_close(*, is_own: bool, is_open: bool, reason: str) -> str | None:
    """None if the account may be closed; otherwise why not, in words for the screen."""
    if is_own:
        # Whoever closes an account keeps one, so the site always has an administrator.
        return "You cannot close your own account. Ask another administrator"
    if not is_open:
        return "This account is already closed"
    if reason.strip() == "":
        return "Enter why the account is closed"
    return None


SHORTEST_PASSWORD = 15
CONTEXT_WORDS = (
    "tocsin",
    "police",
    "council",
    "partnership",
    "commissioner",
    "yorkshire",
    "bradford",
    "calderdale",
    "kirklees",
    "leeds",
    "wakefield",
    "halifax",
    "huddersfield",
    "password",
    "passphrase",
)


def context_word_in(password: str) -> str | None:
    """The first word a guesser of this site's passwords would try, if the password holds one.

    Source: OWASP ASVS 5.0.0, 6.1.2 and 6.2.11.

    >>> context_word_in("Sheep-Wakefield-2026")
    'wakefield'
    """
    lowered = password.casefold()
    return next((word for word in CONTEXT_WORDS if word in lowered), None)
