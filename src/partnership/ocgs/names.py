"""What may stand in a code name or in the name of an enabler: nothing that leads to a person. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable

NO_PERSON = "Never a person’s name, nickname or reference, and never a community."
_PATTERNS = (
    (re.compile(r"\S@\S+\.\S"), "an e-mail address"),
    (re.compile(r"(?<![\d.])(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d?-\d\d?)(?![\d.])"), "a date"),
    (re.compile(r"(?<!\w)(?:\+|00)?\d(?:[ ()./-]?\d){8,}(?!\w)"), "a telephone number"),
    # Of the Police National Computer, such as 04/12345A, and of Hendon's criminal records office, such as 12345/04B.
    (re.compile(r"(?<!\w)(?:\d{2}|\d{4})/\d{1,7}[A-Z](?!\w)", re.IGNORECASE), "a reference to a person’s record"),
    (re.compile(r"(?<!\w)\d{1,6}/\d{2}[A-Z](?!\w)", re.IGNORECASE), "a reference to a person’s record"),
    (re.compile(r"(?<!\w)(?:d\.?o\.?b|born|nominal|aka|a\.k\.a)(?!\w)", re.IGNORECASE), "words that go with a person"),
    (re.compile(r"(?<!\w)(?:mr|mrs|ms|miss|dr)\.?\s+\w", re.IGNORECASE), "a person’s title"),
)


def why_no_name(name: str, labels: Iterable[str] = ()) -> str | None:
    """None if the name may stand; otherwise why not, in words for the screen.

    labels  words of communities that no group is named after, from the configuration

    It finds what has a shape. That a word is somebody's name it cannot know: the form says so to whoever writes.

    >>> why_no_name("Granite Harbour"), why_no_name("Supplier 07700 900123")
    (None, 'This holds a telephone number. Take it out: nothing here may lead to a person')
    """
    for pattern, what in _PATTERNS:
        if pattern.search(name):
            return f"This holds {what}. Take it out: nothing here may lead to a person"
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", name)}
    if found := sorted(label for label in labels if {label.casefold(), f"{label.casefold()}s"} & words):
        return f"“{found[0]}” names a community. A group is named after nothing that people are"
    return None
