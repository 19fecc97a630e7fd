"""What was previewed, on its way from one page to the next: signed, in a hidden field, for an hour, for one person.

Nothing of it is kept here in between. Whoever confirms confirms what they saw, and nobody can confirm another's.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import asdict
from typing import Any

from django.core import signing

from partnership.people.models import Person

from .rules import Row, Sheet
from .spec import Spec

LONGEST_SECONDS = 3600
SALT = "an import"


class Expired(ValueError):
    """What came back was not carried from here, or too long ago."""


def carried(sheet: Sheet, *, spec: Spec, by: Person) -> str:
    return _signed(asdict(sheet), spec, by)


def sheet_from(told: str, *, spec: Spec, by: Person) -> Sheet:
    """Raises Expired, in words for the screen."""
    held = _read(told, spec, by)
    return Sheet(**(held | {"head": tuple(held["head"]), "rows": tuple(Row(**row) for row in held["rows"])}))


def carried_text(text: str, *, spec: Spec, by: Person) -> str:
    return _signed(text, spec, by)


def text_from(told: str, *, spec: Spec, by: Person) -> str:
    """Raises Expired, in words for the screen."""
    return str(_read(told, spec, by))


def _signed(told: Any, spec: Spec, by: Person) -> str:
    packed = base64.urlsafe_b64encode(zlib.compress(json.dumps(told, ensure_ascii=False).encode()))
    return _signer(spec, by).sign(packed.decode())


def _read(told: str, spec: Spec, by: Person) -> Any:
    try:
        packed = _signer(spec, by).unsign(told, max_age=LONGEST_SECONDS)
    except signing.BadSignature:
        raise Expired("Too long ago to go on from, or not from this page. Choose the file again") from None
    return json.loads(zlib.decompress(base64.urlsafe_b64decode(packed)))


def _signer(spec: Spec, by: Person) -> signing.TimestampSigner:
    about = "" if spec.one is None else str(spec.one.uuid)
    return signing.TimestampSigner(salt=f"{SALT}:{spec.kind[1]}:{about}:{by.uuid}")
