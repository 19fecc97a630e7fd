from __future__ import annotations

import pytest

from partnership.triage.wording import chance, echoes, false_alarms, independence, is_web_link, number


@pytest.mark.parametrize(
    ("link", "followable"),
    [
        ("https://example.org/news?id=1", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
        ("//example.org", False),
        ("/boards/E08000032/", False),
        ("http://", False),
        ("http://[", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_links_a_browser_may_safely_follow_are_links(link, followable):
    assert is_web_link(link) is followable


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0, "less than once in a million"),
        (1e-9, "less than once in a million"),
        (0.000213, "about once in 4,700 periods"),
        (0.02, "about once in 50 periods"),
        (0.7, "in most periods"),
    ],
)
def test_a_small_p_is_read_as_how_often_it_would_come_up_by_chance(p, words):
    assert words in chance(p)


@pytest.mark.parametrize(("q", "words"), [(0.0, "fewer than 1 in 1,000"), (0.004, "4 in 1,000"), (0.12, "12 in 100")])
def test_q_is_read_as_how_many_alarms_would_be_false(q, words):
    assert words in false_alarms(q)


@pytest.mark.parametrize(("value", "words"), [(0, "0"), (12.0, "12"), (0.5, "0.5"), (3.14159, "3.1")])
def test_numbers_carry_no_more_decimals_than_they_mean(value, words):
    assert number(value) == words


def test_several_owners_are_several_voices():
    assert independence(["A", "B"]) == "2 independent source groups"


def test_a_second_quote_of_one_owner_or_one_text_is_an_echo(quote_of):
    quotes = [
        quote_of(rank=1, source_group="A", content_hash="1"),
        quote_of(rank=2, source_group="B", content_hash="1"),
        quote_of(rank=3, source_group="A", content_hash="2"),
        quote_of(rank=4, source_group="C", content_hash="3"),
        quote_of(rank=5, source_group="", content_hash=""),
        quote_of(rank=6, source_group="", content_hash=""),
    ]

    assert echoes(quotes) == {
        2: "Not independent: the same text or file as quote 1.",
        3: "Not independent: the same owner as quote 1.",
    }
