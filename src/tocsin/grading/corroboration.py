"""Who says the same: groups × statements as formal concepts, over each stretch of time.

A statement joins what is said with where: "modern slavery in Bradford", and with it in every area that holds Bradford.
Were threat and place attributes of their own, a group that speaks of slavery in Bradford and of drugs in Leeds would
seem to agree with one that speaks of drugs in Bradford and of slavery in Leeds.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from tocsin.geography.hierarchy import WORLD, ancestors, is_within, name_of
from tocsin.grading.excesses import Excess
from tocsin.grading.formal_concepts import Concept, Context
from tocsin.grading.grounds import Grounds
from tocsin.grading.words import named
from tocsin.records import CONCEPT, CONCEPT_LINK

FEWEST_GROUPS = 2
MOST_BROWSED = 300  # concepts of talk in which nothing rose; beyond it, only those of more groups

_BETWEEN = "\x1f"


@dataclass(frozen=True)
class Corroboration:
    """Rows of CONCEPT and CONCEPT_LINK, and the concept that speaks of each excess, by signal id."""

    concepts: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    concept_of: dict[str, str] = field(default_factory=dict)


def corroborate(excesses: Sequence[Excess], grounds: Grounds) -> Corroboration:
    """The concepts of at least two independent groups, for each set of excesses that lie within the window of one."""
    windows: dict[tuple[int, ...], list[Excess]] = defaultdict(list)
    near: dict[tuple[date, date], tuple[int, ...]] = {}
    for excess in excesses:
        when = (excess.told["period_start"], excess.told["period_end"])
        if when not in near:
            near[when] = tuple(at for at, other in enumerate(excesses) if excess.is_near(other))
        windows[near[when]].append(excess)
    result = Corroboration()
    for members, of_window in sorted(windows.items()):
        _add_window([excesses[at] for at in members], of_window, grounds, result)
    return result


def agreement(
    said: Sequence[Mapping[str, Any]], span: tuple[date, date], watched: Collection[str], grounds: Grounds
) -> tuple[pa.Table, pa.Table]:
    """The concepts of what documents said in that time, whether or not anything rose: CONCEPT and CONCEPT_LINK.

    They bear out no signal. At most 300 are listed; where there are more, those of the most groups.

    said     source_group, threat, indicator and area_code of each mention; what is said of an area is said of all that
             hold it
    watched  the areas of which is told what is said; never of the world, of which nearly everybody says everything
    """
    by_origin: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    for mention in said:
        origin = grounds.origin_of(mention["source_group"])
        names[origin].add(mention["source_group"])
        by_origin[origin] |= {
            _statement(mention["threat"], indicator, area_code)
            for area_code in ancestors(mention["area_code"])
            if area_code in watched and area_code != WORLD
            for indicator in ("", mention["indicator"])
        }
    context = Context({" + ".join(sorted(names[origin])): what for origin, what in by_origin.items()})
    lattice = context.lattice(fewest=FEWEST_GROUPS, most=MOST_BROWSED)
    ids = [_id_of(concept, span) for concept in lattice.concepts]
    rows = [_row(concept, span, len(context.objects), (), grounds) for concept in lattice.concepts]
    links = [{"concept_id": ids[above], "narrower_id": ids[below]} for above, below in lattice.links]
    return pa.Table.from_pylist(rows, schema=CONCEPT), pa.Table.from_pylist(links, schema=CONCEPT_LINK)


def _add_window(near: Sequence[Excess], asked: Sequence[Excess], grounds: Grounds, result: Corroboration) -> None:
    context = Context(_statements(near, grounds))
    lattice = context.lattice(fewest=FEWEST_GROUPS)
    wanted = {excess.signal_id: context.concept_of(_statement(excess.threat, "", excess.area_code)) for excess in asked}
    concepts = list(lattice.concepts)
    # Where the lattice was cut at more than two groups, the concepts that signals rest on are listed all the same.
    concepts += sorted(
        {each for each in wanted.values() if each is not None and len(each.extent) >= FEWEST_GROUPS} - set(concepts),
        key=lambda concept: sorted(concept.intent),
    )
    span = (min(each.told["period_start"] for each in near), max(each.told["period_end"] for each in near))
    ids = [_id_of(concept, span) for concept in concepts]
    id_of = dict(zip(concepts, ids, strict=True))
    speaks_of: dict[str, list[str]] = defaultdict(list)
    for excess in asked:
        statement = _statement(excess.threat, "", excess.area_code)
        for concept in concepts:
            if statement in concept.intent:
                speaks_of[id_of[concept]].append(excess.signal_id)
    result.concepts.extend(
        _row(concept, span, len(context.objects), speaks_of[id_of[concept]], grounds) for concept in concepts
    )
    result.links.extend({"concept_id": ids[above], "narrower_id": ids[below]} for above, below in lattice.links)
    for signal_id, found in wanted.items():
        if found in id_of:
            result.concept_of[signal_id] = id_of[found]


def _statements(near: Sequence[Excess], grounds: Grounds) -> Mapping[str, set[str]]:
    """By independent voice, everything it says. Groups of one origin are one voice, named by those that spoke."""
    names: dict[str, set[str]] = defaultdict(set)
    said: dict[str, set[str]] = defaultdict(set)
    for excess in near:
        for group, indicators in excess.indicators.items():
            origin = grounds.origin_of(group)
            names[origin].add(group)
            said[origin] |= {
                _statement(excess.threat, indicator, area_code)
                for area_code in ancestors(excess.area_code)
                for indicator in ("", *indicators)
            }
    return {" + ".join(sorted(names[origin])): statements for origin, statements in said.items()}


def _statement(threat: str, indicator: str, area_code: str) -> str:
    return _BETWEEN.join((threat, indicator, area_code))


def _id_of(concept: Concept, span: tuple[date, date]) -> str:
    whole = repr((*map(str, span), sorted(concept.extent), sorted(concept.intent)))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _row(
    concept: Concept, span: tuple[date, date], groups: int, signal_ids: Collection[str], grounds: Grounds
) -> dict[str, Any]:
    intent = [statement.split(_BETWEEN) for statement in sorted(concept.intent)]
    return {
        "concept_id": _id_of(concept, span),
        "window_start": span[0],
        "window_end": span[1],
        "extent": sorted(concept.extent),
        "intent": [
            {"threat": threat, "indicator": indicator or None, "area_code": area_code}
            for threat, indicator, area_code in intent
        ],
        "words": _in_words(concept, intent, grounds),
        "size": len(concept.extent),
        "support": len(concept.extent) / groups,
        "signal_ids": sorted(signal_ids),
    }


def _in_words(concept: Concept, intent: Sequence[Sequence[str]], grounds: Grounds) -> str:
    """Who says what where, of each threat only the most specific areas."""
    areas: dict[str, set[str]] = defaultdict(set)
    for threat, indicator, area_code in intent:
        if not indicator:
            areas[threat].add(area_code)
    said = []
    for threat, codes in sorted(areas.items()):
        innermost = [
            code for code in sorted(codes) if not any(is_within(other, code) for other in codes if other != code)
        ]
        said.append(f"{grounds.threat_names[threat]} in {' and '.join(named(name_of(code)) for code in innermost)}")
    return f"{'; '.join(said)}, by {', '.join(sorted(concept.extent))}"
