"""Every link followed from every role's front page and every form sent empty: the browser finds nothing to refuse."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from django.http import HttpResponse
from django.urls import path
from playwright.sync_api import Error, Page

from partnership.people.permissions import open_to_all
from partnership.people.rules import Role
from partnership.site.urls import urlpatterns

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MOST_OF_A_KIND = 2  # pages that differ only in which record they show, or in what their query asks for
# By attribute: a link within a drawing, or a form with a field called "action", has no such property.
LINKS = """(home) => [...document.querySelectorAll("a[href]")]
    .map((link) => new URL(link.getAttribute("href"), document.baseURI))
    .filter((to) => to.origin === home).map((to) => to.pathname + to.search)"""
FORMS = """() => [...document.forms].map((form) =>
    `${form.method} ${new URL(form.getAttribute("action") || "", document.baseURI).pathname}`)"""
LIVE = """() => [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes]
    .filter((held) => /^(on|style$|srcdoc$)/i.test(held.name) || /^\\s*(javascript|vbscript):/i.test(held.value))
    .map((held) => `<${element.localName} ${held.name}>`))
    .concat([...document.scripts].filter((script) => !script.src).map(() => "<script>"))"""
# Past the browser's own check and any script's: as a form goes where there is no JavaScript.
SEND_EMPTY = """(number) => {
    const form = document.forms[number];
    for (const control of form.elements) {
        if (control.type === "hidden") continue;
        if ("checked" in control) control.checked = false;
        if (control.localName !== "button") control.value = "";
    }
    HTMLFormElement.prototype.submit.call(form);
}"""


@dataclass
class Crawl:
    """What was seen: pages by address, and forms by the page they stand on and their place there."""

    pages: dict[str, int] = field(default_factory=dict)
    forms: dict[str, tuple[str, int]] = field(default_factory=dict)
    live: list[str] = field(default_factory=list)

    def look(self, page: Page, home: str, at: str) -> list[str]:
        """Notes the page that is open; the links on it."""
        self.note_live(page, at)
        for number, form in enumerate(page.evaluate(FORMS)):
            self.forms.setdefault(kind_of(form), (at, number))
        return list(page.evaluate(LINKS, home))

    def note_live(self, page: Page, at: str) -> None:
        self.live += [f"{at}: {found}" for found in page.evaluate(LIVE)]


def kind_of(address: str) -> str:
    """The address without which record it names and without what its query asks for.

    >>> kind_of("/records/signal/8eb51df0-9711-436e-9645-905afe4245ee/?page=2&kind=a")
    '/records/signal/*/?page&kind'
    """
    where, _, query = address.partition("?")
    names = [asked.partition("=")[0] for asked in query.split("&") if asked]
    plain = re.sub(r"/([0-9a-f-]{36}|\d+|[A-Z]\d{8})(?=/|$)", "/*", where)
    return f"{plain}?{'&'.join(names)}" if names else plain


def follow_every_link(window, start: str = "/") -> Crawl:
    found, waiting, met = Crawl(), [start], {}
    while waiting:
        at = waiting.pop(0)
        kind = kind_of(at)
        met[kind] = met.get(kind, 0) + 1
        if at in found.pages or met[kind] > MOST_OF_A_KIND:
            continue
        try:
            found.pages[at] = window.go(at)
        except Error as interruption:
            if "Download is starting" not in interruption.message:
                raise
            found.pages[at] = 200
            continue
        waiting += found.look(window.page, window.home, at)
    return found


def send_every_form_empty(window, crawl: Crawl, person_of) -> dict[str, int]:
    """The status that each form's sending ended with. Each is sent by somebody new, as some end a session."""
    ended = {}
    for kind, (at, number) in crawl.forms.items():
        window.page.context.clear_cookies()
        if (person := person_of()) is not None:
            window.already_signed_in(person)
        window.go(at)
        with window.page.expect_navigation() as going:
            window.page.evaluate(SEND_EMPTY, number)
        ended[kind] = going.value.status
        crawl.note_live(window.page, f"{at}, {kind} sent empty")
    return ended


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "a stranger")
def test_a_browser_that_goes_everywhere_and_sends_every_form_empty_has_nothing_to_report(
    window, raise_signal, person_with, role
):
    raise_signal()
    raise_signal(area_code="E23000010", area_name="West Yorkshire", area_level="force", statement="A wider signal.")
    if role is not None:
        window.already_signed_in(person_with(role))

    crawl = follow_every_link(window)
    ended = send_every_form_empty(window, crawl, lambda: None if role is None else person_with(role))

    assert {at: status for at, status in crawl.pages.items() if status != 200} == {}
    assert {form: status for form, status in ended.items() if status not in {200, 422}} == {}
    assert crawl.live == []
    assert window.misdeeds == []
    assert len(crawl.pages) >= 3
    assert crawl.forms


@open_to_all
def inline(request):
    return HttpResponse('<h1 onclick="x()" style="color: red">Inline</h1><script>document.title = "ran"</script>')


@open_to_all
def embedding(request):
    return HttpResponse('<img src="https://evil.example/x.png"><form action="/inline/"></form>')


@open_to_all
def unguarded(request):
    answer = HttpResponse("<script>alert('ran')</script><script>throw new Error('broken')</script>")
    answer._csp_exempt = True
    return answer


@open_to_all
def leading(request):
    return HttpResponse("".join(f'<p><a href="/{name}/">On</a></p>' for name in ("inline", "embedding", "unguarded")))


BROKEN = tuple(path(f"{view.__name__}/", view, name=view.__name__) for view in (inline, embedding, unguarded, leading))


@pytest.fixture
def broken_crawl(window, settings) -> Crawl:
    settings.ROOT_URLCONF = (*BROKEN, *urlpatterns)
    return follow_every_link(window, "/leading/")


@pytest.mark.parametrize(
    "misdeed",
    [
        "policy: script-src-elem refused inline",
        "policy: script-src-attr refused inline",
        "policy: style-src-attr refused inline",
        "policy: img-src refused https://evil.example/x.png",
        "dialog: ran",
        "error: broken",
    ],
)
def test_what_a_page_should_not_do_is_reported(window, broken_crawl, misdeed):
    assert len(broken_crawl.pages) == 4
    assert any(told.startswith(misdeed) for told in window.misdeeds), window.misdeeds


def test_what_should_not_be_on_a_page_is_reported(broken_crawl):
    assert {"/inline/: <h1 onclick>", "/inline/: <h1 style>", "/inline/: <script>"} <= set(broken_crawl.live)


def test_a_form_is_found_and_sent(window, broken_crawl):
    assert broken_crawl.forms == {"get /inline/": ("/embedding/", 0)}
    assert send_every_form_empty(window, broken_crawl, lambda: None) == {"get /inline/": 200}
