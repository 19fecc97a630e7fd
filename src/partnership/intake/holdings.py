"""How closely what comes through the door is held, and whose it is: as strictly as whatever it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partnership.people.rules import read_marking
from partnership.records.rules import UNSTATED, Handling, Release, strictest
from partnership.triage.rules import Arrival
from tocsin.store import Store

Row = dict[str, Any]


@dataclass(frozen=True)
class Holding:
    """How closely what came from a source is held, and whose it is; empty for what nobody claims."""

    release: Release
    agency: str = ""


def of_sources(store: Store) -> dict[str, Holding]:
    """Of each source, by name. One that says nothing, as in an older store, is held as closely as can be."""
    return {row["source"]: _holding(row) for row in store.table("sources").to_pylist()}


def _holding(row: Row) -> Holding:
    if "marking" not in row:
        return Holding(Release())
    handling = Handling(row["handling"])
    unstated = UNSTATED if handling is Handling.CONDITIONAL else ""
    return Holding(Release(read_marking(row["marking"]), handling, row["conditions"] or unstated), row["agency"])


def of_signal(arrival: Arrival, held: Mapping[str, Holding], groups: Mapping[str, str]) -> Holding:
    """As the strictest of what the signal rests on: its own source, those whose voices are weighed with it and, where
    it quotes others, every source of texts.

    groups  source group of each source of figures, by its name
    """
    own = held.get(arrival.source, Holding(Release()))
    quotes_others = any(quote.source_group != groups.get(arrival.source) for quote in arrival.quotes)
    voices = [held[line.source] for line in arrival.grounds.fusion if line.source in held]
    return together([own, *voices, *(of_texts(held, groups) if quotes_others else [])], whose=own.agency)


def of_groups(named: Iterable[str], held: Mapping[str, Holding], groups: Mapping[str, str]) -> Holding:
    """As the strictest source behind those groups. A group of no source of figures may be of any source of texts."""
    said = {name for group in named for name in group.split(" + ")}
    behind = [held[source] for source, group in groups.items() if group in said and source in held]
    return together([*behind, *(of_texts(held, groups) if said - set(groups.values()) else [])])


def of_texts(held: Mapping[str, Holding], groups: Mapping[str, str]) -> list[Holding]:
    """How each source of texts is held."""
    return [holding for name, holding in held.items() if name not in groups]


def together(holdings: Sequence[Holding], *, whose: str | None = None) -> Holding:
    """How what rests on all of them is held; whose it is if nobody else has conditions on it, else nobody's."""
    agencies = {each.agency for each in holdings if each.release.handling is Handling.CONDITIONAL}
    owner = min(agencies, default="") if whose is None else whose
    return Holding(strictest(*(each.release for each in holdings)), owner if agencies <= {owner} else "")


def groups_of_figures(store: Store) -> dict[str, str]:
    rows = store.table("sources").to_pylist()
    return {row["source"]: row["source_group"] for row in rows if row["kind"] != "documents"}
