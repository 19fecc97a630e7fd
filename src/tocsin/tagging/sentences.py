"""Where sentences begin and end, and a readable quote from one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

LONGEST_SENTENCE = 1_000  # a text without full stops is cut at spaces, so that no passage grows without bound
LONGEST_QUOTE = 400

_END = re.compile(r"""[.!?…]["'”’)\]]*\s+(?=["'“‘(\[]*[A-Z0-9£$€])|\n+""")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|St|Sgt|Lt|Col|Gen|Capt|Rep|Sen|Gov|Rev|Hon|Jr|Sr|No|vs|Co|Inc|Ltd|Corp|Jan|Feb|"
    r"Aug|Sept|Oct|Nov|Dec|Calif|Fla|Mass|Wash|Pa|Va|Md)|\b[A-Z]|\b[A-Z]\.[A-Z])\.$"
)


@dataclass(frozen=True)
class Sentence:
    """First character, and one past the last."""

    start: int
    end: int


def sentences_of(text: str) -> list[Sentence]:
    """The sentences, in order, together covering the whole text."""
    cuts = [0]
    for found in _END.finditer(text):
        if not _ABBREVIATION.search(text, max(cuts[-1], found.start() - 6), found.start() + 1):
            cuts.append(found.end())
    cuts.append(len(text))
    return [piece for start, end in pairwise(cuts) if end > start for piece in _pieces(text, start, end)]


def _pieces(text: str, start: int, end: int) -> list[Sentence]:
    pieces = []
    while end - start > LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = space + 1 if space > start else start + LONGEST_SENTENCE
        pieces.append(Sentence(start, cut))
        start = cut
    return [*pieces, Sentence(start, end)]


def quote(text: str, sentence: Sentence, start: int, end: int) -> str:
    """The sentence on one line, cut at words to about 400 characters around text[start:end]."""
    left, right = sentence.start, max(sentence.end, end)
    spare = max(0, LONGEST_QUOTE - (end - start)) // 2
    before, after = "", ""
    if right - left > LONGEST_QUOTE:
        if start - left > spare:
            space = text.find(" ", start - spare, start)
            left, before = (space + 1 if space >= 0 else start), "… "
        if right - end > spare:
            space = text.rfind(" ", end, end + spare)
            right, after = (space if space >= 0 else end), " …"
    return before + " ".join(text[left:right].split()) + after
