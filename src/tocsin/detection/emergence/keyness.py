"""How telling a word is of some documents rather than others."""

from __future__ import annotations

import numpy as np

from tocsin.detection.count_distribution import Floats


def signed_keyness(here: Floats, documents_here: float, there: Floats, documents_there: float) -> Floats:
    """Dunning's G² for each word, below nought where it is rarer here than there.

    here, there  documents that hold the word, of documents_here and documents_there
    Source: Dunning (1993), Computational Linguistics 19, 61–74.

    >>> signed_keyness(np.array([10.]), 100, np.array([10.]), 1000).round(2).tolist()
    [22.91]
    """
    total = documents_here + documents_there
    share = (here + there) / total
    value = (
        _part(here, documents_here * share)
        + _part(there, documents_there * share)
        + _part(documents_here - here, documents_here * (1 - share))
        + _part(documents_there - there, documents_there * (1 - share))
    )
    more = here * documents_there >= there * documents_here
    signed: Floats = np.where(more, 2 * value, -2 * value)
    return signed


def _part(observed: Floats, expected: Floats) -> Floats:
    safe = np.where((observed > 0) & (expected > 0), observed, 1.0)
    part: Floats = np.where(observed > 0, observed * np.log(safe / np.where(expected > 0, expected, 1.0)), 0.0)
    return part
