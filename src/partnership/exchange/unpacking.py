"""The bytes of a file that somebody handed in, as the objects of a bundle, or why not. Trusts nothing. No Django."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

from .rules import LARGEST, LONGEST_PATTERN, LONGEST_STRING, MOST_DEPTH, MOST_OBJECTS, SPEC

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ID = re.compile(r"(?P<type>[a-z0-9][a-z0-9-]{1,248}[a-z0-9])--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
NO_BUNDLE = "This is no STIX bundle: it has no “type” of bundle with a list of objects"


class Unreadable(ValueError):
    """A file that cannot be taken as a bundle at all; the message says why and what to do, in words for the screen."""


@dataclass(frozen=True)
class Bundle:
    """objects: of each identifier the newest version, in their order. older: how many others there were."""

    stix_id: str
    objects: tuple[dict[str, Any], ...]
    sha256: str
    older: int = 0

    @property
    def told(self) -> dict[str, Any]:
        return {"type": "bundle", "id": self.stix_id, "objects": list(self.objects)}


def unpacked(data: bytes) -> Bundle:
    """Raises Unreadable."""
    told = _parsed(_letters(data))
    if not isinstance(told, dict) or told.get("type") != "bundle" or not isinstance(told.get("objects"), list):
        raise Unreadable(NO_BUNDLE)
    _check_version(told)
    if _type_in(told.get("id")) != "bundle":
        raise Unreadable("The bundle has no identifier of its own, such as bundle--, and a UUID behind it")
    if not told["objects"]:
        raise Unreadable("There is no object in the bundle")
    if len(told["objects"]) > MOST_OBJECTS:
        raise Unreadable(f"It holds {len(told['objects']):,} objects; {MOST_OBJECTS:,} can be read at once. Split it")
    _check_strings(told)
    for number, each in enumerate(told["objects"], start=1):
        _check_object(each, number)
    newest = _newest(told["objects"])
    digest = hashlib.sha256(data).hexdigest()
    return Bundle(told["id"], tuple(newest), digest, len(told["objects"]) - len(newest))


def moment_of(told: dict[str, Any]) -> datetime:
    """When the object was last changed; when it was made, for what never is."""
    try:
        moment = datetime.fromisoformat(str(told.get("modified") or told.get("created")).replace("Z", "+00:00"))
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _letters(data: bytes) -> str:
    if len(data) > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST // 1_000_000} MB. Split it, and hand in the parts")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("The file is not in UTF-8, as STIX must be") from None
    if _depth(text) > MOST_DEPTH:
        raise Unreadable(f"It is nested more than {MOST_DEPTH} deep, which no STIX object needs")
    return text


def _depth(text: str) -> int:
    """How deep brackets stand in one another, counted without recursion: a parser would run out of its own stack."""
    depth = deepest = 0
    for mark in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if mark in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number, parse_float=_number, object_pairs_hook=_once)
    except json.JSONDecodeError as fault:
        raise Unreadable(f"The file is no JSON: line {fault.lineno}, column {fault.colno}: {fault.msg}") from None
    except RecursionError:
        raise Unreadable("It is nested too deep to be read") from None
    except ValueError as fault:  # such as a number of thousands of digits
        raise Unreadable(f"The file is no JSON that can be read: {fault}") from None


def _no_number(said: str) -> NoReturn:
    raise ValueError(f"{said} is no number in JSON")


def _number(said: str) -> float:
    number = float(said)
    if not math.isfinite(number):
        raise ValueError(f"{said[:20]} is larger than any number can be")
    return number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        twice = next(name for n, (name, _) in enumerate(pairs) if name in {other for other, _ in pairs[:n]})
        raise ValueError(f"“{twice[:40]}” stands twice in one object, and nobody can tell which is meant")
    return told


def _check_version(told: dict[str, Any]) -> None:
    if (said := told.get("spec_version", SPEC)) != SPEC:
        words = "STIX 2.0" if said == "2.0" else f"“{str(said)[:20]}”"
        raise Unreadable(f"This is {words}, and only STIX {SPEC} can be read. Ask for it in that version")


def _check_object(told: Any, number: int) -> None:
    where = f"Object {number} of the bundle"
    if not isinstance(told, dict) or not isinstance(told.get("type"), str):
        raise Unreadable(f"{where} has no type")
    if _type_in(told.get("id")) != told["type"]:
        raise Unreadable(f"{where} has no identifier of its type, such as {told['type'][:40]}--, and a UUID behind it")
    if told["type"] == "bundle":
        raise Unreadable(f"{where} is a bundle itself. Hand it in by itself")
    _check_version(told)
    extensions = told.get("extensions", {})
    if not isinstance(extensions, dict) or not all(isinstance(each, dict) for each in extensions.values()):
        raise Unreadable(f"{where} has extensions that are none")
    if len(str(told.get("pattern", ""))) > LONGEST_PATTERN:
        raise Unreadable(f"{where} has a pattern longer than {LONGEST_PATTERN:,} characters")


def _type_in(said: Any) -> str | None:
    found = _ID.fullmatch(said) if isinstance(said, str) else None
    return found["type"] if found else None


def _check_strings(told: Any) -> None:
    for text in _strings(told):
        if len(text) > LONGEST_STRING:
            raise Unreadable(f"A text in it is longer than {LONGEST_STRING:,} characters. Shorten it")
        if _CONTROLS.search(text):
            raise Unreadable("A text in it holds control characters that no text needs, such as NUL. Take them out")


def _strings(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for name, value in told.items():
            yield name
            yield from _strings(value)
    elif isinstance(told, list):
        for value in told:
            yield from _strings(value)


def _newest(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for each in objects:
        held = found.setdefault(each["id"], each)
        if held is each:
            continue
        if moment_of(held) == moment_of(each):
            raise Unreadable(f"{each['id']} stands twice in the bundle, and nobody can tell which is meant")
        if moment_of(held) < moment_of(each):
            found[each["id"]] = each
    return list(found.values())
