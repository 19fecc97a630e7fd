"""What a bundle would add here, before anything is written: beside what the person sees here already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing

from partnership.people.models import Person
from partnership.people.rules import AboveOfficial
from partnership.records.scoping import Scoped

from . import queries
from .bundling import bundle_of
from .checking import faults_of
from .holding import check_classification, held_as
from .models import Received
from .practice import in_force
from .reading import Found, Reader, name_of, words_of
from .rules import LARGEST_CARRIED, listed_words
from .unpacking import Bundle, Unreadable, unpacked
from .wording import type_words

LONGEST_SECONDS = 3600
SALT = "a STIX bundle"
MOST_FAULTS = 8


@dataclass(frozen=True)
class Change:
    """One thing that the bundle says otherwise than the record here."""

    label: str
    here: str
    there: str


@dataclass(frozen=True)
class Line:
    """One object, beside what came in already or the record here that it is. With neither, it would be added."""

    found: Found
    known: Received | None = None
    held: Scoped | None = None
    changes: tuple[Change, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.known is None and self.held is None

    @property
    def type(self) -> str:
        return type_words(self.found.stix_type)


@dataclass(frozen=True)
class Preview:
    """aside: how many objects of which kind are set aside, and why."""

    bundle: Bundle
    lines: tuple[Line, ...]
    aside: tuple[tuple[str, str, int], ...]

    @property
    def new(self) -> list[Line]:
        return [line for line in self.lines if line.is_new]

    @property
    def known(self) -> list[Line]:
        return [line for line in self.lines if line.known is not None]

    @property
    def held(self) -> list[Line]:
        return [line for line in self.lines if line.held is not None]

    @property
    def shown(self) -> list[Scoped]:
        """Every record here whose title the preview shows."""
        here = [line.known or line.held for line in self.lines]
        return list({one.uuid: one for one in here if one is not None}.values())


def preview(data: bytes, *, by: Person) -> Preview:
    """Raises Unreadable, in words for the screen: then nothing of the bundle can be taken in."""
    practice = in_force()
    bundle = unpacked(data)
    try:
        check_classification(bundle.objects, practice.refused)
        if faults := faults_of(bundle.told):
            raise Unreadable(f"It is not valid STIX 2.1: {listed_words(faults, MOST_FAULTS)}")
        reader = Reader(bundle, tlp=practice.tlp)
    except AboveOfficial as refusal:
        raise Unreadable(str(refusal)) from None
    counted = Counter((type_words(one.stix_type), one.why) for one in reader.aside)
    aside = tuple((kind, why, number) for (kind, why), number in sorted(counted.items()))
    return Preview(bundle, beside_what_is_here(reader.found, by=by), aside)


def beside_what_is_here(found: Iterable[Found], *, by: Person) -> tuple[Line, ...]:
    """One line an object. What the person may not see is not here for them."""
    each = list(found)
    known = queries.known_to(by, [one.stix_id for one in each])
    held = queries.of_us(by, {one.own for one in each if one.own is not None})
    ours = {told["id"]: told for told in _objects_of(by, list(held.values()))}
    return tuple(
        Line(
            found=one,
            known=None if one.own in held else known.get((one.stix_id, one.changed_at)),
            held=None if one.own is None else held.get(one.own),
            changes=changes(one, ours) if one.own in held else (),
        )
        for one in each
    )


def _objects_of(by: Person, records: list[Scoped]) -> list[dict[str, Any]]:
    return list(bundle_of(by, records)["objects"]) if records else []


def changes(found: Found, ours: Mapping[str, dict[str, Any]]) -> tuple[Change, ...]:
    """What the object says otherwise than the record here would. How the record here is held is never changed."""
    told = ours.get(found.stix_id)
    if told is None:
        return (Change("It", "no longer said here", found.words or found.name),)
    release = held_as(told, ours, {})
    here = (name_of(told), words_of(told), release.marking.value, release.handling.value, release.conditions)
    theirs = found.release
    there = (found.name, found.words, theirs.marking.value, theirs.handling.value, theirs.conditions)
    labels = ("Name", "What it says", "Marking", "Handling code", "Conditions")
    return tuple(Change(*row) for row in zip(labels, here, there, strict=True) if row[1] != row[2])


def carried(data: bytes, area_code: str, *, by: Person) -> str:
    """The file on its way to the page that takes it in: signed, for an hour, for one person. Raises Unreadable."""
    told = signing.dumps({"text": data.decode("utf-8-sig"), "area": area_code}, salt=_salt(by), compress=True)
    if len(told) > LARGEST_CARRIED:
        raise Unreadable("It is too large to be carried to the next page. Split it, and hand in the parts")
    return told


def read_carried(told: str, *, by: Person) -> tuple[bytes, str]:
    """The file and the area. Raises Unreadable for what was not carried from here, or too long ago."""
    try:
        held = signing.loads(told, salt=_salt(by), max_age=LONGEST_SECONDS)
    except signing.BadSignature:
        raise Unreadable("Too long ago to go on from, or not from this page. Choose the file again") from None
    return held["text"].encode(), held["area"]


def _salt(by: Person) -> str:
    return f"{SALT}:{by.uuid}"
