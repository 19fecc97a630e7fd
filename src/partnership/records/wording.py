"""How a record is held, in words for the screen."""

from __future__ import annotations

from partnership.people.rules import Marking

from .rules import Handling, Release
from .scoping import Scoped

LABELS = {
    "marking": "Marking",
    "handling": "Handling",
    "conditions": "Conditions",
    "announced": "Told to those who may not see it",
}
MARKING_WORDS = {
    Marking.OFFICIAL: "OFFICIAL: open to everybody posted here whose role sees records",
    Marking.OFFICIAL_SENSITIVE: "OFFICIAL-SENSITIVE: only for those of them who are cleared for it",
}
HANDLING_WORDS = {
    Handling.PERMITTED: "P: may be shared lawfully; read by every agency on the board",
    Handling.CONDITIONAL: "C: may be shared only on the conditions below; read by the agency it came from",
}
ANNOUNCED_WORDS = {
    True: "That it exists, and which agency to ask; nothing else",
    False: "Nothing",
}


def release_words(release: Release) -> dict[str, str]:
    return {
        "marking": release.marking.value,
        "handling": release.handling.label,
        "conditions": release.conditions or "None",
        "announced": ANNOUNCED_WORDS[release.announced],
    }


def held_words(record: Scoped) -> dict[str, str]:
    return release_words(record.release)
