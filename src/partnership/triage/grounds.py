"""How the engine came to believe a signal as far as it does: who counts, what its method is worth, what to ask first.

Values only; no Django here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FusionLine:
    """One source group's part in a signal's strength; fields as in tocsin.records.FUSION.

    reliability  0 to 1
    evidence     log10 of the evidence ratio, discounted
    counted      False where it stands for another group's voice; `why` says so
    """

    source_group: str
    source: str
    series_id: str
    reliability: float
    evidence: float
    counted: bool
    why: str


@dataclass(frozen=True)
class Grounds:
    """What the engine weighed. A number is None where it is not known, as for everything in an older store.

    strength               log10 of the fused evidence ratio
    false_alarm_rate       of its method, measured on series like this one
    stands_across_periods  whether it holds among all periods looked at; None where one period is assessed
    confirmed, watching, dismissed  what became of other signals of this threat, measure and level of area
    disrupted              on how many of them an accepted disruption rests
    """

    discovery: str | None = None
    concept_key: str | None = None
    strength: float | None = None
    fusion: tuple[FusionLine, ...] = ()
    false_alarm_rate: float | None = None
    false_alarm_words: str = ""
    stands_across_periods: bool | None = None
    confirmed: int | None = None
    watching: int | None = None
    dismissed: int | None = None
    disrupted: int | None = None
    possible_recording_change: bool = False
    cautions: tuple[str, ...] = ()

    @classmethod
    def told(cls, kept: Mapping[str, Any]) -> Grounds:
        """The grounds as they are kept with the evidence, read back."""
        lists = {
            "fusion": tuple(FusionLine(**line) for line in kept.get("fusion", ())),
            "cautions": tuple(kept.get("cautions", ())),
        }
        return cls(**{**kept, **lists})
