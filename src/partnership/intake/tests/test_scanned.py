"""A store's words and agreement as the site's own values."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from partnership.intake import scanned

WEEK = {"period": "2017-W10", "raised_in": "2017-W10", "first_excess": "2017-W09", "level": "below", "flags": ""}
WEEK |= {"count": 3, "expected": 1.0, "p": 0.1, "q": 0.4, "rank": 1, "documents": 9, "groups": 1, "areas": 0}
WEEK |= {"keyness": 1.0, "area": "overall", "first_raised": None}
BARE = dict.fromkeys(("variants", "beside", "phrases", "visibility", "diffusion", "quotes"))


class Shelf:
    """A store with those tables and no others."""

    def __init__(self, **tables):
        self.tables = tables

    def table(self, name):
        return pa.Table.from_pylist(self.tables[name])


def words(*rows):
    return [term.term for term in scanned.terms(Shelf(terms=[WEEK | BARE | row for row in rows]))]


def test_a_word_of_which_little_is_kept_is_read_all_the_same():
    (term,) = scanned.terms(Shelf(terms=[WEEK | BARE | {"term": "rope"}]))

    assert (term.quotes, term.beside, term.newest.visibility) == ((), (), None)


def test_a_word_that_did_not_even_come_near_is_no_question_to_ask():
    assert words({"term": "rope", "q": 0.4}, {"term": "weather", "q": 1.0}) == ["rope"]


def test_a_word_that_once_came_near_or_was_raised_stays_whatever_it_does_now():
    near = ({"term": "rope", "q": 0.3}, {"term": "rope", "q": 1.0, "period": "2017-W11"})
    raised = {"term": "wash", "q": 1.0, "first_raised": "2017-W09"}

    assert words(*near, raised) == ["rope", "wash"]


def test_agreement_is_called_by_what_is_said_and_not_by_who_says_it():
    said = [{"threat": "fraud", "indicator": key, "area_code": "WORLD"} for key in (None, "fraud/romance/scam")]
    row = {"concept_id": "c", "window_start": date(2017, 1, 2), "window_end": date(2017, 3, 1), "intent": said}
    row |= {"extent": ["a", "b"], "words": "Fraud in the world, by a, b", "support": 0.5, "signal_ids": [], "size": 2}

    (concept,) = scanned.concepts(Shelf(concepts=[row], concept_links=[]))

    assert concept.words == "Fraud in the world: “scam” (romance)"
