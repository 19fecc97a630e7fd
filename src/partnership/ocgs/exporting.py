"""Groups, enablers and requirements as the tables of a file. With roles, never names of people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from partnership.exports.contents import Contents, count_left_out
from partnership.exports.rules import Cell, Row, Table
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.rules import strictest
from partnership.records.scoping import Scoped

from .models import Assessment, Assignment, Enabler, Group, Involvement, Move, Requirement
from .queries import NO_MEASURE_OF_HARM

GROUP_COLUMNS = (
    *("group", "code_name", "status", "crime_types", "reach", "area_code", "areas"),
    *("mapping_reference", "next_review", "summary", "synthetic"),
)
ASSESSMENT_COLUMNS = (
    *("group", "code_name", "scheme", "scheme_version", "as_of", "role"),
    *("score", "band", "steps", "unknown", "note"),
)
TIE_COLUMNS = ("group", "code_name", "enabler", "name", "kind", "how", "since", "until")
ENABLER_COLUMNS = ("enabler", "name", "kind", "area_code", "description", "synthetic")
REQUIREMENT_COLUMNS = (
    *("requirement", "question", "because", "status", "area_code", "due"),
    *("answer", "settled_at", "synthetic"),
)
MOVE_COLUMNS = ("group", "was", "to", "because", "proposed_at", "accepted", "decided_because", "decided_at")
DUTY_COLUMNS = ("group", "duty", "role", "start", "end", "because")
ONE_SITE = ""  # an export of what the person may export, wherever it is


def groups_contents(person: Person) -> Contents:
    """Every group that the person may export, with what assessors gave it and the enablers that help it."""
    groups = _exportable(Group, person)
    ties = _ties(person, groups)
    return Contents(
        heading="Export the groups",
        title="Organised crime groups",
        did="exported groups",
        named=("groups",),
        back=(reverse("ocgs:groups"), "Groups"),
        area_code=ONE_SITE,
        records=(*groups, *_enablers(ties)),
        tables=(
            _table("groups", GROUP_COLUMNS, ((group, _group(group)) for group in groups)),
            _assessments(groups),
            _tie_table(ties),
        ),
        left_out=count_left_out(person, Group),
        note=NO_MEASURE_OF_HARM,
    )


def group_contents(person: Person, group: Group) -> Contents:
    """All that is held of one group: its assessments, who answered for it, its status over time, its enablers."""
    ties = _ties(person, [group])
    return Contents(
        heading="Export this group",
        title="An organised crime group",
        did="exported group",
        named=("group", str(group.uuid)[:8]),
        back=(group.get_absolute_url(), "The group"),
        area_code=group.area_code,
        records=(group, *_enablers(ties)),
        tables=(
            _table("group", GROUP_COLUMNS, [(group, _group(group))]),
            _assessments([group]),
            _table("status", MOVE_COLUMNS, ((group, _move(group, move)) for move in group.moves.order_by("pk"))),
            _table("duties", DUTY_COLUMNS, ((group, _duty(group, one)) for one in _duties(group))),
            _tie_table(ties),
        ),
        one=group,
        note=NO_MEASURE_OF_HARM,
    )


def enablers_contents(person: Person) -> Contents:
    enablers = _exportable(Enabler, person)
    ties = _ties(person, _exportable(Group, person))
    return Contents(
        heading="Export the enablers",
        title="Enablers of organised crime",
        did="exported enablers",
        named=("enablers",),
        back=(reverse("ocgs:enablers"), "Enablers"),
        area_code=ONE_SITE,
        records=tuple(dict.fromkeys([*enablers, *(tie.group for tie in ties)])),
        tables=(
            _table("enablers", ENABLER_COLUMNS, ((one, _enabler(one)) for one in enablers)),
            _tie_table(ties),
        ),
        left_out=count_left_out(person, Enabler),
    )


def requirements_contents(person: Person) -> Contents:
    rows = _exportable(Requirement, person)
    return Contents(
        heading="Export the intelligence requirements",
        title="Intelligence requirements",
        did="exported intelligence requirements",
        named=("requirements",),
        back=(reverse("ocgs:requirements"), "Requirements"),
        area_code=ONE_SITE,
        records=tuple(rows),
        tables=(_table("requirements", REQUIREMENT_COLUMNS, ((one, _requirement(one)) for one in rows)),),
        left_out=count_left_out(person, Requirement),
    )


def _exportable(model: type[Scoped], person: Person) -> list[Any]:
    return list(model.objects.allowing(person, Act.EXPORT).select_related("originator"))


def _ties(person: Person, groups: Iterable[Group]) -> list[Involvement]:
    """Ties of those groups to enablers: only those of which the person may take out both ends."""
    enablers = Enabler.objects.allowing(person, Act.EXPORT).values("pk")
    ties = Involvement.objects.allowing(person, Act.EXPORT)
    held = ties.filter(group__in=[group.pk for group in groups], enabler__in=enablers)
    return list(held.select_related("group__originator", "enabler").order_by("group__code_name", "pk"))


def _enablers(ties: Iterable[Involvement]) -> list[Enabler]:
    return list(dict.fromkeys(tie.enabler for tie in ties))


def _tie_table(ties: Iterable[Involvement]) -> Table:
    """Each tie held as the stricter of its two ends."""
    rows = (
        Row(_tie(tie), strictest(tie.group.release, tie.enabler.release), str(tie.group.originator or ""))
        for tie in ties
    )
    return Table("enablers of groups", TIE_COLUMNS, tuple(rows))


def _assessments(groups: Iterable[Group]) -> Table:
    """Every assessment, each with the role that its assessor has today."""
    rows = ((group, _assessment(group, one)) for group in groups for one in group.assessments.select_related("by"))
    return _table("assessments", ASSESSMENT_COLUMNS, rows)


def _table(name: str, columns: tuple[str, ...], lines: Iterable[tuple[Scoped, tuple[Cell, ...]]]) -> Table:
    rows = (Row(cells, record.release, str(record.originator or "")) for record, cells in lines)
    return Table(name, columns, tuple(rows))


def _group(group: Group) -> tuple[Cell, ...]:
    return (
        *(str(group.uuid), group.code_name, group.state, _joined(group.crime_types), group.reach, group.area_code),
        *(_joined(group.areas), group.mapping_reference, group.next_review, group.summary, group.synthetic),
    )


def _assessment(group: Group, one: Assessment) -> tuple[Cell, ...]:
    inputs = one.inputs if isinstance(one.inputs, dict) else {}
    given = "\n".join(f"{key}: {step}" for key, step in inputs.items() if step is not None)
    unknown = _joined(key for key, step in inputs.items() if step is None)
    return (
        *(str(group.uuid), group.code_name, one.scheme, one.scheme_version, one.as_of, one.by.role_label),
        *(one.score, one.band, given, unknown, one.note),
    )


def _move(group: Group, move: Move) -> tuple[Cell, ...]:
    return (
        *(str(group.uuid), move.was, move.to, move.because, move.proposed_at),
        *(move.accepted, move.decided_because, move.decided_at),
    )


def _duty(group: Group, one: Assignment) -> tuple[Cell, ...]:
    return (str(group.uuid), one.duty, one.person.role_label, one.start, one.end, one.because)


def _duties(group: Group) -> Iterable[Assignment]:
    return group.assignments.select_related("person").order_by("start", "pk")


def _tie(tie: Involvement) -> tuple[Cell, ...]:
    return (
        *(str(tie.group.uuid), tie.group.code_name, str(tie.enabler.uuid), tie.enabler.name, tie.enabler.kind),
        *(tie.how, tie.since, tie.until),
    )


def _enabler(enabler: Enabler) -> tuple[Cell, ...]:
    return (
        *(str(enabler.uuid), enabler.name, enabler.kind, enabler.area_code, enabler.description),
        enabler.synthetic,
    )


def _requirement(one: Requirement) -> tuple[Cell, ...]:
    return (
        *(str(one.uuid), one.question, one.because, one.state, one.area_code, one.due),
        *(one.answer, one.settled_at, one.synthetic),
    )


def _joined(words: Iterable[Any]) -> str:
    return "\n".join(str(word) for word in words)
