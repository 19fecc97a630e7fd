"""How a disruption is claimed and moderated, and in which direction a harm changed. No clock is read here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SAY_WHAT = "Enter what was done"
SAY_EVIDENCE = "Enter what shows it, and where that can be looked up"
SAY_WHY = "Enter why, so that whoever claimed it can read it"
CHOOSE_P = "Choose one of the Ps listed"
LONGEST_AGO = timedelta(days=30 * 366)


class Grade(StrEnum):
    """How much a disruption took from what it struck, least first. What each means stands in outcomes.toml."""

    MINOR = "minor"
    MODERATE = "moderate"
    MAJOR = "major"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def height(self) -> int:
        return list(Grade).index(self)


class ClaimState(StrEnum):
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"

    @property
    def label(self) -> str:
        return {ClaimState.CLAIMED: "Waiting to be moderated", ClaimState.DUPLICATE: "Claimed already"}.get(
            self, self.value.capitalize()
        )


class Direction(StrEnum):
    """What became of a harm. Something that nobody could tell is said so, and is no fall."""

    LESS = "less"
    SAME = "same"
    MORE = "more"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            Direction.LESS: "Less of it",
            Direction.SAME: "No change that can be told",
            Direction.MORE: "More of it",
            Direction.UNKNOWN: "Not known",
        }[self]

    @property
    def is_change(self) -> bool:
        return self in {Direction.LESS, Direction.MORE}


# A claim stands for its event until it is declined, withdrawn or found to be another's.
STANDING = (ClaimState.CLAIMED, ClaimState.ACCEPTED)


@dataclass(frozen=True)
class Claim:
    """What somebody says was done, as a form carries it. Fields as in models.Disruption."""

    what: str
    p: str
    happened_on: date
    affected: str
    lasts: str
    evidence: str
    grade: Grade
    affected_words: str = ""
    event_reference: str = ""
    disruption_reference: str = ""

    @property
    def fields(self) -> dict[str, object]:
        """As a disruption holds it."""
        return {
            "what": self.what.strip(),
            "p": self.p,
            "happened_on": self.happened_on,
            "affected": self.affected,
            "affected_words": self.affected_words.strip(),
            "lasts": self.lasts,
            "evidence": self.evidence.strip(),
            "claimed_grade": self.grade,
            "event_reference": self.event_reference.strip(),
            "event_key": event_key(self.event_reference),
            "disruption_reference": self.disruption_reference.strip(),
        }


@dataclass(frozen=True)
class Choices:
    """The keys that a claim may name: of the Ps, of what is affected, of how long it lasts."""

    ps: Collection[str]
    affected: Collection[str]
    lasts: Collection[str]


def event_key(reference: str) -> str:
    """A reference as two people who write it differently both mean it; empty for none.

    >>> event_key(" 13/ab 1234-16 "), event_key("13AB123416"), event_key("-")
    ('13ab123416', '13ab123416', '')
    """
    return "".join(letter for letter in reference.casefold() if letter.isalnum())


def may_claim(claim: Claim, choices: Choices, *, today: date, was: Claim | None = None) -> str | None:
    """None if it may be claimed so; otherwise why not, in words for the screen.

    was  the claim as it stood, which keeps choices that the lists have lost since
    """
    if not claim.what.strip():
        return SAY_WHAT
    if claim.p not in choices.ps and (was is None or claim.p != was.p):
        return CHOOSE_P
    if claim.affected not in choices.affected and (was is None or claim.affected != was.affected):
        return "Choose what was affected, of those listed"
    if claim.lasts not in choices.lasts and (was is None or claim.lasts != was.lasts):
        return "Choose for how long it lasts, of those listed"
    if not today - LONGEST_AGO <= claim.happened_on <= today:
        return "Enter a day that is not in the future, nor more than thirty years ago"
    return None if claim.evidence.strip() else SAY_EVIDENCE


def may_change(state: ClaimState, *, is_claimer: bool) -> str | None:
    """None if the claim's words may be changed; otherwise why not, in words for the screen."""
    if state is not ClaimState.CLAIMED:
        return _settled(state)
    return None if is_claimer else "Only whoever claimed it changes it"


def may_withdraw(state: ClaimState, *, is_claimer: bool, reason: str, folded: int) -> str | None:
    """None if the claim may be withdrawn; otherwise why not, in words for the screen.

    folded  how many other claims of the same event were folded into it, which would be lost with it
    """
    if refusal := may_change(state, is_claimer=is_claimer):
        return refusal
    if folded:
        return "Another claim of the same event is counted with this one. It must be moderated instead"
    return None if reason.strip() else "Enter why it is withdrawn"


def may_contribute(state: ClaimState, *, is_own: bool, what: str) -> str | None:
    """None if that an agency had a part may be kept; otherwise why not, in words for the screen."""
    if refusal := may_take_out(state):
        return refusal
    if is_own:
        return "The claim is this agency’s own. Choose another"
    return None if what.strip() else "Enter what the agency did in it"


def may_take_out(state: ClaimState) -> str | None:
    """None if an agency may be taken out of the claim again; otherwise why not, in words for the screen."""
    return None if state in STANDING else _settled(state)


def may_moderate(state: ClaimState, *, is_claimer: bool) -> str | None:
    """None if somebody may decide on the claim; otherwise why not, in words for the screen."""
    if is_claimer:
        return "Somebody else must moderate it: you claimed it"
    return None if state is ClaimState.CLAIMED else _settled(state)


def may_accept(*, grade: Grade, claimed: Grade, reason: str) -> str | None:
    """None if the claim may be accepted at that grade; another than was claimed needs a reason."""
    if grade is not claimed and not reason.strip():
        return f"It was claimed as {claimed.value}. Enter why it is {grade.value}"
    return None


def may_decline(*, reason: str) -> str | None:
    return None if reason.strip() else SAY_WHY


def may_fold(*, into: ClaimState | None, reason: str, words: str) -> str | None:
    """None if a claim may be folded into another of the same event; otherwise why not, in words for the screen.

    into   the state of the other one; None where none was chosen
    words  what its agency did, as everybody who sees the other one will read it
    """
    if into is None:
        return "Choose the claim of the same event"
    if into not in STANDING:
        return f"That claim counts for nothing itself: it is {into.value}. Choose another"
    if not words.strip():
        return "Enter what this agency did, in words for everybody who sees the other claim"
    return may_decline(reason=reason)


def _settled(state: ClaimState) -> str:
    told = {
        ClaimState.CLAIMED: "This claim is still waiting to be moderated",
        ClaimState.DUPLICATE: "This event was claimed already: this claim is counted with another",
    }
    return told.get(state, f"This claim is already {state.value}")
