"""Whether a text looks as if it held a person's particulars. It warns and proves nothing: whoever asks decides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import dropwhile

MOST_SHOWN = 3
# Prefixes that HM Revenue and Customs issues: no D, F, I, Q, U or V first; nor O second.
NINO = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w/])(?:\+44|0)[ -]?(?:\(0\)[ -]?)?[0-9](?:[ -]?[0-9]){8,9}(?![\w/])")
BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|born|date of birth)\b"
    r"|\b(?:0?[1-9]|[12][0-9]|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:19|20)?[0-9]{2}\b",
    re.IGNORECASE,
)
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir)\.? [A-Z][\w’'-]+")
CAPITALISED = re.compile(r"[A-Z][a-z’'-]+(?: [A-Z][a-z’'-]+)+")

# Words that a sentence begins with, and that are nobody's name.
STARTERS = frozenset(
    {*("Is", "Are", "Was", "Were", "Do", "Does", "Did", "Has", "Have", "Can", "Any", "Please", "Tell", "Which", "Who")}
    | {*("In", "At", "On", "For", "From", "The", "This", "To", "Of", "And", "If", "Whether")}
)


@dataclass(frozen=True)
class Caution:
    """Something to look at before sending. `key`: which kind it is, so that it can be confirmed as seen."""

    key: str
    text: str


def particulars_in(text: str, *, known: Iterable[str] = (), secret: str = "") -> list[Caution]:
    """What looks like a name, a telephone or National Insurance number, or a date of birth; nothing if all is well.

    known   places, agencies and other words that are written with capitals and name nobody
    secret  words that partners are not to read, such as the code name of a group

    >>> [one.key for one in particulars_in("Is Ann Smith, born 2/3/1990, a keyholder?")]
    ['name', 'birth']
    >>> particulars_in("Is anybody in West Yorkshire licensed at the yard?", known=["West Yorkshire"])
    []
    """
    found = [
        ("name", "a name", _names(text, known)),
        ("phone", "a telephone number", _found(PHONE, text)),
        ("nino", "a National Insurance number", _found(NINO, text)),
        ("birth", "a date of birth", _found(BIRTH, text)),
        ("secret", "the code name of the group", _found(re.compile(re.escape(secret), re.IGNORECASE), text, secret)),
    ]
    return [
        Caution(key, f"This looks like {words}: {', '.join(f'“{one}”' for one in shown[:MOST_SHOWN])}")
        for key, words, shown in found
        if shown
    ]


def _found(pattern: re.Pattern[str], text: str, needed: str = "needed") -> list[str]:
    return list(dict.fromkeys(match.group() for match in pattern.finditer(text))) if needed else []


def _names(text: str, known: Iterable[str]) -> list[str]:
    """Words with a title, and pairs of capitalised words, but for those known and those that begin a sentence."""
    without = text
    for words in sorted(known, key=len, reverse=True):
        without = re.sub(re.escape(words), ";", without, flags=re.IGNORECASE)
    pairs = [_without_starters(match.group()) for match in CAPITALISED.finditer(without)]
    return list(dict.fromkeys([*_found(TITLED, without), *(pair for pair in pairs if " " in pair)]))


def _without_starters(words: str) -> str:
    """The words without those at their head that any sentence begins with."""
    return " ".join(dropwhile(lambda word: word in STARTERS, words.split()))
