"""The evidence of everything that bears a signal out, added up: each origin once, each source discounted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log

from tocsin.grading.evidence import discounted, evidence_ratio
from tocsin.grading.excesses import Excess
from tocsin.grading.grounds import Grounds

COUNTED = "counted"


@dataclass(frozen=True)
class Part:
    """One group behind one excess; fields as in records.FUSION.

    vouches  whether its group is an independent voice for the signal, counted in the sum or not
    """

    source_group: str
    source: str
    series_id: str
    reliability: float
    evidence: float
    counted: bool = True
    why: str = COUNTED
    vouches: bool = True


@dataclass(frozen=True)
class Fused:
    """A signal's strength (log10 of the evidence ratio), what it is the sum of, and the independent groups behind it.

    Of groups that share an origin, the one whose evidence is strongest stands for all.
    """

    strength: float
    parts: tuple[Part, ...]
    groups: tuple[str, ...]


def fuse(own: Excess, agreeing: Sequence[Excess], grounds: Grounds) -> Fused:
    """The evidence for `own` from every excess that bears it out, itself included: log-likelihood ratios added.

    An excess is one p-value, however many groups stand behind it: they share its evidence by their documents. Of the
    excesses of one source only the strongest is added, for they overlap (one area inside the other, one record in two
    measures); of groups that share an origin, only the strongest. A count that grows with the looking bears out
    nothing that others reported; it can only be borne out.

    Nothing here divides by conflict: groups that say nothing take nothing away.
    """
    strongest: dict[str, Excess] = {}
    for excess in sorted(agreeing, key=lambda each: (-evidence_ratio(each.told["p"]), each is not own, each.series_id)):
        if _vouches(excess, own):
            strongest.setdefault(excess.source, excess)
    parts = [
        _part(excess, group, own, strongest.get(excess.source), grounds)
        for excess in agreeing
        for group in excess.groups
    ]
    parts.sort(key=lambda part: (not part.counted, not part.vouches, -part.evidence, part.source_group, part.series_id))
    parts = _once_for_each_origin(_once_for_each_source(parts), grounds)
    voices: dict[str, str] = {}
    for part in parts:
        if part.vouches:
            voices.setdefault(grounds.origin_of(part.source_group), part.source_group)
    return Fused(sum(part.evidence for part in parts if part.counted), tuple(parts), tuple(sorted(voices.values())))


def _vouches(excess: Excess, own: Excess) -> bool:
    return excess is own or excess.discovery == "reported"


def _part(excess: Excess, group: str, own: Excess, strongest: Excess | None, grounds: Grounds) -> Part:
    record = grounds.track_record.of(excess.indicator, apart_from=own.signal_id)
    reliability = record.reliability(grounds.evaluation_of(group, excess.source))
    says = excess.share_of(group) * log(evidence_ratio(excess.told["p"]))
    part = Part(group, excess.source, excess.series_id, reliability, discounted(says, reliability) / log(10))
    if not _vouches(excess, own):
        why = "not counted: such counts grow with the looking, so by themselves they bear out nothing that is reported"
        return replace(part, counted=False, vouches=False, why=why)
    if excess is not strongest:
        return replace(part, counted=False, why="not added: overlaps with a stronger excess of the same source")
    return part


def _once_for_each_source(parts: Sequence[Part]) -> list[Part]:
    """A group's first part in each source; the parts are in order of what they are worth."""
    first: dict[tuple[str, str], Part] = {}
    for part in parts:
        first.setdefault((part.source_group, part.source), part)
    return list(first.values())


def _once_for_each_origin(parts: Sequence[Part], grounds: Grounds) -> list[Part]:
    spoken: dict[str, str] = {}
    once = []
    for part in parts:
        origin = grounds.origin_of(part.source_group)
        if part.counted and origin in spoken:
            why = f"not added: one origin with {spoken[origin]}, whose evidence is stronger"
            once.append(replace(part, counted=False, why=why))
            continue
        if part.counted:
            spoken[origin] = part.source_group
        once.append(part)
    return once


def in_words(strength: float) -> str:
    """A strength as a reader would say it.

    >>> in_words(1.0), in_words(-0.3)
    ('10.0 to 1', '0.5 to 1')
    """
    return f"{10**strength:,.1f} to 1"
