"""Hostile words through every form, query and address: nothing breaks, nothing is run, nothing typed is lost.

Forms are found on the pages themselves. The cases below are our own; two public lists are read beside the repository
where they are present.
"""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit
from zlib import crc32

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path, reverse
from django.utils.safestring import mark_safe

from partnership.audit.rules import one_line
from partnership.people.permissions import open_to_all
from partnership.people.rules import Role
from partnership.site.typed_words import without_hidden
from partnership.site.urls import urlpatterns

from . import scene as scenes
from .leaks import opened
from .scene import EVERYBODY, WAITING, Scene, Who

pytestmark = pytest.mark.django_db  # so that there is a database at all; the scene itself outlasts each test
LISTS = Path(__file__).parents[3] / "shared/data/hostile"
TYPED = {"text", "email", "search", "textarea", "hidden", "password", "url", "tel", "number", "date"}
PLAIN_KINDS = {"text", "search", "textarea"}
SHOWN_AGAIN = {"text", "email", "search", "textarea", "url", "tel"}
MOST_ROUNDS = 24  # enough for every text of either list in a field for paragraphs
OPENING, CLOSING = "Zq‹", "›qZ"  # around what is typed, so that it is found again wherever it was kept
ANSWERED, REFUSED = {200, 302}, {409, 422}
# What no answer may hold: a template or an expression that was run, a file of the machine.
TELLTALES = ("1695203", "root:x:0")

CASES = {
    "markup": (
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "' onmouseover='alert(1)' x='",
        "</textarea><iframe srcdoc='<script>alert(1)</script>'>",
        "javascript:alert(1)",
        '<a href="java\tscript:alert(1)">x</a>',
        "<!--><base href=//evil.example/>-->",
        "]]><![CDATA[<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62;",
    ),
    "templates": (
        "{{ 1301|add:1693902 }} {{1301*1303}}",
        "{% include '../../etc/passwd' %}{% debug %}",
        "${1301*1303} #{1301*1303} <%= 1301*1303 %> @(1301*1303)",
        "{{ settings.SECRET_KEY }} {{ request.session }}",
        "{0.__class__.__init__.__globals__} {settings.SECRET_KEY}",
        "%s%s%n%x %(SECRET_KEY)s",
    ),
    "databases": (
        "'; DROP TABLE people_person; --",
        "1' OR '1'='1",
        '" UNION SELECT password FROM people_person --',
        "%' OR 1=1 /*",
        "\\'; pg_sleep(10); --",
        "x' || (SELECT 1301*1303) || 'x",
    ),
    "headers and files": (
        "x\r\nSet-Cookie: stolen=1\r\n\r\n<html>",
        "x\nLocation: https://evil.example/",
        "../../../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "file:///etc/passwd",
        "$(cat /etc/passwd) `id` | ls; ls",
        "//evil.example/",
    ),
    "spreadsheets": ("=1301*1303", "+1", "-1", "@SUM(1)", "\t=1", '=HYPERLINK("https://evil.example","x")'),
    "unicode": (
        "\u202egnp.exe\u202c",
        "/*\u202e } \u2066if (is_admin)\u2069 \u2066 begin*/",
        "السلام عليكم",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!",
        "👩‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿",
        "\ufeff\u200b\u200d\u00ad",
        "ﷺ İ ı ß ﬃ Å",
        "раypal",
        "\ufffe\uffff\U0010ffff",
        "Cafe\u0301",
    ),
    "hidden": ("a\x00b", "\x00", "a\x08\x1b[31m\x07b", "a\x7f\x80\x9bb", "a\x0b\x0cb"),
    "numbers": ("1e309", "NaN", "-0", "99999999999999999999999", "٣", "0x7f", "1_000", "½"),
    "long": ("x" * 5000, "<" * 2500, "\u202e" * 2000),
}


@dataclass
class Form:
    """A form as a page shows it: where it goes, how, and what it would send untouched, by name and kind."""

    action: str
    method: str
    sends: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)

    @property
    def typed(self) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind in TYPED and name != "csrfmiddlewaretoken"]

    @property
    def known_by(self) -> tuple[str, ...]:
        return (self.method, re.sub(r"[0-9a-f-]{36}", "uuid", self.action), *sorted(self.kinds))


PLAIN = {"email": "a.person@example.test", "date": "2030-01-01", "number": "1"}


