"""Groups, what enables them and what must be found out about them, in STIX."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from partnership.ocgs.models import Enabler, Group, Involvement, Requirement

from .rules import stix_moment
from .sheaf import Sheaf, main_id, paragraphs

MAPPING = "National mapping of organised crime groups"


def write_group(sheaf: Sheaf, group: Group) -> None:
    """An intrusion set: behaviour that is held to have one source, under a code name. It names no member."""
    mapped = {"source_name": MAPPING, "external_id": group.mapping_reference}
    made = sheaf.of(
        group,
        "intrusion-set",
        name=group.code_name,
        description=group.summary,
        primary_motivation="organizational-gain",
        labels=[f"status-{group.state}", f"reach-{group.reach}", *(f"crime-{key}" for key in group.crime_types)],
        external_references=[mapped] if group.mapping_reference else [],
    )
    for code in dict.fromkeys([group.area_code, *group.areas]):
        if place := sheaf.place(code):
            sheaf.relate(group, "targets", made, place)


def write_enabler(sheaf: Sheaf, enabler: Enabler) -> None:
    """Infrastructure: what a group uses. An identity would say who somebody is, and we hold nobody."""
    sheaf.of(
        enabler,
        "infrastructure",
        name=enabler.name,
        description=enabler.description,
        infrastructure_types=["unknown"],
        labels=[f"enabler-{enabler.kind}"],
    )


def write_involvement(sheaf: Sheaf, involvement: Involvement) -> None:
    """That a group uses an enabler, as the group's record says."""
    group, enabler = involvement.group, involvement.enabler
    ends = involvement.until if involvement.until and involvement.until > (involvement.since or date.min) else None
    sheaf.relate(
        group,
        "uses",
        main_id(("ocgs.group", group.uuid)),
        main_id(("ocgs.enabler", enabler.uuid)),
        beside=enabler,
        description=involvement.how,
        start_time=_moment(involvement.since),
        stop_time=_moment(ends),
    )


def write_requirement(sheaf: Sheaf, requirement: Requirement) -> None:
    sheaf.of(
        requirement,
        "note",
        abstract="Intelligence requirement",
        content=paragraphs(
            requirement.question,
            f"Why: {requirement.because}" if requirement.because else "",
            f"{requirement.get_state_display()}. {requirement.answer}",
        ),
        object_refs=sheaf.about(requirement),
        labels=["intelligence-requirement", f"state-{requirement.state}"],
    )


def _moment(day: date | None) -> str:
    return "" if day is None else stix_moment(datetime.combine(day, time.min, UTC))
