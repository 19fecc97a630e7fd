"""A term with the documents that hold it, and what its past says of its count."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.count_distribution import Floats
from tocsin.detection.emergence.expectation import Window
from tocsin.detection.emergence.variants import Words


@dataclass(frozen=True, eq=False)
class Candidate:
    """One term, its variants included, in the whole (area -1) or in one area, for one period.

    terms   numbers of the terms counted together, the most used first
    series  documents by period, up to the one assessed
    now     documents in the window, in rising order
    rate    documents per document to expect
    """

    terms: tuple[int, ...]
    words: Words
    area: int
    window: Window
    series: Floats
    now: NDArray[np.int32]
    expected: float
    rate: float
    p: float
    q: float = 1.0
    tells: tuple[Words, ...] = field(default=())

    @property
    def count(self) -> int:
        return len(self.now)

    @property
    def term(self) -> str:
        return " ".join(self.words)
