"""What the objects of a bundle would be here: what is taken in, how it is held, what is set aside. No Django."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from partnership.records.rules import Release

from .holding import held_as
from .rules import SYNTHETIC, is_as_close, shortened, stix_id
from .unpacking import Bundle, moment_of
from .vocabulary import RECORD

READ = (
    *("indicator", "intrusion-set", "threat-actor", "infrastructure", "report", "note", "opinion", "course-of-action"),
)
# Made use of in what is read, and no object here by itself.
USED = frozenset({"identity", "location", "marking-definition", "extension-definition", "relationship", "sighting"})
INDIVIDUAL = "An individual, whose name is not kept"
# Left out of what is kept of an object: who wrote it, and ways to reach people.
NOT_KEPT = frozenset({"authors", "contact_information"})
MOST_BESIDE = 50
CLOSER = "it is held more closely than what it stands beside"
NO_USE = "Tocsin makes no use of such an object"
REVOKED = "whoever made it has taken it back"


@dataclass(frozen=True)
class Found:
    """One object as it would be taken in. own: the kind and uuid of the record of a Tocsin site that it says it is."""

    stix_id: str
    stix_type: str
    changed_at: datetime
    name: str
    words: str
    source: str
    release: Release
    synthetic: bool
    told: dict[str, Any]
    beside: tuple[str, ...] = ()
    own: tuple[str, uuid.UUID] | None = None


@dataclass(frozen=True)
class Aside:
    stix_id: str
    stix_type: str
    why: str


class Reader:
    """Reads one bundle that the validator finds nothing wrong with. tlp: as exchange.toml has it.

    Raises AboveOfficial for one that states what may not be held here.
    """

    def __init__(self, bundle: Bundle, *, tlp: Mapping[str, Release]) -> None:
        self.bundle, self.tlp = bundle, tlp
        self.by_id = {told["id"]: told for told in bundle.objects}
        self.markings = {key: told for key, told in self.by_id.items() if told["type"] == "marking-definition"}
        self.aside: list[Aside] = []
        self.found = tuple(self._found(told) for told in self._taken())

    def _taken(self) -> Iterator[dict[str, Any]]:
        for told in self.bundle.objects:
            if told["type"] in READ and not told.get("revoked"):
                yield told
            elif told["type"] not in USED:
                self._set_aside(told, REVOKED if told.get("revoked") else NO_USE)

    def _found(self, told: dict[str, Any]) -> Found:
        release = held_as(told, self.markings, self.tlp)
        return Found(
            stix_id=told["id"],
            stix_type=told["type"],
            changed_at=moment_of(told),
            name=name_of(told),
            words=words_of(told),
            source=self._source(told),
            release=release,
            synthetic=SYNTHETIC in told.get("labels", []),
            told={name: value for name, value in told.items() if name not in NOT_KEPT},
            beside=tuple(self._beside(told, release))[:MOST_BESIDE],
            own=own_key(told),
        )

    def _source(self, told: Mapping[str, Any]) -> str:
        """Who made it, in the words of the bundle."""
        said = told.get("extensions", {}).get(RECORD, {}).get("originator")
        return str(said) if said else self._named(told.get("created_by_ref", ""))

    def _named(self, ref: str) -> str:
        told = self.by_id.get(ref, {})
        return INDIVIDUAL if told.get("identity_class") == "individual" else name_of(told) if told else ""

    @cached_property
    def _pointing(self) -> dict[str, list[dict[str, Any]]]:
        """By identifier, the sightings and relationships that tell something of it."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for told in self.bundle.objects:
            for name in ("sighting_of_ref", "source_ref", "target_ref"):
                if told["type"] in {"sighting", "relationship"} and isinstance(told.get(name), str):
                    found[told[name]].append(told)
        return found

    def _beside(self, told: Mapping[str, Any], release: Release) -> Iterator[str]:
        for other in self._pointing[told["id"]]:
            far = [ref for ref in (other.get("source_ref"), other.get("target_ref")) if ref and ref != told["id"]]
            # Who and where is named without a marking of its own in most bundles, and is no secret by that.
            named = [self.by_id[ref] for ref in far if ref in self.by_id]
            held = [other, *(one for one in named if one["type"] in READ or one.get("object_marking_refs"))]
            if not all(is_as_close(release, held_as(one, self.markings, self.tlp)) for one in held):
                self._set_aside(other, CLOSER)
                continue
            if other["type"] == "sighting":
                yield self._sighting(other)
            elif words := self._related(other, far):
                yield words

    def _sighting(self, told: Mapping[str, Any]) -> str:
        count, days = (
            told.get("count", 1),
            [str(told[name])[:10] for name in ("first_seen", "last_seen") if name in told],
        )
        where = [name for ref in told.get("where_sighted_refs", []) if (name := self._named(ref))]
        seen = f"Sighted, counted {count}" + (f", {' to '.join(days)}" if days else "")
        return ". ".join(part for part in (seen + (f", {', '.join(where)}" if where else ""), words_of(told)) if part)

    def _related(self, told: Mapping[str, Any], far: list[str]) -> str:
        name = self._named(far[0]) if far else ""
        if not name:
            return ""
        how = str(told.get("relationship_type", "")).replace("-", " ")
        way = f"{how}: {name}" if told.get("target_ref") == far[0] else f"{name}: {how} it"
        return ". ".join(part for part in (way[:1].upper() + way[1:], words_of(told)) if part)

    def _set_aside(self, told: Mapping[str, Any], why: str) -> None:
        one = Aside(told["id"], told["type"], why)
        if one not in self.aside:
            self.aside.append(one)


def name_of(told: Mapping[str, Any]) -> str:
    """What an object is called: its name, what it is in short, or the first of its words."""
    said = next((told[name] for name in ("name", "abstract") if str(told.get(name, "")).strip()), "")
    return shortened(str(said), 400) if said else shortened(words_of(told)) or str(told.get("type", ""))


def words_of(told: Mapping[str, Any]) -> str:
    parts = [str(told[name]).strip() for name in ("description", "content", "explanation") if told.get(name)]
    said = f"Opinion: {told['opinion']}" if told.get("type") == "opinion" and told.get("opinion") else ""
    return "\n\n".join(part for part in (said, *parts) if part)


def own_key(told: Mapping[str, Any]) -> tuple[str, uuid.UUID] | None:
    """Of which record of a Tocsin site the object is; None unless its identifier was made from that very record."""
    said = told.get("extensions", {}).get(RECORD, {})
    kind, record, part = (str(said.get(name, "")) for name in ("kind", "record", "part"))
    if not record or stix_id(str(told.get("type")), kind, record, part) != told.get("id"):
        return None
    return kind, uuid.UUID(record)
