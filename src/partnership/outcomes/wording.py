"""How disruptions are said on a page: their grade, their state, what was claimed."""

from __future__ import annotations

from partnership.records.ps import p_named
from partnership.ui.wording import day

from .models import Disruption
from .practice import Practice
from .rules import ClaimState, Grade

COLOURS = {
    ClaimState.CLAIMED: "yellow",
    ClaimState.ACCEPTED: "green",
    ClaimState.DECLINED: "red",
    ClaimState.WITHDRAWN: "grey",
    ClaimState.DUPLICATE: "grey",
}


def state_tag(disruption: Disruption) -> tuple[str, str]:
    """Words and colour."""
    return disruption.stands.label, COLOURS[disruption.stands]


def grade_words(disruption: Disruption) -> str:
    """The grade that counts; until there is one, the one that is claimed."""
    claimed = Grade(disruption.claimed_grade).label
    if not disruption.grade:
        return f"Claimed as {claimed.lower()}"
    given = Grade(disruption.grade).label
    return given if given == claimed else f"{given} (claimed as {claimed.lower()})"


def claim_facts(disruption: Disruption, practice: Practice) -> list[tuple[str, str]]:
    """What was claimed, as rows of a summary; what was left empty is left out."""
    affected = practice.affected.get(disruption.affected, disruption.affected)
    told = [
        ("P", p_named(disruption.p)),
        ("When", day(disruption.happened_on)),
        ("What was affected", affected),
        ("How", disruption.affected_words),
        ("How long it lasts", practice.lasts.get(disruption.lasts, disruption.lasts)),
        ("What shows it", disruption.evidence),
        ("Claimed as", Grade(disruption.claimed_grade).label),
        ("Claiming agency", disruption.agency.name),
        ("Event reference", disruption.event_reference),
        ("National reference", disruption.disruption_reference),
    ]
    return [(name, words) for name, words in told if words]
