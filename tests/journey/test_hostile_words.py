"""Other people's words, in a real browser: read as text, never run, never followed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import path
from playwright.sync_api import expect

from partnership.people.permissions import open_to_all
from partnership.site.urls import urlpatterns
from partnership.triage.actions import note_hypothesis

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TAGS = "<script>alert('script')</script><img src=x onerror=\"alert('image')\"><svg onload=alert(1)>{{ 7|add:7 }}"
QUOTED = '" onmouseover="alert(\'attribute\')" autofocus onfocus="alert(1)" x="'
LINK = "javascript:alert('link')"
BACKWARDS = "\u202egnp.exe \u0627\u0644\u0633\u0644\u0627\u0645"
UNBROKEN = "Unbroken" * 60

# One of each way in that we know: elements, attributes, addresses, encodings, broken nesting, comments, namespaces.
VECTORS = (
    "<script>alert(1)</script>",
    "<ScRiPt >alert(1)</sCrIpT >",
    "<img src=x onerror=alert(1)>",
    "<img src=`x` onerror=alert(1)//",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='&lt;script&gt;parent.alert(1)&lt;/script&gt;'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<a href='javascript:alert(1)' autofocus onfocus=alert(1)>x</a>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<input autofocus onfocus=alert(1)>",
    "<form><button formaction=javascript:alert(1)>x</button></form>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "--><script>alert(1)</script><!--",
    "</title></textarea></script></style><script>alert(1)</script>",
    "\"' onmouseover=alert(1) style=animation-name:x onanimationstart=alert(1) x=\"'",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#x3C;img src=x onerror=alert(1)&#x3E;",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e +ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "javascript:alert(1)",
    "jAvAsCrIpT:alert(1)//",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//evil.example/x",
    'https://evil.example/"><img src=x onerror=alert(1)>',
    "https://example.org/' onclick='alert(1)",
)
PUBLIC = Path(__file__).parents[3] / "shared/data/hostile/xss_payloads.json"
A_SIGNAL = 12  # vectors to a signal

INLINE = """() => [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes]
    .filter((attribute) => /^on/i.test(attribute.name) || /^\\s*javascript:/i.test(attribute.value))
    .map((attribute) => `${element.tagName} ${attribute.name}`))"""
INLINE_SCRIPTS = "() => [...document.scripts].filter((script) => !script.src).length"
# What a bdi or dir=auto around the words comes to: their direction cannot leak into ours.
KEPT_IN = """(element) => { for (let at = element; at.tagName !== "MAIN"; at = at.parentElement)
    if (["isolate", "plaintext", "isolate-override"].includes(getComputedStyle(at).unicodeBidi)) return true;
    return false; }"""


@pytest.fixture
def hostile_signal(raise_signal, quote_of):
    return raise_signal(
        **dict.fromkeys(("statement", "measure", "level_reason", "baseline", "method"), TAGS + QUOTED),
        threat_name=TAGS,
        source_groups=(TAGS,),
        would_lower=(TAGS,),
        quotes=(
            quote_of(rank=1, title=TAGS, quote=TAGS + QUOTED, term="<script>", source_group=TAGS, where=QUOTED),
            quote_of(rank=2, title=QUOTED, quote=QUOTED, link=LINK, term="alert"),
            quote_of(rank=3, title=BACKWARDS, quote=BACKWARDS, link=f'https://example.org/"><script>{TAGS}'),
            quote_of(rank=4, title=UNBROKEN, quote=UNBROKEN, link=f"https://example.org/{UNBROKEN}"),
        ),
    )


@pytest.fixture
def note(chair):
    """Types a hypothesis into the signal's page."""

    def type_it(page, text: str) -> None:
        page.get_by_label("What might explain it?").fill(text)
        page.get_by_role("button", name="Add hypothesis").click()
        expect(page.get_by_label("What might explain it?")).to_have_value("")

    return type_it


def nothing_ran(window) -> bool:
    return window.page.evaluate(INLINE) == [] and window.page.evaluate(INLINE_SCRIPTS) == 0 and window.misdeeds == []


def test_a_hostile_signal_is_read_as_text_wherever_it_is_shown(window, chair, hostile_signal, note):
    page = window.already_signed_in(chair).page
    window.go(hostile_signal.get_absolute_url())
    note(page, TAGS + QUOTED)

    assert nothing_ran(window)
    expect(page.get_by_role("heading", level=1)).to_have_text(TAGS + QUOTED)
    expect(page.locator("blockquote").first).to_have_text(TAGS + QUOTED)
    expect(page.locator(".triage-note")).to_contain_text(TAGS + QUOTED)
    page.get_by_label("Dismiss: it does not need the board").check()
    page.get_by_role("textbox", name="Reason").fill(TAGS)
    page.get_by_role("button", name="Save verdict").click()

    expect(page.get_by_role("region", name="Decided lately")).to_contain_text(TAGS)
    assert nothing_ran(window)
    for shown_at in ("/boards/E08000032/", "/audit/", hostile_signal.get_absolute_url()):
        assert window.go(shown_at) == 200
        assert nothing_ran(window)


