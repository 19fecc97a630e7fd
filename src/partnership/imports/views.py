"""The pages of an import: what to send, what would be made of it, what was. Who may open them, and what they take in,
is the caller's to say: the slice whose records come."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from partnership.exports.rules import Format, file_name
from partnership.people.rules import Marking
from partnership.records.pages import highest_marking

from . import actions, carrying
from .carrying import Expired
from .checking import Checked, Preview, preview, without_words_above_official
from .files import highest_stated, rows_to_correct, template_of
from .forms import UploadForm
from .rules import LARGEST, MOST_ROWS, SEPARATORS, Sheet, Text, Unreadable, read_sheet
from .spec import Spec

LONG = 500  # lines; a line takes about 20 milliseconds, most of them for the log
ROOM_FOR_FIELDS = 20_000  # bytes of a request beside the file


def import_page(request: HttpRequest, *, spec: Spec, area_code: str = "") -> HttpResponse:
    """The page to send a file from; posted, what would be made of it; confirmed, what was."""
    if request.method != "POST":
        return _template(spec) if "template" in request.GET else _ask(request, spec, UploadForm())
    if "rest" in request.POST:
        return _hand_back(request, spec)
    if "carried" in request.POST:
        return _take(request, spec, area_code)
    return _preview(request, spec, area_code)


def _ask(request: HttpRequest, spec: Spec, form: UploadForm) -> HttpResponse:
    actions.note_page(spec=spec, by=request.user)
    told = {"form": form, "most": MOST_ROWS}
    # What was pasted is shown again, and nobody knows yet how it is held.
    marking = Marking.OFFICIAL_SENSITIVE if form.data.get("pasted") else Marking.OFFICIAL
    return _show(request, spec, "upload", told, marking, status=422 if form.errors else 200)


def _preview(request: HttpRequest, spec: Spec, area_code: str) -> HttpResponse:
    is_large = int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + ROOM_FOR_FIELDS
    form = UploadForm(request.POST, request.FILES, is_large=is_large)
    if not form.is_valid():
        return _ask(request, spec, form)
    try:
        sheet = _sheet(form.text, spec)
    except Unreadable as refusal:
        form.add_error("file" if request.FILES else "pasted", str(refusal))
        return _ask(request, spec, form)
    checked = preview(sheet, spec=spec, by=request.user)
    actions.note_preview(preview=checked, spec=spec, by=request.user, area_code=area_code)
    told = _told(sheet, checked, spec, request) | {
        "was": form.text.was,
        "is_long": len(checked.good) > LONG,
        "separated": SEPARATORS[sheet.separator] if sheet.separator != "," else "",
        "carried": carrying.carried(sheet, spec=spec, by=request.user),
    }
    return _show(request, spec, "preview", told, _marking(checked))


def _take(request: HttpRequest, spec: Spec, area_code: str) -> HttpResponse:
    try:
        sheet = carrying.sheet_from(request.POST["carried"], spec=spec, by=request.user)
    except Expired as refusal:
        return _refused(request, spec, refusal)
    checked = preview(sheet, spec=spec, by=request.user)
    outcomes = actions.take_in(preview=checked, spec=spec, by=request.user, area_code=area_code)
    rows = Preview(tuple(one.row for one in outcomes), checked.unread, checked.lacks_marking)
    taken = [outcome for outcome in outcomes if outcome.record is not None]
    told = _told(sheet, rows, spec, request) | {"taken": taken}
    return _show(request, spec, "done", told, _marking(checked))


def _hand_back(request: HttpRequest, spec: Spec) -> HttpResponse:
    try:
        text = carrying.text_from(request.POST["rest"], spec=spec, by=request.user)
    except Expired as refusal:
        return _refused(request, spec, refusal)
    actions.note_handed_back(text=text, spec=spec, by=request.user)
    marking, _, rows = text.partition("\n")
    return _file(rows.encode("utf-8-sig"), Marking(marking), spec.kind[1], "to correct")


def _refused(request: HttpRequest, spec: Spec, refusal: Expired) -> HttpResponse:
    return _ask(request, spec, UploadForm({}, refusal=str(refusal)))


def _sheet(text: Text, spec: Spec) -> Sheet:
    return without_words_above_official(read_sheet(text.text, spec.names, needed=spec.needed, table=spec.table))


def _told(sheet: Sheet, checked: Preview, spec: Spec, request: HttpRequest) -> dict[str, Any]:
    faulty = checked.faulty
    rest = f"{highest_stated(one.row for one in faulty)}\n{rows_to_correct(sheet, faulty)}"
    return {
        "preview": checked,
        "aside": sheet.aside,
        "rows": [(one, _cells(one, spec)) for one in checked.good],
        "rest": carrying.carried_text(rest, spec=spec, by=request.user) if faulty else "",
    }


def _cells(one: Checked, spec: Spec) -> list[tuple[str, str]]:
    return [(column.name, one.row.cells.get(column.name, "")) for column in spec.columns]


def _marking(checked: Preview) -> Marking:
    """Of a page that shows those rows: the highest that any states, and as high as can be for what states none."""
    known = [row.known for row in checked.known if row.known is not None]
    stated = highest_stated(row.row for row in checked.rows)
    return max(stated, highest_marking(known), key=lambda marking: marking.height)


def _template(spec: Spec) -> HttpResponse:
    return _file(template_of(spec), Marking.OFFICIAL, spec.kind[1], "template")


def _file(data: bytes, marking: Marking, *named: str) -> HttpResponse:
    name = file_name(marking, *named, day=timezone.localdate(), format=Format.CSV)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=Format.CSV.content_type, headers=headers)


def _show(
    request: HttpRequest, spec: Spec, page: str, told: dict[str, Any], marking: Marking, *, status: int = 200
) -> HttpResponse:
    one = [] if spec.one is None else [spec.one]
    highest = max(marking, highest_marking(one), key=lambda each: each.height)
    return render(request, f"imports/{page}.html", told | {"spec": spec, "page_marking": highest}, status=status)
