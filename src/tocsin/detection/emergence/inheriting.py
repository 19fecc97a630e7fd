"""What a raised term puts to the test: the words within it, and the areas it may have risen in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from tocsin.detection.emergence.candidates import Candidate
from tocsin.detection.emergence.variants import Words
from tocsin.detection.multiplicity import q_values


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Most unusual first: by q, then p, then how many documents."""
    return sorted(candidates, key=lambda each: (each.q, each.p, -each.count, each.words))


def with_words_of_phrases(candidates: Sequence[Candidate], q_limit: float) -> list[Candidate]:
    """The same, in order; a shorter term within a raised phrase has the q of its own small family, if that is less.

    The shorter terms within one phrase are a family that is looked at only because the phrase was raised. Their q is
    Benjamini–Hochberg's within the family, and never less than the phrase's.
    Source: Yekutieli (2008), J. Am. Stat. Assoc. 103, 309–316 (hierarchical testing).
    """
    place_of = {each.words: place for place, each in enumerate(candidates)}
    q = [each.q for each in candidates]
    for phrase in candidates:
        if phrase.q > q_limit:
            continue
        parts = _parts(phrase.words)
        inside = [place_of[part] for part in parts if part in place_of]
        # A part that is no candidate is not unusual: it counts in the family as p = 1.
        p = np.array([candidates[place].p for place in inside] + [1.0] * (len(parts) - len(inside)))
        for place, value in zip(inside, q_values(p) if parts else p, strict=False):
            q[place] = min(q[place], max(phrase.q, float(value)))
    return in_order(replace(each, q=value) for each, value in zip(candidates, q, strict=True))


def with_areas_of_raised(
    in_areas: Sequence[Candidate], whole: Sequence[Candidate], areas: int, q_limit: float
) -> list[Candidate]:
    """The same, in order; where the whole raised a term, its areas are a family of their own, if that gives a lower q.

    areas  how many areas have documents, all of them tested for each raised term
    """
    q_of_whole = {each.terms[0]: each.q for each in whole if each.q <= q_limit}
    q = [each.q for each in in_areas]
    for term, q_whole in q_of_whole.items():
        places = [place for place, each in enumerate(in_areas) if term in each.terms]
        values = q_values(np.array([in_areas[place].p for place in places] + [1.0] * (areas - len(places))))
        for place, value in zip(places, values, strict=False):
            q[place] = min(q[place], max(q_whole, float(value)))
    return in_order(replace(each, q=value) for each, value in zip(in_areas, q, strict=True))


def _parts(words: Words) -> list[Words]:
    return [words[at : at + size] for size in range(1, len(words)) for at in range(len(words) - size + 1)]
