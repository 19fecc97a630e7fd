"""SQLite and PostgreSQL answer alike: these run on both."""

from __future__ import annotations

import random
import string
import uuid

import pytest
from django.db import connection

from partnership.find import engines
from partnership.find.engines import Answers
from partnership.find.models import Entry
from partnership.find.rules import indexed, read_query

pytestmark = pytest.mark.django_db
HOSTILE = [
    *("'", '"', "' OR 1=1 --", "a AND", "NEAR(a b)", "title_words : a", "a:*", "a & | ! b", "<->", "(((", "a\\", "^a"),
    *("{a b}: c", "%s %(x)s", "٣", "½", "раypal", "* * *", "-", '-"', "NOT", "a" * 5000, '"' * 400, "::tsquery"),
    "x' || (SELECT 1) || 'x",
]


def entry(title, body=""):
    words = {"title": title, "body": body, "title_words": indexed(title), "body_words": indexed(body)}
    return Entry.objects.create(kind="made.up", record=uuid.uuid4(), area_code="X", marking="OFFICIAL", **words)


def found(query, *, in_title=False):
    rows = Entry.objects.filter(Answers(read_query(query), in_title=in_title), kind="made.up")
    return set(rows.values_list("title", flat=True))


@pytest.fixture
def three():
    entry("Vape shops of Leeds", "Counterfeit vapes and loans; the shop was closed.")
    entry("Loan sharks", "They lend near vape shop doors. County lines carry on.")
    entry("County", "Lines of enquiry")


@pytest.mark.parametrize(
    ("query", "answers"),
    [
        ("vape", {"Vape shops of Leeds", "Loan sharks"}),
        ("VAPES shop", {"Vape shops of Leeds", "Loan sharks"}),
        ('"vape shops"', {"Vape shops of Leeds", "Loan sharks"}),
        ('"shop vape"', set()),
        ("counter*", {"Vape shops of Leeds"}),
        ("vape -closed", {"Loan sharks"}),
        ("loan -vape*", set()),
        ('"county lines"', {"Loan sharks"}),
        ("county-lin*", {"Loan sharks"}),
        ("nowhere", set()),
    ],
)
def test_what_is_asked_is_answered(three, query, answers):
    assert found(query) == answers


def test_a_title_can_be_asked_alone(three):
    assert found("vape", in_title=True) == {"Vape shops of Leeds"}
    assert found("vape -closed", in_title=True) == {"Vape shops of Leeds"}


@pytest.mark.parametrize("query", HOSTILE)
def test_nothing_that_is_typed_breaks_it(three, query):
    asked = read_query(query)

    assert asked.is_empty or found(query) <= {"Vape shops of Leeds", "Loan sharks", "County"}


def test_any_word_is_found_by_itself():
    """Also what a database could take for a number, an address or a word that is too common."""
    draw = random.Random(4)  # noqa: S311 -- the same words each time
    letters = string.ascii_lowercase + string.digits + "e."
    words = {"".join(draw.choice(letters) for _ in range(draw.randint(1, 9))).strip(".") for _ in range(300)}
    words = {word for word in words if word and "." not in word} | {"1e5x", "the", "www", "0x1f", "3x5x2"}
    for word in words:
        entry(word)

    assert {word for word in words if word not in found(f'"{word}"')} == set()


def test_an_entry_that_changes_is_found_by_its_new_words_alone(three):
    one = Entry.objects.get(title="County")
    one.title = "Borough"
    one.title_words = indexed("Borough")
    one.save()

    assert found("county") == {"Loan sharks"}
    assert found("borough") == {"Borough"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="FTS5 keeps lists of its own")
def test_nothing_of_an_entry_that_is_gone_stays_in_the_lists_of_words(three):
    entry("Quicksilverfoxglove")

    def is_there():
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM find_words_data")
            return any(b"ksilverfoxglove" in bytes(block) for (block,) in cursor.fetchall())

    assert is_there()
    Entry.objects.filter(title="Quicksilverfoxglove").delete()
    engines.forget(connection)
    assert not is_there()
    assert found("vape") == {"Vape shops of Leeds", "Loan sharks"}
