"""What somebody typed is shown as they meant it, whole, and can run nothing."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership.ui.prose import (
    DEEPEST,
    LONGEST_EMPHASIS,
    Items,
    Para,
    Run,
    Subhead,
    as_html,
    as_plain,
    blocks,
    way,
)

ELEMENTS = {"p", "h4", "h5", "h6", "ul", "ol", "li", "span", "strong", "em", "br"}
ATTRIBUTES = {"class", "dir", "start"}
MARKS = set("*_#-+\\.)0123456789 \t\n\r")  # what Markdown may read as a mark, and take away
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "[click](javascript:alert(1))",
    "![x](https://evil.example/track.png)",
    "<https://evil.example>",
    "https://evil.example/ and www.evil.example",
    "[a]: https://evil.example\n[a]",
    "&lt;script&gt; &#60;b&#62; &nbsp;",
    "*<b onclick=x>*",
    "# <h1 id=x>",
    "- <iframe srcdoc='x'>",
    "{{ settings.SECRET_KEY }} {% debug %}",
    "`code` ~~gone~~ | a | b |\n|---|---|",
)


class Reader(HTMLParser):
    def __init__(self, told: str) -> None:
        super().__init__()
        self.elements, self.attributes, self.text, self.open = set(), set(), [], []
        self.feed(told)

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attributes}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def page(text: str) -> str:
    return Template("{% load prose %}{{ text|prose }}").render(Context({"text": text}))


def runs(text: str) -> tuple[Run, ...]:
    (part,) = blocks(text)
    return part.runs


def letters(text: str) -> list[str]:
    return sorted(letter for letter in text if letter not in MARKS and not letter.isspace())


def test_paragraphs_lists_and_emphasis_are_read():
    told = blocks("Seen *twice*, **never** before.\n\n- In Leeds\n- In Wakefield\n\n1. First\n2. Then")

    assert told == (
        Para((Run("Seen "), Run("twice", em=True), Run(", "), Run("never", strong=True), Run(" before."))),
        Items(((Para((Run("In Leeds"),)),), (Para((Run("In Wakefield"),)),))),
        Items(((Para((Run("First"),)),), (Para((Run("Then"),)),)), start=1),
    )


def test_a_line_that_was_ended_stays_ended():
    assert runs("One\r\ntwo\rthree\u2028four") == (Run("One\ntwo\nthree\nfour"),)
    assert page("One\ntwo") == '<p class="govuk-body" dir="ltr">One<br>two</p>'


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("1. a\n2. b", [1]),
        ("1. a\n1. b\n1. c", [1]),
        ("0. a\n1. b", [0]),
        ("2016. The year of the first profile", [2016]),
        ("1. a\n2. b\n7. c\n8. d", [1, 7]),
        ("3) a\n1) b", [3, 1]),
        ("- a\n- b", [None]),
    ],
)
def test_a_numbered_list_keeps_the_numbers_that_were_typed(text, starts):
    told = blocks(text)

    assert [part.start for part in told] == starts
    assert sum(len(part.items) for part in told) == len(text.splitlines())


def test_a_list_stands_in_a_list():
    (told,) = blocks("- a\n  1. b\n  2. c\n- d")

    assert told.items[0] == (Para((Run("a"),)), Items(((Para((Run("b"),)),), (Para((Run("c"),)),)), 1))
    assert page("- a\n  - b").count("<ul") == 2


@pytest.mark.parametrize(
    ("text", "depths"),
    [("# a\n## b\n### c", [0, 1, 2]), ("### a", [0]), ("# a\n### b", [0, 1]), ("##### a\n# b", [1, 0])],
)
def test_headings_stand_below_the_pages_own_and_skip_no_level(text, depths):
    assert [part.depth for part in blocks(text)] == depths
    assert "<h1" not in page(text)
    assert "<h3" not in page(text)


def test_a_writer_may_put_the_headings_elsewhere():
    assert "<h2" in as_html(blocks("# a"), top=2)
    assert "<h6" in as_html(blocks("# a\n## b"), top=6)


@pytest.mark.parametrize("text", ["-", "*", "#", "1.", "+", "##", "- \n-"])
def test_a_mark_alone_is_no_mark(text):
    assert as_plain(blocks(text)) == text
    assert not any(isinstance(part, Subhead) for part in blocks(f"{text}\n\nmore"))


def test_a_mark_that_is_meant_as_a_letter_can_be_said_so():
    assert runs(r"\*not\* so") == (Run("*not* so"),)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_is_more_than_text(text):
    told = Reader(page(text))

    assert told.elements <= ELEMENTS
    assert told.attributes <= ATTRIBUTES
    assert told.open == []
    assert letters("".join(told.text)) == letters(text)


@pytest.mark.parametrize("text", ["", "  \n\n ", None])
def test_nothing_gives_nothing(text):
    assert page(text) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [("a\x00b", "a\ufffdb"), ("a\ud800b", "a\ufffdb"), ("a\x1b[31mb", "a\ufffd[31mb"), ("a\tb", "a\tb")],
)
def test_what_no_page_can_hold_is_replaced_and_not_dropped(text, told):
    assert runs(text) == (Run(told),)


def test_right_to_left_is_shown_so_and_turns_nothing_else_around():
    told = page("السلام عليكم\n\n- \u202egnp.exe\n- seen\n- «12» שלום")

    assert re.findall('dir="(...)"', told) == ["rtl", "ltr", "ltr", "rtl"]
    assert way("") == "ltr"


@pytest.mark.parametrize(
    "text",
    [
        "- " * 5000,
        "\n".join(f"{'  ' * n}- x{n}" for n in range(DEEPEST)),
        "*" * 10_000,
        "*a " * (LONGEST_EMPHASIS + 1),
        "**a_b" * 5000,
        "x" * 10_000,
        "[" * 10_000 + "](" * 10_000,
        "\\" * 10_001,
        "#" * 10_000,
    ],
)
def test_what_is_too_much_to_read_is_shown_as_it_was_typed(text):
    told = blocks(text)

    assert all(isinstance(part, Para) for part in told)
    assert letters(as_plain(told)) == letters(text)


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("*_#-+1.)\\<>&[]`\n "), max_size=300)
)
@settings(deadline=None, max_examples=300)
def test_whatever_is_typed_no_letter_of_it_is_lost(text):
    shown = Reader(page(text))

    assert letters("".join(shown.text)) == letters(text)
    assert shown.elements <= ELEMENTS
    assert shown.open == []


def test_a_page_says_what_a_document_says():
    text = "# Why\n\nSeen *twice*:\n\n1. Leeds\n2. **Wakefield**\n\n<b>"

    shown = html.unescape(re.sub("<[^>]+>", " ", page(text)))

    assert shown.split() == as_plain(blocks(text)).replace("twice:", "twice :").split()
