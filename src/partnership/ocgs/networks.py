"""Groups, enablers and areas that a person sees, as a network, with its table. Who sees one end only sees no tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from partnership.people.models import Person
from partnership.records import pages as records
from partnership.ui.network import Link, Node, network

from .enabler_queries import current_ties
from .listing import NetworkFilters
from .models import Enabler, Group, Involvement
from .queries import NO_MEASURE_OF_HARM, seen_by
from .rules import EnablerKind
from .wording import area_names

GROUP, AREA = "Group", "Area"
KINDS = (GROUP, *(f"{kind.label} enabler" for kind in EnablerKind), AREA)


@dataclass(frozen=True)
class TieRow:
    """A group with its ties: to enablers, and to areas by name, the one that it answers to first."""

    group: Group
    enablers: list[Involvement]
    areas: list[str]


def network_page(person: Person, *, asked: QueryDict) -> dict[str, Any]:
    filters = NetworkFilters(asked, groups=seen_by(person))
    groups = list(filters.narrow(seen_by(person)).order_by("code_name", "pk"))
    ties = list(current_ties(person).filter(group__in=[group.pk for group in groups]))
    if kind := filters.wanted.get("kind"):
        ties = [tie for tie in ties if tie.enabler.kind == kind]
    enablers = list({tie.enabler.pk: tie.enabler for tie in ties}.values())
    shown = [*groups, *enablers]
    found = _network(groups, enablers, ties) if groups else None
    return {
        "section": "network",
        "filters": filters,
        "chart": None if found is None else found.chart,
        "ties": _table(groups, ties),
        "left_out": 0 if found is None else found.left_out,
        "shown": shown,
        "page_marking": records.highest_marking(shown),
        "synthetic_shown": any(record.synthetic for record in shown),
        "no_measure_of_harm": NO_MEASURE_OF_HARM,
    }


def _network(groups: list[Group], enablers: list[Enabler], ties: list[Involvement]) -> Any:
    names = area_names()
    codes = sorted({code for group in groups for code in _touched(group)})
    nodes = [
        *(Node(_key(group), group.code_name, GROUP, group.get_absolute_url()) for group in groups),
        *(
            Node(_key(one), one.name, f"{EnablerKind(one.kind).label} enabler", one.get_absolute_url())
            for one in enablers
        ),
        *(Node(f"area:{code}", names.get(code, code), AREA) for code in codes),
    ]
    links = [
        *(Link(_key(tie.group), _key(tie.enabler)) for tie in ties),
        *(Link(_key(group), f"area:{code}", is_weak=True) for group in groups for code in _touched(group)),
    ]
    return network(
        nodes,
        links,
        kinds=[kind for kind in KINDS if any(node.kind == kind for node in nodes)],
        title=_title(groups, enablers, ties),
        description="Network of groups, the enablers that help them, and the areas they answer to or affect.",
    )


def _touched(group: Group) -> list[str]:
    """Codes of the areas it answers to or affects, its own first."""
    return list(dict.fromkeys([group.area_code, *map(str, group.areas)]))


def _table(groups: list[Group], ties: list[Involvement]) -> list[TieRow]:
    names = area_names()
    return [
        TieRow(
            group,
            [tie for tie in ties if tie.group_id == group.pk],
            [names.get(code, code) for code in _touched(group)],
        )
        for group in groups
    ]


def _title(groups: list[Group], enablers: list[Enabler], ties: list[Involvement]) -> str:
    """What the picture shows first: enablers that several groups have in common."""
    helped: dict[int, set[int]] = {}
    for tie in ties:
        helped.setdefault(tie.enabler_id, set()).add(tie.group_id)
    shared = sum(len(of_one) > 1 for of_one in helped.values())
    counted = f"{_many(len(groups), 'group')} and {_many(len(enablers), 'enabler')}"
    if not shared:
        return f"{counted}; no enabler helps more than one of these groups"
    return f"{counted}; {_many(shared, 'enabler')} help{'s' if shared == 1 else ''} more than one of these groups"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _kind_of(enabler: Enabler) -> str:
    return f"{EnablerKind(enabler.kind).label} enabler"


def _key(record: Group | Enabler) -> str:
    return f"{record.slug}:{record.uuid}"
