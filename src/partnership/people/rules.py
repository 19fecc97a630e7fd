"""Roles, the acts each allows, and what a password must be. Imports no Django."""

from collections.abc import Collection, Iterable
from enum import StrEnum


class NotAllowed(Exception):
    """A rule refused; the message says why, in words for the screen."""


class Overtaken(Exception):
    """Somebody else changed the same thing meanwhile: show what, and ask again."""


class Act(StrEnum):
    """Something a person may do. Pages and actions ask for acts, never for roles."""

    SEE_BOARD = "see-board"
    SEE_RECORD = "see-record"
    TRIAGE = "triage"
    NOTE_HYPOTHESIS = "note-hypothesis"
    ASSESS_THREAT = "assess-threat"
    WRITE_PROFILE = "write-profile"
    WORK_ON_GROUP = "work-on-group"
    PLAN = "plan"
    UPDATE_ACTION = "update-action"
    CONVENE = "convene"
    ASK_PARTNERS = "ask-partners"
    ANSWER_REQUEST = "answer-request"
    APPROVE = "approve"
    RELEASE = "release"
    EXPORT = "export"
    REVIEW_RECORDS = "review-records"
    SEE_AUDIT = "see-audit"
    MANAGE_ACCOUNTS = "manage-accounts"
    SEE_SYSTEM = "see-system"

    @property
    def reaches_up(self) -> bool:
        """True if a posting to a district also allows the act in the areas that hold it, such as the force's."""
        return self in {Act.SEE_BOARD, Act.SEE_RECORD, Act.NOTE_HYPOTHESIS, Act.EXPORT}

    @property
    def writes(self) -> bool:
        return self not in {Act.SEE_BOARD, Act.SEE_RECORD, Act.EXPORT, Act.SEE_AUDIT, Act.SEE_SYSTEM}


class Marking(StrEnum):
    """How closely a record is held, loosest first. OFFICIAL-SENSITIVE is a marking within OFFICIAL, not a tier.

    Source: Government Security Classifications. Nothing above OFFICIAL may be entered: see `read_marking`.
    """

    OFFICIAL = "OFFICIAL"
    OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"

    @property
    def covers(self) -> tuple["Marking", ...]:
        """The markings that a clearance to this one opens."""
        return tuple(marking for marking in Marking if marking.height <= self.height)

    @property
    def height(self) -> int:
        return list(Marking).index(self)


class AboveOfficial(ValueError):
    """A marking that this site may not hold, or that it does not know."""


def read_marking(words: str) -> Marking:
    """The marking those words state; spaces, hyphens and letter case do not matter.

    Raises AboveOfficial, with words for the screen, for SECRET, TOP SECRET, any older marking, or none at all.

    >>> read_marking("Official - Sensitive").value
    'OFFICIAL-SENSITIVE'
    """
    plain = "".join(letter for letter in words.upper() if letter.isalpha())
    found = {"OFFICIAL": Marking.OFFICIAL, "OFFICIALSENSITIVE": Marking.OFFICIAL_SENSITIVE}.get(plain)
    if found is None:
        raise AboveOfficial(
            f"“{words[:40]}” is not a marking this site may hold. Only OFFICIAL and OFFICIAL-SENSITIVE are; "
            "keep anything else where it is."
        )
    return found


