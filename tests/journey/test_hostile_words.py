"""Other people's words, in a real browser: read as text, never run, never followed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TAGS = "<script>alert('script')</script><img src=x onerror=\"alert('image')\"><svg onload=alert(1)>{{ 7|add:7 }}"
QUOTED = '" onmouseover="alert(\'attribute\')" autofocus onfocus="alert(1)" x="'
LINK = "javascript:alert('link')"
BACKWARDS = "\u202egnp.exe \u0627\u0644\u0633\u0644\u0627\u0645"
UNBROKEN = "Unbroken" * 60

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
    for path in ("/boards/E08000032/", "/audit/", hostile_signal.get_absolute_url()):
        assert window.go(path) == 200
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
    for path in (hostile_signal.get_absolute_url(), long.get_absolute_url(), "/boards/E08000032/", "/"):
        window.go(path)
        too_wide += [path] if window.scrolls_sideways() else []

    assert too_wide == []
