"""Words that look like another word, because letters of another alphabet stand among theirs."""

from __future__ import annotations

import re
import unicodedata

ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")  # whose letters look like each other's
WORD = re.compile(r"[^\W\d_]{3,}")  # shorter ones are units, such as μg
MOST = 5


def mixed_words(text: str) -> list[str]:
    r"""The first few words of the text that mix alphabets whose letters look alike; each once, in the order met.

    Source: Unicode Technical Standard 39, section 5.1, mixed-script detection, for the alphabets above.

    >>> mixed_words("Log in at p\u0430ypal, \u043f\u0440\u0438\u0432\u0435\u0442")
    ['pаypal']
    """
    found = dict.fromkeys(word for word in WORD.findall(text) if len(_alphabets_in(word)) > 1)
    return list(found)[:MOST]


def _alphabets_in(word: str) -> set[str]:
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in word)
    return {name for name in names if name in ALPHABETS}
