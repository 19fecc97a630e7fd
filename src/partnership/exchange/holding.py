"""How closely an object that comes in is to be held: as our own extensions say, as its TLP label is mapped, or as
closely as can be. Never looser than anything that marks it. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from partnership.people.rules import AboveOfficial
from partnership.records.rules import UNSTATED, Handling, Release, strictest

from .vocabulary import CLASSIFICATION, HANDLING, release_of

# The four objects by which STIX 2.1 itself tells TLP 1.0, known also where they are only referred to.
# Source: OASIS, STIX 2.1, section 7.2.1.4.
TLP = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "white",
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "green",
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "amber",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "red",
}


def held_as(told: Mapping[str, Any], markings: Mapping[str, Any], tlp: Mapping[str, Release]) -> Release:
    """How the object is to be held here.

    markings  the marking definitions of its bundle, by identifier
    tlp       how each label of the Traffic Light Protocol is held

    Raises AboveOfficial where our own extension states what may not be held here.
    """
    refs = list(dict.fromkeys(_refs(told)))
    known = [markings[ref] for ref in refs if ref in markings]
    ours = [one for one in known if {CLASSIFICATION, HANDLING} & set(one.get("extensions", {}))]
    told_by_us = release_of(ours) if ours else None
    others = [ref for ref in refs if ref not in {one["id"] for one in ours}]
    releases = [_other(ref, markings.get(ref, {}), tlp) for ref in others]
    if ours:
        releases.append(told_by_us or Release())
    return _with_words(strictest(*releases), known)


def _refs(told: Mapping[str, Any]) -> Iterator[str]:
    yield from (ref for ref in told.get("object_marking_refs", []) if isinstance(ref, str))
    for granular in told.get("granular_markings", []):
        if isinstance(granular, dict) and isinstance(granular.get("marking_ref"), str):
            yield granular["marking_ref"]


def label_of(ref: str, marking: Mapping[str, Any]) -> str:
    """The TLP label that a marking stands for, in small letters and without “TLP:”; nothing if it is none.

    >>> label_of("marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", {})
    'red'
    >>> label_of("", {"extensions": {"extension-definition--1": {"tlp_2_0": "amber+strict"}}})
    'amber+strict'
    """
    if ref in TLP:
        return TLP[ref]
    definition = marking.get("definition")
    said = definition.get("tlp") if isinstance(definition, dict) else None
    said = said or next((ext["tlp_2_0"] for ext in marking.get("extensions", {}).values() if ext.get("tlp_2_0")), "")
    return re.sub(r"^tlp:", "", str(said).strip().lower())


def _other(ref: str, marking: Mapping[str, Any], tlp: Mapping[str, Release]) -> Release:
    """What somebody else's marking asks for; the closest there is for one that nobody here can read."""
    return tlp.get(label_of(ref, marking), Release())


def _with_words(release: Release, markings: Iterable[Mapping[str, Any]]) -> Release:
    """The release with every statement that somebody marked the object with among its conditions."""
    lines = [line for line in release.conditions.splitlines() if line.strip()]
    for marking in markings:
        definition = marking.get("definition")
        said = definition.get("statement") if isinstance(definition, dict) else None
        if isinstance(said, str) and said.strip():
            lines.append(" ".join(said.split()))
    if not lines:
        return release
    return Release(release.marking, Handling.CONDITIONAL, "\n".join(dict.fromkeys(lines)) or UNSTATED)


@dataclass(frozen=True)
class Refused:
    """Words that no marking of a bundle may hold: in whatever letters, and only in capitals or alone."""

    anyhow: tuple[str, ...]
    in_capitals: tuple[str, ...]

    def found_in(self, text: str) -> str:
        """The word that stands in a marking's text, in capitals; nothing if none does.

        >>> words = Refused(("SECRET",), ("PROTECT",))
        >>> words.found_in("UK Secret"), words.found_in("PROTECT - POLICE"), words.found_in("Protect your copy")
        ('SECRET', 'PROTECT', '')
        """
        if alone := self.is_alone(text):
            return alone
        ways = ((self.anyhow, re.IGNORECASE), (self.in_capitals, re.NOFLAG))
        found = (re.search(_any_of(words), text, flags) for words, flags in ways if words)
        return next((match[1].upper() for match in found if match), "")

    def is_alone(self, text: str) -> str:
        """The word that the text is, with or without a country before it; nothing if it is more than that."""
        match = re.fullmatch(rf"(?:uk\W*)?{_any_of((*self.anyhow, *self.in_capitals))}", text.strip(), re.IGNORECASE)
        return match[1].upper() if match else ""


def _any_of(words: Iterable[str]) -> str:
    """A pattern of those whole words, the longest first, however they are joined."""
    joined = (r"[\s_-]+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))
    return rf"(?<!\w)({'|'.join(joined)})(?!\w)"


def check_classification(objects: Iterable[Mapping[str, Any]], refused: Refused) -> None:
    """Raises AboveOfficial if a marking in the bundle, or a label by itself, states what this site may not hold.

    Words of descriptions are not looked at: what is told about a secret is not classified so by that.
    """
    for each in objects:
        is_marking = each.get("type") == "marking-definition"
        for text in _texts(each if is_marking else each.get("labels", [])):
            if found := refused.found_in(text) if is_marking else refused.is_alone(text):
                raise AboveOfficial(
                    f"A marking in it says “{found}”. Only OFFICIAL and OFFICIAL-SENSITIVE may be held here. Nothing "
                    "of it was taken in. Keep the file where it may be kept"
                )


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for name, value in told.items():
            if name != "conditions":
                yield from _texts(value)
    elif isinstance(told, list):
        for value in told:
            yield from _texts(value)
