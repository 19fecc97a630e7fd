"""Other people's words are shown, never obeyed."""

from __future__ import annotations

import pytest

from partnership.triage.actions import note_hypothesis
from partnership.triage.templatetags.evidence import marking

ATTACK = "<script>alert('x')</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"
BACKWARDS = "\u202egnp.exe \u0627\u0644\u0633\u0644\u0627\u0645"


@pytest.fixture
def hostile_signal(signal_of, quote_of):
    return signal_of(
        statement=ATTACK,
        threat_name=ATTACK,
        measure=ATTACK,
        level_reason=ATTACK,
        baseline=ATTACK,
        method=ATTACK,
        source_groups=(ATTACK,),
        would_lower=(ATTACK,),
        quotes=(
            quote_of(rank=1, title=ATTACK, quote=ATTACK, term="<script>", source_group=ATTACK, where=ATTACK),
            quote_of(rank=2, link="javascript:alert(1)", term="(a+)+$", quote="a" * 5000),
            quote_of(rank=3, title=BACKWARDS, quote=BACKWARDS, link='https://example.org/"><script>x</script>'),
        ),
    )


@pytest.mark.parametrize("path", ["/boards/E08000032/", None])
def test_hostile_words_are_inert_on_the_board_and_on_the_signal(client_for, bradford_chair, hostile_signal, path):
    note_hypothesis(signal=hostile_signal, text=ATTACK, by=bradford_chair)

    page = client_for(bradford_chair).get(path or hostile_signal.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert '"><script>' not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7|add:7 }}" in page


def test_a_link_that_is_not_of_the_web_is_plain_text(client_for, bradford_chair, hostile_signal):
    page = client_for(bradford_chair).get(hostile_signal.get_absolute_url()).content.decode()

    assert 'Not a web address: <bdi class="triage-link">javascript:alert(1)</bdi>' in page


def test_words_that_run_backwards_are_kept_in_their_own_box(client_for, bradford_chair, hostile_signal):
    page = client_for(bradford_chair).get(hostile_signal.get_absolute_url()).content.decode()

    assert f"<bdi>{BACKWARDS}</bdi>" in page
    assert f'dir="auto">{BACKWARDS}' in page


@pytest.mark.parametrize(
    ("quote", "term", "shown"),
    [
        ("Labour exploitation, labour", "labour", "<mark>Labour</mark> exploitation, <mark>labour</mark>"),
        ("<b>forced</b>", "forced", "&lt;b&gt;<mark>forced</mark>&lt;/b&gt;"),
        ("a <b> c", "<b>", "a <mark>&lt;b&gt;</mark> c"),
        ("5 & 6", "", "5 &amp; 6"),
        ("amp & amp", "amp", "<mark>amp</mark> &amp; <mark>amp</mark>"),
        ("nothing here", "absent", "nothing here"),
    ],
)
def test_a_quote_is_escaped_before_its_term_is_marked(quote, term, shown):
    assert marking(quote, term) == shown


LOOKS_LIKE_PAYPAL = "p\u0430ypal"


def test_a_word_that_passes_for_another_is_pointed_out(client_for, bradford_chair, signal_of, quote_of):
    signal = signal_of(quotes=(quote_of(quote=f"Paid through {LOOKS_LIKE_PAYPAL}"),))
    note_hypothesis(signal=signal, text="Привет, 5 μg, naïve", by=bradford_chair)

    page = client_for(bradford_chair).get(signal.get_absolute_url()).content.decode()

    assert page.count("Letters of more than one alphabet") == 1
    assert f"<bdi>{LOOKS_LIKE_PAYPAL}</bdi>" in page
