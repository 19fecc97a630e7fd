"""What a token may be made for, and when it counts. Imports no Django; reads no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from partnership.people.rules import Act

# By which programs that look for secrets in files, and people who find one, know it.
PREFIX = "tocsin_"
LONGEST = timedelta(days=366)

# What a program may ever do, in words for whoever grants it, with the acts that are of no use without others.
ACTS = {
    Act.SEE_RECORD: "Read what is shared with me",
    Act.SEE_BOARD: "Read the boards, signals and trends of my districts",
    Act.TRIAGE: "Decide on signals",
    Act.NOTE_HYPOTHESIS: "Note hypotheses on signals",
    Act.ANSWER_REQUEST: "Answer what my agency is asked: hit, no hit or declined",
    Act.UPDATE_ACTION: "Update actions: what was done, and how they stand",
}
RESTS_ON = {
    Act.SEE_BOARD: frozenset({Act.SEE_RECORD}),
    Act.TRIAGE: frozenset({Act.SEE_RECORD, Act.SEE_BOARD}),
    Act.NOTE_HYPOTHESIS: frozenset({Act.SEE_RECORD}),
    Act.ANSWER_REQUEST: frozenset({Act.SEE_RECORD}),
    Act.UPDATE_ACTION: frozenset({Act.SEE_RECORD}),
}


def acts_for_programs(owner: Collection[Act]) -> frozenset[Act]:
    """Which of the owner's acts a token may carry.

    Never those that end in somebody else being let in or out: managing accounts, sharing a record or holding it less
    closely, and disposing of one are each a person's decision about one thing, with a reason, and no program has
    reasons. Nor taking out in bulk: that is an export, which asks each time for the recipient and why. Nor the log,
    which tells what colleagues looked at, nor the state of the system.

    >>> sorted(acts_for_programs({Act.SEE_RECORD, Act.EXPORT, Act.MANAGE_ACCOUNTS}))
    [<Act.SEE_RECORD: 'see-record'>]
    """
    return frozenset(ACTS) & frozenset(owner)


def is_read_only(acts: Collection[Act]) -> bool:
    return not any(act.writes for act in acts)


@dataclass(frozen=True)
class Wanted:
    """A token as its owner asks for it. `area_codes` is None for wherever the owner's role applies."""

    name: str
    purpose: str
    acts: frozenset[Act]
    area_codes: frozenset[str] | None
    until: date


def may_make(
    wanted: Wanted, *, today: date, owner_acts: Collection[Act], owner_areas: Collection[str], is_through_token: bool
) -> str | None:
    """None if the token may be made; otherwise why not, in words for the screen.

    owner_areas  where the owner is posted; nowhere for a partner, whose token may name any area
    """
    if is_through_token:
        return "A token cannot make tokens"
    if not wanted.name.strip() or not wanted.purpose.strip():
        return "Enter which program it is for, and why it needs a token"
    return (
        _why_not_acts(wanted.acts, owner_acts)
        or _why_not_areas(wanted.area_codes, owner_areas)
        or _why_not_until(wanted.until, today)
    )


def _why_not_acts(acts: Collection[Act], owner_acts: Collection[Act]) -> str | None:
    if not acts:
        return "Choose what it may do"
    if not set(acts) <= acts_for_programs(owner_acts):
        return "Your role does not allow that, or no program may do it"
    if any(not RESTS_ON.get(act, frozenset()) <= set(acts) for act in acts):
        return "It also has to be allowed to read what it would work on"
    return None


def _why_not_areas(area_codes: Collection[str] | None, owner_areas: Collection[str]) -> str | None:
    if area_codes is None:
        return None
    if not area_codes:
        return "Choose at least one area, or let it work wherever your role applies"
    if owner_areas and not set(area_codes) <= set(owner_areas):
        return "Choose only areas where your role applies"
    return None


def _why_not_until(until: date, today: date) -> str | None:
    if until < today:
        return "Enter today or a later day"
    if until - today > LONGEST:
        return "A token lasts a year at most. Make another when this one runs out"
    return None


def counts(*, until: date, today: date, is_ended: bool, owner_is_open: bool, owner_must_change_password: bool) -> bool:
    """True if the token stands for its owner today; its last day is included."""
    return not is_ended and until >= today and owner_is_open and not owner_must_change_password


def digest_of(secret: str) -> str:
    """What is kept of a secret, in hex: SHA-256 (FIPS 180-4).

    A slow hash makes guessing dear where people choose the secret. This one is 256 random bits, which nobody guesses at
    any speed, and it is checked at every request.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
