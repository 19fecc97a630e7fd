"""Disruptions and outcomes as the tables of a file. With agencies and roles, never names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from partnership.exports.contents import Contents, count_left_out
from partnership.exports.rules import Cell, Row, Table
from partnership.people.models import Person
from partnership.people.rules import Act

from .listing import DisruptionFilters, OutcomeFilters
from .measuring import finding
from .models import Contribution, Disruption, Outcome

OF_CLAIM = ("what", "p", "happened_on", "affected", "affected_words", "lasts", "evidence", "claimed_grade", "grade")
OF_DECISION = ("state", "moderated_because", "event_reference", "disruption_reference", "area_code")
OF_OUTCOME = ("text", "harm", "direction", "not_explained_by", "evidence", "observed_on", "area_code")
OF_MEASURE = ("measure", "figures_are", "before", "before_start", "before_end", "after", "after_start", "after_end")
A_MONTH = ("before_a_month", "after_a_month", "change_percent")
DISRUPTIONS = ("disruption", *OF_CLAIM, *OF_DECISION, "claimed_by_agency", "claimed_at", "moderated_at")
CONTRIBUTIONS = ("disruption", "contributing_agency", "what")


def disruptions_contents(person: Person, asked: QueryDict) -> Contents:
    """Of the disruptions that the list asked for shows, those that the person may export, and who had a part."""
    rows = Disruption.objects.allowing(person, Act.EXPORT).select_related("originator", "agency")
    held = list(DisruptionFilters(asked, person=person, rows=rows).narrow(rows).order_by("happened_on", "pk"))
    return Contents(
        heading="Export disruptions",
        title="Disruptions",
        did="exported disruptions",
        named=("disruptions",),
        back=(reverse("outcomes:disruptions"), "Disruptions"),
        area_code="",
        records=tuple(held),
        tables=(_disruptions(held), _contributions(person, held)),
        left_out=count_left_out(person, Disruption),
    )


def outcomes_contents(person: Person, asked: QueryDict) -> Contents:
    """Of the outcomes that the list asked for shows, those that the person may export."""
    rows = Outcome.objects.allowing(person, Act.EXPORT).select_related("originator")
    held = list(OutcomeFilters(asked, person=person, rows=rows).narrow(rows).order_by("observed_on", "pk"))
    head = ("outcome", *OF_OUTCOME, *OF_MEASURE, *A_MONTH)
    return Contents(
        heading="Export what changed",
        title="What changed",
        did="exported outcomes",
        named=("outcomes",),
        back=(reverse("outcomes:outcomes"), "What changed"),
        area_code="",
        records=tuple(held),
        tables=(Table("outcomes", head, tuple(_row(one, _outcome(one)) for one in held)),),
        left_out=count_left_out(person, Outcome),
    )


def _disruptions(held: Iterable[Disruption]) -> Table:
    told = (
        _row(
            one,
            (
                str(one.uuid),
                *_cells(one, (*OF_CLAIM, *OF_DECISION)),
                one.agency.name,
                one.claimed_at,
                one.moderated_at,
            ),
        )
        for one in held
    )
    return Table("disruptions", DISRUPTIONS, tuple(told))


def _contributions(person: Person, held: Iterable[Disruption]) -> Table:
    by_key = {one.pk: one for one in held}
    parts = Contribution.objects.allowing(person, Act.EXPORT).filter(disruption__in=by_key).select_related("agency")
    told = (
        _row(by_key[part.disruption_id], (str(by_key[part.disruption_id].uuid), part.agency.name, part.what))
        for part in parts.order_by("disruption_id", "pk")
    )
    return Table("contributions", CONTRIBUTIONS, tuple(told))


def _outcome(outcome: Outcome) -> tuple[Cell, ...]:
    measured = outcome.measured
    found = None if measured is None else finding(measured)
    a_month: tuple[Cell, ...] = (None, None, None)
    if found is not None:
        a_month = (found.before_a_month, found.after_a_month, found.comparison.change_percent)
    return (str(outcome.uuid), *_cells(outcome, (*OF_OUTCOME, *OF_MEASURE)), *a_month)


def _cells(of: Any, names: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(getattr(of, name) for name in names)


def _row(record: Disruption | Outcome, cells: tuple[Cell, ...]) -> Row:
    return Row(cells, record.release, str(record.originator or ""))
