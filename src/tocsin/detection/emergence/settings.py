"""What a person may set about emerging words, and the defaults for each kind of period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tocsin.periods import A_YEAR

VERSION = "1"

Unit: TypeAlias = Literal["week", "month", "quarter"]

# A slow rise shows in no single week: counts are also added up over so many periods, the last being the one assessed.
WINDOWS: dict[Unit, tuple[int, ...]] = {"week": (1, 4), "month": (1, 3), "quarter": (1,)}
LEAST_HISTORY = 4  # periods; a shorter past says too little of how words vary
# Periods either side of the same time of year.
SEASON: dict[Unit, int] = {"week": 2, "month": 1, "quarter": 0}


@dataclass(frozen=True)
class Settings:
    """How emerging words are looked for.

    unit           the period in which documents are counted
    lag            periods until everything dated in a period is in hand: period t is assessed at the end of t + lag
    q_limit        highest q at which a term is raised
    least_times    lowest multiple of the expected count at which it is raised
    min_documents  fewest documents, in the periods added up, for a term to be tested
    min_groups     fewest independent source groups; where sources are not known, fewest areas
    years_back     how far back the past goes
    top            rows kept per period for the whole and, again, for all areas together; what is raised is always kept
    keep_names     keep terms that may be names of people; by default they are counted and left out
    """

    unit: Unit
    lag: int = 0
    q_limit: float = 0.05
    least_times: float = 1.5
    min_documents: int = 3
    min_groups: int = 2
    years_back: int = 3
    top: int = 50
    keep_names: bool = False

    @property
    def history(self) -> int:
        return self.years_back * A_YEAR[self.unit]
