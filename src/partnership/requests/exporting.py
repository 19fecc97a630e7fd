"""Requests, enquiries and how they were answered, as the tables of a file. With agencies and roles, never names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from partnership.exports.contents import Contents, count_left_out
from partnership.exports.rules import Cell, Row, Table
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.rules import strictest
from partnership.records.scoping import Scoped

from .figures import counted
from .listing import RequestFilters
from .models import Enquiry, Request
from .rules import days_taken

ASKED = (*("criterion", "gateway", "reference", "asks", "purpose", "expires_on"),)
OF_REQUEST = (*ASKED, "state", "asked_at", "ended_because", "area_code")
OF_ENQUIRY = (*("sent_at", "answer", "answered_at", "corrected_at", "declined_why", "passed_on", "area_code"),)
FIGURES = (
    *("partner", "asked", "hit", "no_hit", "declined", "no_reply", "waiting", "withdrawn", "median_days_to_answer"),
)


def requests_contents(person: Person, asked: QueryDict) -> Contents:
    """Of the requests that the list asked for shows, those that the person may export, with their enquiries."""
    rows = Request.objects.allowing(person, Act.EXPORT).select_related("originator")
    requests = list(RequestFilters(asked, person=person, rows=rows).narrow(rows).order_by("asked_at", "pk"))
    enquiries = list(_exportable(person).filter(request__in=[one.pk for one in requests]).order_by("sent_at", "pk"))
    return Contents(
        heading="Export requests to partners",
        title="Requests to partners",
        did="exported requests to partners",
        named=("requests",),
        back=(reverse("requests:requests"), "Requests to partners"),
        area_code="",
        records=(*requests, *enquiries),
        tables=(_requests(requests), _enquiries(enquiries)),
        left_out=count_left_out(person, Request),
    )


def figures_contents(person: Person) -> Contents:
    """How each agency answered, over the enquiries that the person may export, with those enquiries."""
    found = _exportable(person).order_by("sent_at", "pk")
    enquiries = list(found)
    return Contents(
        heading="Export how partners answered",
        title="How partners answered",
        did="exported figures of answers",
        named=("answers",),
        back=(reverse("requests:figures"), "How partners answer"),
        area_code="",
        records=tuple(enquiries),
        tables=(_figures(found, enquiries), _enquiries(enquiries)),
        left_out=count_left_out(person, Enquiry),
    )


def _exportable(person: Person) -> QuerySet[Enquiry]:
    return Enquiry.objects.allowing(person, Act.EXPORT).select_related("originator", "agency", "request")


def _requests(requests: Iterable[Request]) -> Table:
    told = tuple(_row(one, (str(one.uuid), *_cells(one, OF_REQUEST))) for one in requests)
    return Table("requests", ("request", *OF_REQUEST), told)


def _enquiries(enquiries: Iterable[Enquiry]) -> Table:
    """Without the contact, which is for whoever asked."""
    columns = ("enquiry", "partner", *OF_ENQUIRY, "days_to_answer")
    told = tuple(
        _row(
            one,
            (
                *(str(one.uuid), one.agency.name),
                *_cells(one, OF_ENQUIRY),
                days_taken(one.sent_at, one.answered_at),
            ),
        )
        for one in enquiries
    )
    return Table("enquiries", columns, told)


def _figures(found: QuerySet[Enquiry], enquiries: Sequence[Enquiry]) -> Table:
    """Each agency's line is held as the strictest of the enquiries that it counts."""
    lines = []
    for of in counted(found):
        release = strictest(*(one.release for one in enquiries if one.agency.name == of.name))
        lines.append(Row((of.name, *of.numbers, of.tally.median_days), release))
    return Table("figures", FIGURES, tuple(lines))


def _cells(of: Any, names: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(getattr(of, name) for name in names)


def _row(record: Scoped, cells: tuple[Cell, ...]) -> Row:
    return Row(cells, record.release, str(record.originator or ""))
