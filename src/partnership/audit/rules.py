"""What the log knows of, and what it will not allow. Imports no Django."""

import unicodedata
from enum import StrEnum

# Controls, surrogates and unassigned code points, and both separators of lines.
_UNSEEN = {"Cc", "Cs", "Cn", "Zl", "Zp"}


class Verb(StrEnum):
    """What kind of thing was done. The first six are those of the Data Protection Act 2018, section 62(1)."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    SIGN_IN = "sign-in"
    REFUSAL = "refusal"
    MARKING_CHANGE = "marking-change"
    PUBLICATION = "publication"


class AppendOnly(Exception):
    """An event in the log was about to be changed or removed."""


class NotRecorded(Exception):
    """The log could not be written, so nothing may be shown or changed. The site answers 503."""


def one_line(text: str) -> str:
    """The text without line breaks or control characters, so that no entry can look like two.

    >>> one_line("Counted twice\\r\\n2026-01-01 signed in")
    'Counted twice 2026-01-01 signed in'
    """
    printable = "".join(" " if unicodedata.category(character) in _UNSEEN else character for character in text)
    return " ".join(printable.split())


def is_an_id(value: object) -> bool:
    """True for what an event's detail may hold: a short code, a number, a truth, or lists of those.

    >>> is_an_id("E08000032"), is_an_id([3, 4]), is_an_id("Seen near the station on Tuesday night")
    (True, True, False)
    """
    if isinstance(value, (list, tuple)):
        return all(is_an_id(item) for item in value)
    if isinstance(value, str):
        return len(value) <= 80 and not any(character.isspace() for character in value)
    return value is None or isinstance(value, (bool, int, float))