def test_a_link_that_runs_a_script_is_text_and_a_strange_one_goes_where_it_says(window, chair, hostile_signal):
    page = window.already_signed_in(chair).page
    window.go(hostile_signal.get_absolute_url())

    shown = page.get_by_text(LINK, exact=True)
    expect(shown).to_be_visible()
    shown.click()

    assert window.path() == hostile_signal.get_absolute_url()
    assert shown.evaluate("element => element.closest('a') === null")
    followed = page.locator("blockquote ~ p a").evaluate_all("links => links.map((link) => link.host)")
    assert followed == ["example.org"] * 3
    assert nothing_ran(window)


def test_words_that_run_backwards_turn_nothing_else_around(window, chair, hostile_signal, note):
    page = window.already_signed_in(chair).page
    window.go(hostile_signal.get_absolute_url())
    note(page, BACKWARDS)

    holders = page.get_by_text(BACKWARDS, exact=True).all()

    assert len(holders) == 3  # title, quote and hypothesis
    assert all(holder.evaluate(KEPT_IN) for holder in holders)


def test_a_long_unbroken_word_does_not_push_a_narrow_page_sideways(browse, chair, hostile_signal, note, raise_signal):
    long = raise_signal(statement=UNBROKEN, threat_name=UNBROKEN[:120], measure=UNBROKEN, source_groups=(UNBROKEN,))
    window = browse(narrow=True).already_signed_in(chair)
    window.go(hostile_signal.get_absolute_url())
    note(window.page, UNBROKEN)

    too_wide = []
    for at in (hostile_signal.get_absolute_url(), long.get_absolute_url(), "/boards/E08000032/", "/"):
        window.go(at)
        too_wide += [at] if window.scrolls_sideways() else []

    assert too_wide == []


@pytest.fixture
def signals_of(raise_signal, quote_of, chair):
    """Signals whose every word is a vector: each alone in a quote and a hypothesis, and together in what there is
    but one of."""

    def make(vectors):
        signals = []
        for first in range(0, len(vectors), A_SIGNAL):
            some = vectors[first : first + A_SIGNAL]
            together = dict.fromkeys(ONCE_A_SIGNAL, " ".join(some))
            quotes = [
                quote_of(rank=rank, link=vector, term=vector, **dict.fromkeys(("title", "quote", "where"), vector))
                for rank, vector in enumerate(some, start=1)
            ]
            named = {"source_groups": tuple(some), "would_lower": tuple(some), "quotes": tuple(quotes)}
            signals.append((raise_signal(**together, **named), some))
            for vector in some:
                note_hypothesis(signal=signals[-1][0], text=vector, by=chair)
        return signals

    return make


ONCE_A_SIGNAL = ("statement", "threat_name", "measure", "level_reason", "baseline", "method", "area_name")
AS_READ = "(quotes) => quotes.map((quote) => quote.textContent.replace(/\\s+/g, ' ').trim())"


def read_every_page(window, chair, signals) -> None:
    page = window.already_signed_in(chair).page
    for at in ("/boards/E08000032/", "/audit/", "/"):
        assert window.go(at) == 200
        assert nothing_ran(window), at
    for signal, vectors in signals:
        assert window.go(signal.get_absolute_url()) == 200
        assert nothing_ran(window), vectors
        read = page.locator("blockquote").evaluate_all(AS_READ)
        assert read == [" ".join(vector.split()) for vector in vectors]


def test_every_vector_in_every_place_is_read_as_text(window, chair, signals_of):
    read_every_page(window, chair, signals_of(list(VECTORS)))


@pytest.mark.skipif(
    not PUBLIC.exists(), reason="the public list is not beside the repository; our own vectors have run"
)
def test_every_vector_of_the_public_list_is_read_as_text(window, chair, signals_of):
    read_every_page(window, chair, signals_of([vector for vector in json.loads(PUBLIC.read_text()) if vector.strip()]))


@pytest.mark.parametrize("vector", [VECTORS[0], VECTORS[2], VECTORS[4], VECTORS[15]])
def test_a_page_that_prints_a_vector_as_it_is_is_found(window, settings, vector):
    @open_to_all
    def obedient(request):
        answer = HttpResponse(f"<h1>{vector}</h1>")
        answer._csp_exempt = True
        return answer

    settings.ROOT_URLCONF = (path("obedient/", obedient), *urlpatterns)
    window.go("/obedient/")
    window.page.wait_for_timeout(200)

    assert not nothing_ran(window)
    assert "dialog: 1" in window.misdeeds