class PageReader(HTMLParser):
    """A page's forms, and what in it could run or lead elsewhere."""

    def __init__(self, page: str, at: str) -> None:
        super().__init__()
        self.at, self.forms, self.live = at, [], []
        self._form, self._select = None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        told = {name: value or "" for name, value in attributes}
        self._note_live(tag, told)
        if tag == "form":
            self._form = Form(told.get("action") or self.at, told.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "option":
            self._offer(self._select, "select", told)
        elif self._form is not None and told.get("name"):
            self._select = told["name"] if tag == "select" else self._select
            kind = told.get("type", "text") if tag == "input" else tag
            if tag in {"input", "textarea", "button"} and kind not in {"submit", "file"}:
                self._offer(told["name"], kind, told)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None

    def _offer(self, name, kind, told):
        """Takes a field as it stands: of several choices the first that says something."""
        if self._form is None or name is None:
            return
        value = told.get("value") or (PLAIN.get(kind, "Plain words") if kind in TYPED else "")
        self._form.kinds.setdefault(name, kind)
        self._form.longest.setdefault(name, int(told.get("maxlength", 1900)))
        if value and not self._form.sends.get(name):
            self._form.sends[name] = [value]

    def _note_live(self, tag, told):
        if tag in {"iframe", "object", "embed", "base", "style"} or (tag == "script" and not told.get("src")):
            self.live.append(f"<{tag}>")
        self.live += [f"<{tag} {name}>" for name in told if name.startswith("on") or name in {"style", "srcdoc"}]
        for name in ("href", "src", "action", "formaction", "xlink:href"):
            address = re.sub(r"[\s\x00-\x20]", "", told.get(name, "")).lower()
            if address.startswith(("javascript:", "vbscript:", "data:text")):
                self.live.append(f"<{tag} {name}={address[:20]}>")


def forms_of(scene, addresses) -> Iterator[tuple[Who, Form]]:
    """Every form that is shown to anybody, once, with the first role that is shown it."""
    met = set()
    for who in EVERYBODY:
        client = scene.client(who)
        for address in addresses:
            page = client.get(address.path)
            if page.status_code != 200 or "text/html" not in page.headers["Content-Type"]:
                continue
            for form in PageReader(page.content.decode(), address.path).forms:
                if form.known_by not in met and "sign-out" not in form.action:
                    met.add(form.known_by)
                    yield who, form


def faults_in(answer) -> list[str]:
    """What an answer should not be, hold, or say, whatever was sent."""
    body = "" if answer.streaming else opened(answer.content).decode("utf-8", "surrogateescape")
    found = [] if answer.status_code < 500 else [f"answers {answer.status_code}"]
    found += [f"holds {telltale}" for telltale in (*TELLTALES, settings.SECRET_KEY) if telltale in body]
    found += [f"gives the cookie {name}" for name in answer.cookies if name == "stolen"]
    found += ["leads elsewhere"] if urlsplit(answer.headers.get("Location", "")).netloc else []
    if "text/html" in answer.headers.get("Content-Type", ""):
        found += [f"holds {live}" for live in PageReader(body, "").live]
    return found


def faults_of_form(client, form: Form, texts: dict[str, str]) -> list[str]:
    """What goes wrong when those texts are typed into the fields named, and all else is as the page has it."""
    plain = {name for name in texts if form.kinds[name] in PLAIN_KINDS}
    typed = {name: f"{OPENING}{text}{CLOSING}" if name in plain else text for name, text in texts.items()}
    with transaction.atomic():
        answer = getattr(client, form.method)(form.action, form.sends | typed)
        found = faults_in(answer)
        if answer.status_code in REFUSED:
            shown = [text for name, text in typed.items() if form.kinds[name] in SHOWN_AGAIN]
            found += faults_of_refusal(answer.content.decode(), shown)
        elif answer.status_code in ANSWERED and form.method == "post":
            found += faults_of_keeping([typed[name] for name in plain])
        elif answer.status_code not in ANSWERED and not found:
            found.append(f"answers {answer.status_code}")
        transaction.set_rollback(True)
    said = ", ".join(f"{name} {text[:40]!r}" for name, text in texts.items())
    return [f"{form.action} {said}: {fault}" for fault in found]


def faults_of_refusal(body: str, typed: list[str]) -> list[str]:
    """A refusal is in words, and shows again what was typed."""
    found = [] if "There is a problem" in body else ["refused without words"]
    shown = html.unescape(body).replace("\r\n", "\n")
    lost = [text for text in typed if without_hidden(text).strip().replace("\r\n", "\n") not in shown]
    return found + (["what was typed is lost"] if lost else [])


def faults_of_keeping(typed: list[str]) -> list[str]:
    """What was taken is kept as it was typed, but for characters that nobody sees; the log has it on one line."""
    kept = {text for text in texts_kept() if OPENING in text} if typed else set()
    wanted = [one_line(without_hidden(text)) for text in typed]
    missing = [text for text in wanted if not any(text in one_line(each) for each in kept)]
    changed = [each for each in kept if not any(text in one_line(each) for text in wanted)]
    return ["taken, and kept nowhere"] * bool(missing and not kept) + [f"kept as {each[:80]!r}" for each in changed]


def texts_kept() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table != "django_session":
                cursor.execute(f"select * from {connection.ops.quote_name(table)}")  # noqa: S608 - its own names
                yield from (value for row in cursor.fetchall() for value in row if isinstance(value, str))


def bundled(texts: list[str], longest: int) -> Iterator[str]:
    """The texts, several at a time, one a line; no bundle longer than that unless one text is."""
    bundle = ""
    for text in texts:
        if bundle and len(bundle) + len(text) + 1 > longest:
            yield bundle
            bundle = ""
        bundle = f"{bundle}\n{text}" if bundle else text
    yield bundle


@pytest.fixture(autouse=True)
def quick_and_quiet(monkeypatch, caplog):
    for cost in ("time_cost", "memory_cost", "parallelism"):
        monkeypatch.setattr(Argon2PasswordHasher, cost, 8 if cost == "memory_cost" else 1)
    caplog.set_level(logging.CRITICAL, logger="django")


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    """One for all the tests here, since nothing that they do outlasts them."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = Scene()
        # All of it now: what a test made would be gone after that test, and still be remembered here.
        scenes.every_address(made)
        for who in EVERYBODY:
            made.client(who)
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def every_form(scene) -> list[tuple[Who, Form]]:
    return list(forms_of(scene, scenes.every_address(scene)))


@pytest.mark.parametrize("kind", CASES)
def test_hostile_words_in_every_field_break_nothing_and_are_kept_or_refused_in_words(scene, every_form, kind):
    found = [
        fault
        for who, form in every_form
        for client in [scene.client(who)]
        for at_once in turns(form, CASES[kind])
        for fault in faults_of_form(client, form, at_once)
    ]

    assert found == []


def turns(form: Form, texts: Sequence[str]) -> Iterator[dict[str, str]]:
    """Into all the fields for words at once, then into all the others: each time another text into each, until every
    text has been in some field of each sort.
    """
    plain = [name for name in form.typed if form.kinds[name] in PLAIN_KINDS]
    others = [name for name in form.typed if name not in plain]
    for names in (plain, others):
        step = max(1, min(len(names), 3))
        for n in range(0, len(texts) if names else 0, step):
            yield {name: texts[(n + place) % len(texts)] for place, name in enumerate(names)}


def test_every_form_of_the_site_was_met(every_form):
    actions = {form.action for _, form in every_form}

    assert {reverse("people:sign-in"), reverse("people:add"), reverse("people:password")} <= actions
    assert sum(len(form.typed) for _, form in every_form) >= 20


@pytest.mark.parametrize("name", ["blns.json", "xss_payloads.json"])
def test_the_public_lists_in_every_field_break_nothing(scene, every_form, name):
    if not (LISTS / name).exists():
        pytest.skip(f"{name} is not beside the repository; our own cases have run")
    texts = [text for text in json.loads((LISTS / name).read_text()) if text]
    found = [
        fault
        for who, form in every_form
        for client in [scene.client(who)]
        for at_once in rounds(form, texts)
        for fault in faults_of_form(client, form, at_once)
    ]

    assert found == []


def rounds(form: Form, texts: list[str]) -> Iterator[dict[str, str]]:
    """The texts, as many as fit into each field and all fields at once. A short field, which would take hundreds of
    rounds, has some of them, in each form others.
    """
    fields = [name for name in form.typed if form.kinds[name] in PLAIN_KINDS]
    bundles = {name: list(bundled(texts, form.longest[name])) for name in fields}
    first = {name: crc32(f"{form.action} {name}".encode()) % len(held) for name, held in bundles.items()}
    for n in range(min(MOST_ROUNDS, max(map(len, bundles.values()), default=0))):
        yield {name: held[(first[name] + n) % len(held)] for name, held in bundles.items()}


@pytest.mark.parametrize("kind", CASES)
def test_hostile_words_in_every_query_and_address_break_nothing(scene, every_address, every_form, kind):
    asked = {name for _, form in every_form for name in form.typed if form.method == "get"} | {"page", "next"}
    found = []
    asked_at_once = CASES[kind] if kind in {"numbers", "hidden"} else [" ".join(CASES[kind])]
    for address, client in openers(scene, every_address()):
        answers = [(client.get(address.path, dict.fromkeys(asked, text)), text) for text in asked_at_once]
        answers += [(client.get(where), text) for text in CASES[kind] for where in hostile_paths(address, text)]
        found += [f"{address.name} {text[:40]!r}: {said}" for answer, text in answers for said in faults_in(answer)]

    assert found == []


def openers(scene, addresses) -> Iterator[tuple[object, object]]:
    """Each address with a browser of somebody who may open it."""
    clients = {who: scene.client(who) for who in (*Role, None, WAITING)}
    for address in addresses:
        met = {who: client.get(address.path) for who, client in clients.items()}
        who = next((who for who, answer in met.items() if answer.status_code not in {302, 404}), Role.BOARD_CHAIR)
        yield address, clients[who]


def hostile_paths(address, text: str) -> Iterator[str]:
    for parameter in address.words:
        filled = str(address.filled[parameter])
        yield address.path.replace(f"/{filled}/", f"/{quote(text, safe='')}/", 1)


UNDECODABLE = (b"reason=%ED%A0%80", b"reason=%FF%FE", b"reason=\xed\xa0\x80\xff", b"reason=%u0000%")
DEEP = b'{"a":' * 50_000 + b"1" + b"}" * 50_000
BODIES = {
    "halves of characters and bytes that are no text": [
        (body, "application/x-www-form-urlencoded") for body in UNDECODABLE
    ],
    "more fields than anyone has": [
        (b"&".join(b"f%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded")
    ],
    "more text than anyone types": [(b"reason=" + b"x" * 3_000_000, "application/x-www-form-urlencoded")],
    "deep, broken and strange JSON": [
        (body, "application/json")
        for body in (DEEP, b"[" * 100_000, b'{"a": "\\ud800"}', b'{"a": "\\u0000"}', b'{"a": 1e999, "b": NaN}', b"\xff")
    ],
    "broken parts": [(b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x")],
}


@pytest.mark.parametrize("bodies", BODIES.values(), ids=BODIES)
def test_a_hostile_body_to_any_address_breaks_nothing(scene, every_address, bodies):
    found = []
    for address, client in openers(scene, every_address()):
        for body, kind in bodies:
            with transaction.atomic():
                said = faults_in(client.post(address.path, body, content_type=kind))
                transaction.set_rollback(True)
            found += [f"{address.name}: {fault}" for fault in said]

    assert found == []


@open_to_all
def broken_form(request):
    """Prints what it is sent as markup, breaks on an apostrophe, evaluates, forgets, and shows nothing again."""
    text = request.POST.get("words", "")
    if text == f"{OPENING}1' OR '1'='1{CLOSING}":
        raise ValueError("near '1'")
    if "1301*1303" in text:
        text = str(1301 * 1303)
    if "refuse" in text:
        return HttpResponse("No.", status=422)
    return HttpResponse(mark_safe(f"<form method=post><input name=words></form>{text}"))  # noqa: S308 - broken on purpose


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<script>alert(1)</script>", "holds <script>"),
        ("<img src=x onerror=alert(1)>", "holds <img onerror>"),
        ('<a href="java\tscript:alert(1)">x</a>', "holds <a href=javascript:alert(1)>"),
        ("1' OR '1'='1", "answers 500"),
        ("{{ 1301*1303 }}", "holds 1695203"),
        ("refuse", "refused without words"),
        ("refuse", "what was typed is lost"),
        ("forget", "taken, and kept nowhere"),
    ],
)
def test_a_form_that_obeys_breaks_or_forgets_is_found(scene, every_address, text, fault):
    patterns = (path("broken/", broken_form, name="broken"),)
    with override_settings(ROOT_URLCONF=(*urlpatterns, *patterns)):
        ((who, form),) = forms_of(scene, every_address(patterns))
        found = faults_of_form(scene.client(who), form, {"words": text})

    assert any(said.endswith(fault) for said in found), found


def test_text_that_was_changed_on_its_way_is_found(scene):
    scene.raise_signal(statement=f"{OPENING}sHOUTED{CLOSING}")

    assert faults_of_keeping([f"{OPENING}Shouted{CLOSING}"]) == [f"kept as '{OPENING}sHOUTED{CLOSING}'"]
