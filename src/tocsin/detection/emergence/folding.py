"""One emergence, one row: phrases that stand for each other are told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.emergence.candidates import Candidate
from tocsin.detection.emergence.expectation import chances
from tocsin.detection.emergence.variants import Words

HARDLY_EVER_WITHOUT = 0.8  # share of a phrase's documents that also hold the longer one
SAME_STORY = 0.9  # share of the documents of either of two terms that hold both, whatever the terms
TELLING = 0.001  # a longer phrase stands by itself if it is this unlikely given the shorter one's documents


def told_once(candidates: Sequence[Candidate], links: Sequence[Words] = ()) -> list[Candidate]:
    """The candidates, of one area and in order, that tell for themselves; each with the phrases that it tells.

    links  further phrases in use, not to be told themselves: what stands in one of them together belongs together
    """
    told_by = folded(candidates, links)
    tells: defaultdict[int, list[Words]] = defaultdict(list)
    for place, teller in told_by.items():
        tells[teller].append(candidates[place].words)
    return [
        replace(each, tells=tuple(sorted(tells[place])))
        for place, each in enumerate(candidates)
        if place not in told_by
    ]


def folded(candidates: Sequence[Candidate], links: Sequence[Words] = ()) -> dict[int, int]:
    """For each candidate that is told by another, which one: places in the sequence, given most unusual first.

    A phrase that hardly ever occurs without a longer one is told by the longer. A longer phrase whose rise is that of
    a shorter one in it is told by the shorter. Phrases that overlap, or stand side by side in a longer one, are one if
    they stand in the same documents; other terms only if hardly a document holds one alone.
    """
    told_by: dict[int, int] = {}
    pairs = _related(candidates, links)
    for short, long in sorted(pairs, key=lambda pair: (len(candidates[pair[0]].words), pair)):
        if short not in told_by and _holds(candidates[long], candidates[short]):
            share = _shared(candidates[short].now, candidates[long].now)
            if share >= HARDLY_EVER_WITHOUT * len(candidates[short].now):
                told_by[short] = long
    for one, other in sorted({*pairs, *_of_one_story(candidates)}, key=lambda pair: (max(pair), pair)):
        first, second = min(one, other), max(one, other)
        first = _end(told_by, first)
        if second not in told_by and second != first and _is_told(candidates[second], candidates[first]):
            told_by[second] = first
    return {place: _end(told_by, place) for place in told_by}


def _is_told(candidate: Candidate, by: Candidate) -> bool:
    shared = _shared(candidate.now, by.now)
    if shared < HARDLY_EVER_WITHOUT * len(candidate.now):
        return False
    if _holds(candidate, by):
        return not _stands_alone(candidate, by)
    if shared >= HARDLY_EVER_WITHOUT * len(by.now):
        return True
    return not set(by.words).isdisjoint(candidate.words) and not _stands_alone(candidate, by)


def _stands_alone(candidate: Candidate, by: Candidate) -> bool:
    """Whether it rose among the documents that hold the other, too."""
    before = by.series[by.window.start : by.window.first].sum()
    if before == 0:
        return False
    share = max(candidate.series[by.window.start : by.window.first].sum(), 0.5) / before
    mean = np.array([min(share, 1.0) * len(by.now)])
    count = np.array([float(len(candidate.now))])
    return bool(chances(count, mean, np.array([1 + len(by.now) / before]))[0] < TELLING)


def _related(candidates: Sequence[Candidate], links: Sequence[Words]) -> list[tuple[int, int]]:
    """Pairs of places whose terms share a word or stand in one phrase, the one with fewer words first."""
    together: defaultdict[str | Words, list[int]] = defaultdict(list)
    for place, candidate in enumerate(candidates):
        for word in set(candidate.words):
            together[word].append(place)
    for phrase in {*links, *(each.words for each in candidates)}:
        together[phrase] = [place for word in set(phrase) for place in together.get(word, []) if len(phrase) > 1]
        together[phrase] = [place for place in together[phrase] if set(candidates[place].words) < set(phrase)]
    pairs = {(one, other) for places in together.values() for one in places for other in places if one != other}
    size = [len(each.words) for each in candidates]
    return sorted((one, other) for one, other in pairs if (size[one], one) < (size[other], other))


def _of_one_story(candidates: Sequence[Candidate]) -> set[tuple[int, int]]:
    """Pairs of places, the more unusual first, whose terms stand in nearly the same documents."""
    found = set()
    for one, first in enumerate(candidates):
        for other in range(one + 1, len(candidates)):
            second = candidates[other]
            fewer, more = sorted((len(first.now), len(second.now)))
            if fewer >= SAME_STORY * more and _shared(first.now, second.now) >= SAME_STORY * more:
                found.add((one, other))
    return found


def _holds(long: Candidate, short: Candidate) -> bool:
    size = len(short.words)
    runs = (long.words[at : at + size] for at in range(len(long.words) - size + 1))
    return size < len(long.words) and any(run == short.words for run in runs)


def _shared(one: NDArray[np.int32], other: NDArray[np.int32]) -> int:
    return len(np.intersect1d(one, other, assume_unique=True))


def _end(told_by: dict[int, int], place: int) -> int:
    while place in told_by:
        place = told_by[place]
    return place