class Role(StrEnum):
    DISTRICT_ANALYST = "district-analyst"
    PARTNERSHIP_ANALYST = "partnership-analyst"
    LEAD_RESPONSIBLE_OFFICER = "lead-responsible-officer"
    BOARD_CHAIR = "board-chair"
    COMMISSIONERS_OFFICER = "commissioners-officer"
    PARTNER = "partner"
    RECORDS_MANAGER = "records-manager"
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
    Role.LEAD_RESPONSIBLE_OFFICER: "Lead responsible officer",
    Role.BOARD_CHAIR: "Board chair",
    Role.COMMISSIONERS_OFFICER: "Commissioner’s officer",
    Role.PARTNER: "Partner",
    Role.RECORDS_MANAGER: "Records manager",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Administrator",
}
_DESCRIPTIONS = {
    Role.DISTRICT_ANALYST: (
        "Police analyst. Sees the boards of their districts, decides on signals, writes threat estimates and local "
        "profiles, works on groups and plans, convenes meetings, asks partners, sets markings, shares records with "
        "partners and exports them."
    ),
    Role.PARTNERSHIP_ANALYST: (
        "Council analyst. Sees the boards of their districts, notes hypotheses, writes local profiles with the police, "
        "works on plans, convenes meetings, answers requests and exports. Cannot decide on signals, assess threats or "
        "groups, change a marking or share."
    ),
    Role.LEAD_RESPONSIBLE_OFFICER: (
        "Police officer who owns the work on a group. Sees the boards of their districts, notes hypotheses, assesses "
        "groups, writes plans for them and asks partners. Cannot decide on signals, share or export."
    ),
    Role.BOARD_CHAIR: (
        "Chairs a district board. Does what the district analyst does, approves what happens to groups and profiles, "
        "moderates claims of disruption, and reads the audit log of those districts."
    ),
    Role.COMMISSIONERS_OFFICER: (
        "Works for the Police and Crime Commissioner. Sees the boards of their districts and exports. Changes nothing."
    ),
    Role.PARTNER: (
        "Works for a partner agency. Sees only the records shared with them or their agency, notes hypotheses on "
        "those, says what was done about an action shared with them, and answers requests. Sees no board."
    ),
    Role.RECORDS_MANAGER: (
        "Sees the boards of their districts and the records due for review there; retains or disposes of them. "
        "Decides on no signal."
    ),
    Role.AUDITOR: "Reads the audit log and the self-check page. Sees no board.",
    Role.ADMINISTRATOR: "Adds and closes accounts and sees the self-check page. Sees no board and no record.",
}
_SEES = frozenset({Act.SEE_BOARD, Act.SEE_RECORD})
_PLANS = _SEES | {Act.NOTE_HYPOTHESIS, Act.PLAN, Act.UPDATE_ACTION, Act.ANSWER_REQUEST}
_DECIDES = _PLANS | {
    *(Act.TRIAGE, Act.ASSESS_THREAT, Act.WRITE_PROFILE, Act.WORK_ON_GROUP),
    *(Act.CONVENE, Act.ASK_PARTNERS, Act.RELEASE, Act.EXPORT),
}
_ACTS = {
    Role.DISTRICT_ANALYST: _DECIDES,
    Role.PARTNERSHIP_ANALYST: _PLANS | {Act.WRITE_PROFILE, Act.CONVENE, Act.EXPORT},
    Role.LEAD_RESPONSIBLE_OFFICER: _PLANS | {Act.WORK_ON_GROUP, Act.ASK_PARTNERS},
    Role.BOARD_CHAIR: _DECIDES | {Act.APPROVE, Act.SEE_AUDIT},
    Role.COMMISSIONERS_OFFICER: _SEES | {Act.EXPORT},
    Role.PARTNER: frozenset({Act.SEE_RECORD, Act.NOTE_HYPOTHESIS, Act.UPDATE_ACTION, Act.ANSWER_REQUEST}),
    Role.RECORDS_MANAGER: _SEES | {Act.REVIEW_RECORDS},
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
SHORTEST_CONTEXT_WORD = 5
CONTEXT_WORDS = frozenset({"tocsin", "police", "council", "partnership", "commissioner", "password", "passphrase"})


def context_word_in(password: str, names: Iterable[str] = ()) -> str | None:
    """The first word a guesser of this site's passwords would try, if the password holds one.

    names  of this site's areas and agencies, whose longer words count too

    Source: OWASP ASVS 5.0.0, 6.1.2 and 6.2.11.

    >>> context_word_in("Sheep-Wakefield-2026", ["Wakefield", "City of York"])
    'wakefield'
    """
    letters = "".join(each if each.isalpha() else " " for name in names for each in f"{name} ".casefold())
    words = CONTEXT_WORDS | {word for word in letters.split() if len(word) >= SHORTEST_CONTEXT_WORD}
    lowered = password.casefold()
    return next((word for word in sorted(words) if word in lowered), None)
