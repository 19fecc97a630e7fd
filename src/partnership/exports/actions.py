"""Handing records out as a file: one transaction, one event, and no file without its event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.scoping import Scoped

from .as_csv import as_csv
from .as_docx import as_docx
from .as_json import as_json
from .as_pdf import as_pdf
from .as_xlsx import as_xlsx
from .contents import Contents
from .paper import Paper
from .rules import About, Disclosure, File, Format, Table, file_name, may_export

CHANGED = "What you were about to export has changed meanwhile. Look at it again, then export"
NOT_SO = "It cannot be written as that. Choose one of the formats listed"
TABLE_WRITERS: dict[Format, Callable[[About, Sequence[Table]], bytes]] = {
    Format.CSV: as_csv,
    Format.XLSX: as_xlsx,
    Format.JSON: as_json,
}
PAPER_WRITERS: dict[Format, Callable[[About, Paper], bytes]] = {Format.PDF: as_pdf, Format.DOCX: as_docx}


def export_records(*, contents: Contents, disclosure: Disclosure, by: Person) -> File:
    """The file, once the log holds who took out what, for whom and why, and the digest of its bytes.

    Raises NotAllowed, in words for the screen, if the rules refuse, or if a record is no longer as it was read.
    """
    if disclosure.format not in contents.formats:
        raise NotAllowed(NOT_SO)
    if refusal := may_export(disclosure, contents.release, longest=contents.longest):
        raise NotAllowed(refusal)
    file = _written(contents, disclosure, by)
    told = {"format": file.format, "rows": _rows(contents), "sha256": file.sha256}
    told |= {"marking": contents.release.marking, "area": contents.area_code}
    with transaction.atomic():
        _make_sure(contents.records, by)
        audit.record(
            by=by,
            verb=Verb.DISCLOSURE,
            did=contents.did,
            to=contents.one,
            because=disclosure.because,
            recipient=disclosure.to,
            detail=told,
            shown=contents.records,
        )
    return file


def _written(contents: Contents, disclosure: Disclosure, by: Person) -> File:
    """Before the transaction, which holds up everybody else who writes."""
    now = timezone.now()
    about = About(
        title=contents.title,
        release=contents.release,
        recipient=disclosure.to,
        because=disclosure.because.strip(),
        agency=str(by.agency),
        at=now,
        rows={table.name: len(table.rows) for table in contents.tables},
        left_out=contents.left_out,
        note=contents.note,
    )
    day, marking = timezone.localdate(now), contents.release.marking
    name = file_name(marking, *contents.named, day=day, format=disclosure.format)
    return File(name, disclosure.format, _bytes(contents, about, disclosure.format))


def _bytes(contents: Contents, about: About, format: Format) -> bytes:
    if format is Format.STIX and contents.bundle is not None:
        return contents.bundle()
    if format in TABLE_WRITERS:
        return TABLE_WRITERS[format](about, contents.tables)
    if contents.paper is None:
        raise NotAllowed(NOT_SO)
    return PAPER_WRITERS[format](about, contents.paper)


def _make_sure(records: Iterable[Scoped], by: Person) -> None:
    """Raises NotAllowed unless each record may still be exported, and is the version that was read."""
    by_model: dict[type[Scoped], dict[int, int]] = defaultdict(dict)
    for record in records:
        by_model[type(record)][record.pk] = record.version
    for model, versions in by_model.items():
        held = model.objects.allowing(by, Act.EXPORT).select_for_update().in_bulk(list(versions))
        if {pk: record.version for pk, record in held.items()} != versions:
            raise NotAllowed(CHANGED)


def _rows(contents: Contents) -> int:
    return sum(len(table.rows) for table in contents.tables)
