"""What an answer tells: which canaries are in it, and whose they are."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpResponse
from pypdf import PdfReader
from pypdf.generic import StreamObject

from .oracle import may_on
from .world import CANARY, World

ZIP, PDF = b"PK\x03\x04", b"%PDF-"
FIELD = re.compile(r'<(?:input|textarea|select|button)\b[^>]*\bname="([^"]+)"(?:[^>]*\bvalue="([^"]*)")?')
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
OPTION = re.compile(r'<option\b[^>]*\bvalue="([^"]+)"')
# What differs from one answer to the next although nothing else does.
NOISE = (
    (re.compile(r'(name="csrfmiddlewaretoken" value=)"[A-Za-z0-9]{64}"'), r'\1"token"'),
    (re.compile(rf"(Set-Cookie: {re.escape(settings.CSRF_COOKIE_NAME)})=[A-Za-z0-9]{{32}};"), r"\1=token;"),
    (re.compile(rf"(Set-Cookie: {re.escape(settings.SESSION_COOKIE_NAME)})=[a-z0-9]{{32}};"), r"\1=key;"),
)


def text_of(answer: HttpResponse) -> str:
    """Status, headers, cookies and body, as one text."""
    body = opened(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    headers = [f"{name}: {value}" for name, value in answer.items()]
    cookies = [f"Set-Cookie: {cookie.OutputString()}" for cookie in answer.cookies.values()]
    return "\n".join([str(answer.status_code), *headers, *cookies, "", body.decode("utf-8", "surrogateescape")])


def opened(body: bytes) -> bytes:
    """The body; of a spreadsheet or a Word file its own files, unpacked; of a PDF its words, wherever they stand."""
    if body.startswith(ZIP):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return b"\n".join(packed.read(name) for name in packed.namelist())
    if body.startswith(PDF):
        return "\n".join(_words_of_pdf(PdfReader(io.BytesIO(body)))).encode("utf-8", "surrogateescape")
    return body


def _words_of_pdf(file: PdfReader) -> Iterator[str]:
    """What its pages show, without what is put between letters; what it says of itself; and every string it holds, such
    as a bookmark or what is read aloud in a picture's place."""
    for page in file.pages:
        shown = page.extract_text().replace("\0", "").replace("\u200b", "")
        yield shown
        yield shown.replace("\n", "")  # a word may be broken at the edge of a column
    for number in sorted(file.xref.get(0, {}) | file.xref_objStm):
        yield from _strings_in(file.get_object(number))
    yield from _strings_in(file.trailer.get("/Info", {}).get_object())


def _strings_in(part: object) -> Iterator[str]:
    """Of one object, without going to those that it refers to."""
    if isinstance(part, StreamObject):
        yield part.get_data().decode("utf-8", "ignore")
    if isinstance(part, dict):
        for value in part.values():
            yield from _strings_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from _strings_in(value)
    elif isinstance(part, str):
        yield str(part)


def without_noise(text: str) -> str:
    for pattern, plain in NOISE:
        text = pattern.sub(plain, text)
    return text


def numbers_in(text: str) -> set[int]:
    """The records whose words are in the text."""
    return {int(number) for number in CANARY.findall(text)}


def hidden_from(world: World, key: str | None) -> set[int]:
    """The records that the oracle hides from that person; for a stranger, all of them."""
    viewer = None if key is None else world.viewers[key]
    return {r.number for r in world.records if viewer is None or not may_on(viewer, "see-record", r.held)}


def forms_on(answer: HttpResponse) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    """Method, address and, by name, the values on offer, of every form on the page."""
    for attributes, inside in FORM.findall(answer.content.decode("utf-8", "replace")):
        fields: dict[str, list[str]] = {}
        for name, value in FIELD.findall(inside):
            fields.setdefault(name, []).extend([value] if value else [])
        for values in fields.values():
            values.extend(OPTION.findall(inside))
        method = re.search(r'method="(\w+)"', attributes)
        action = re.search(r'action="([^"]*)"', attributes)
        yield (method[1].lower() if method else "get"), (action[1] if action else ""), fields
