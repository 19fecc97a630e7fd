"""Records as a bundle that leaves, and what came in as the table of a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.urls import reverse

from partnership.exports.contents import Contents, count_left_out
from partnership.exports.rules import Row, Table
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.scoping import Scoped
from partnership.thread.walking import trail_of

from . import queries
from .bundling import NOTHING, bundle_of, written
from .forms import ChoiceForm
from .listing import ReceivedFilters
from .models import Received
from .sheaf import MAIN

OF_RECEIVED = (
    *("stix_type", "name", "words", "source", "state", "because", "stix_id", "changed_at", "received_at", "area_code"),
)
NOTE = (
    "Each object carries its own marking, handling code and conditions as extensions of STIX. A system that does not "
    "know them shows none: tell whoever gets the file."
)


def bundle_contents(person: Person, asked: QueryDict) -> Contents:
    """The records of the choice in the address that the person may export, as a bundle."""
    records = queries.chosen(person, ChoiceForm(asked, person=person).choice)
    back = f"{reverse('exchange:choose')}?{asked.urlencode()}"
    return _contents(person, records, title="STIX bundle", named=("stix",), back=(back, "Choose what to send"))


def record_contents(person: Person, record: Scoped) -> Contents:
    """The record and its thread, of what the person may export, as a bundle."""
    trail = trail_of(person, record, Act.EXPORT)
    records = [one for one in trail.records.values() if one._meta.label_lower in MAIN]
    told = {"title": f"STIX bundle: {record.title}", "named": ("stix", record.slug, str(record.uuid)[:8])}
    back = (record.get_absolute_url(), "The record")
    return _contents(person, records, one=record, back=back, area_code=record.area_code, **told)


def received_contents(person: Person, asked: QueryDict) -> Contents:
    """Of what came in and the list asked for shows, what the person may export."""
    rows = Received.objects.allowing(person, Act.EXPORT).select_related("originator")
    found = list(ReceivedFilters(asked, person=person, rows=rows).narrow(rows).order_by("-received_at", "pk"))
    told = tuple(
        Row(tuple(getattr(one, name) for name in OF_RECEIVED), one.release, str(one.originator or "")) for one in found
    )
    return Contents(
        heading="Export what came in",
        title="Received in STIX bundles",
        did="exported received objects",
        named=("received",),
        back=(reverse("exchange:received"), "Received"),
        area_code="",
        records=tuple(found),
        tables=(Table("received", OF_RECEIVED, told),),
        left_out=count_left_out(person, Received),
    )


def _contents(
    person: Person,
    records: Sequence[Scoped],
    *,
    title: str,
    named: tuple[str, ...],
    back: tuple[str, str],
    one: Scoped | None = None,
    area_code: str = "",
) -> Contents:
    def made() -> bytes:
        if not records:
            raise NotAllowed(NOTHING)
        return written(bundle_of(person, records))

    return Contents(
        heading="Export as a STIX bundle",
        title=title,
        did="exported STIX bundle",
        named=named,
        back=back,
        area_code=area_code,
        records=tuple(records),
        tables=(),
        one=one,
        note=NOTE,
        bundle=made,
    )
