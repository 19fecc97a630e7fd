"""What is gathered into one bundle: every object once, with its marking, its dates and its record."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release, strictest
from partnership.records.scoping import Scoped
from partnership.thread.steps import Key, Stretch, key_of

from .rules import SPEC, SYNTHETIC, stix_id, stix_moment
from .vocabulary import BEGAN, PRODUCER, PROPERTY, RECORD, definition, markings_of, producer

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
OF_THE_KINGDOM = re.compile(r"[EKNSW]\d{8}")  # area codes of the Office for National Statistics
PLAIN_LINK = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~%!$&'()*+,;=:@/-]*)?(\?[\w.~%&=+-]*)?")
MAIN = {
    "triage.signal": "indicator",
    "threats.threat": "report",
    "ocgs.group": "intrusion-set",
    "ocgs.enabler": "infrastructure",
    "ocgs.requirement": "note",
    "profiles.profile": "report",
    "profiles.recommendation": "note",
    "plans.plan": "course-of-action",
    "plans.action": "course-of-action",
    "outcomes.disruption": "note",
    "outcomes.outcome": "note",
}


@dataclass(frozen=True)
class Times:
    made: datetime
    changed: datetime


@dataclass
class Sheaf:
    """Takes the names of areas by code, when each record was made and changed, and the stretches between records.

    Whatever is added is there once: an object with the same identifier takes the place of the one before.
    """

    areas: Mapping[str, str]
    times: Mapping[Key, Times]
    stretches: Iterable[Stretch] = ()
    held: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.add(producer())
        self.near: dict[Key, list[str]] = defaultdict(list)
        for stretch in self.stretches:
            self.near[stretch.record].append(main_id(stretch.on))
            self.near[stretch.on].append(main_id(stretch.record))

    def add(self, told: dict[str, Any]) -> str:
        self.held[told["id"]] = told
        return str(told["id"])

    def of(self, record: Scoped, stix_type: str, part: str = "", *, beside: Scoped | None = None, **told: Any) -> str:
        """Adds what that record, or a part of it, is in STIX; gives back its identifier. What is empty is left out.

        beside  another record that it tells of: it is then held as the stricter of both
        """
        kind, uuid = key_of(record)
        times = self.times[kind, uuid]
        labels = [*([SYNTHETIC] if record.synthetic else []), *(label for label in told.pop("labels", ()) if label)]
        extensions = {RECORD: self._record(record, part)} | told.pop("extensions", {})
        for extension in extensions:
            self.add(definition(extension))
        common = {
            "type": stix_type,
            "spec_version": SPEC,
            "id": stix_id(stix_type, kind, str(uuid), part),
            "created": stix_moment(times.made),
            "modified": stix_moment(times.changed),
            "created_by_ref": self.agency(str(record.originator)) if record.originator else "",
            "labels": labels,
            "object_marking_refs": self.marked(strictest(record.release, *([beside.release] if beside else []))),
            "extensions": extensions,
        }
        return self.add({name: value for name, value in (common | told).items() if value not in ("", None, [])})

    def marked(self, release: Release) -> list[str]:
        """Adds the marking definitions that say so; gives back their identifiers."""
        markings = markings_of(release)
        for marking in markings:
            self.add(marking)
            for extension in marking["extensions"]:
                self.add(definition(extension))
        return [marking["id"] for marking in markings]

    def agency(self, name: str) -> str:
        return self._public("identity", name, name=name, identity_class="organization")

    def place(self, code: str) -> str:
        """The area as a location; nothing for what is no area of the United Kingdom."""
        if not OF_THE_KINGDOM.fullmatch(code):
            return ""
        name = self.areas.get(code, code)
        told = {"name": name, "country": "GB"} | ({} if code.startswith("K") else {"administrative_area": name})
        reference = {"source_name": "Office for National Statistics", "external_id": code}
        return self._public("location", code, external_references=[reference], **told)

    def about(self, record: Scoped) -> list[str]:
        """What a note or a report on the record refers to: what it is tied to in this bundle, or else its area."""
        near = list(dict.fromkeys(self.near[key_of(record)]))
        return near or [self.place(record.area_code) or PRODUCER]

    def relate(self, record: Scoped, how: str, source: str, target: str, **told: Any) -> str:
        """Adds that the one has to do with the other, as the record says; `beside` as for `of`."""
        return self.of(
            record,
            "relationship",
            f"{how} {source} {target}",
            relationship_type=how,
            source_ref=source,
            target_ref=target,
            **told,
        )

    def _public(self, stix_type: str, key: str, **told: Any) -> str:
        return self.add(
            {
                "type": stix_type,
                "spec_version": SPEC,
                "id": stix_id(stix_type, stix_type, key),
                "created": BEGAN,
                "modified": BEGAN,
                "created_by_ref": PRODUCER,
                "object_marking_refs": self.marked(OPEN),
                **told,
            }
        )

    def _record(self, record: Scoped, part: str) -> dict[str, Any]:
        kind, uuid = key_of(record)
        told = {"extension_type": PROPERTY, "kind": kind, "record": str(uuid), "version": record.version}
        told |= {"area_code": record.area_code, "review_on": record.review_on.isoformat()}
        told |= {"synthetic": record.synthetic}
        told |= {"part": part} if part else {}
        return told | ({"originator": str(record.originator)} if record.originator else {})


def main_id(key: Key) -> str:
    """What a record itself is in STIX, beside its parts."""
    kind, uuid = key
    return stix_id(MAIN[kind], kind, str(uuid))


def link(url: str, name: str, words: str = "") -> dict[str, str]:
    """An external reference. An address that is not a plain one stands in its words."""
    is_plain = PLAIN_LINK.fullmatch(url) is not None
    told = {"source_name": name, "description": words if is_plain else f"{words} {url}".strip()}
    return {key: value for key, value in (told | ({"url": url} if is_plain else {})).items() if value}


def paragraphs(*parts: str) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip())
