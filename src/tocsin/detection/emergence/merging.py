"""Terms that are counted together because they are one word in several writings."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from tocsin.detection.emergence.corpus import Corpus
from tocsin.detection.emergence.variants import Kind, Words, may_merge, variants_of


class Merger:
    """Finds the writings of a term among all terms of the corpus, judging by what was in use at a moment."""

    def __init__(self, corpus: Corpus) -> None:
        self._terms = corpus.terms
        self._of: dict[int, tuple[tuple[int, Kind], ...]] = {}

    def groups(self, terms: Iterable[int], known: int) -> list[tuple[int, ...]]:
        """Each term with its variants, the most used first; no term is in two groups.

        known  how many documents, from the first on, are in hand
        """
        groups: list[tuple[int, ...]] = []
        taken: set[int] = set()
        for term in map(int, terms):
            if term in taken:
                continue
            main = max([term, *self._variants(term, known)], key=lambda each: (self._uses(each, known), -each))
            together = {main, term, *self._variants(main, known)} - taken
            order = sorted(together, key=lambda each: (-self._uses(each, known), each))
            taken |= together
            groups.append(tuple(order))
        return groups

    def _variants(self, term: int, known: int) -> list[int]:
        uses = self._uses(term, known)
        found = []
        for other, kind in self._possible(term):
            other_uses = self._uses(other, known)
            if other_uses and may_merge(kind, uses, other_uses):
                found.append(other)
        return found

    def _possible(self, term: int) -> tuple[tuple[int, Kind], ...]:
        if term not in self._of:
            words: Words = self._terms.written(term)
            every = ((self._terms.find(other), kind) for other, kind in variants_of(words, self._terms.is_known))
            self._of[term] = tuple((other, kind) for other, kind in every if other is not None and other != term)
        return self._of[term]

    def _uses(self, term: int, known: int) -> int:
        return int(np.searchsorted(self._terms.documents(term), known))
