"""Words and agreement as a scan would leave them, invented for the tests."""

from datetime import date

import pytest

from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything
from partnership.scanning.actions import receive_concepts, receive_terms
from partnership.scanning.models import Concept, Term
from partnership.scanning.rules import ArrivingConcept, ArrivingTerm, Passage, Said, SeenInPeriod

BRADFORD = "E08000032"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


def week(number, **changes):
    told = {"count": 9, "expected": 1.5, "p": 0.001, "q": 0.02, "rank": 1, "level": "raised", "documents": 90}
    told |= {"groups": 4, "areas": 1, "keyness": 12.0, "visibility": 0.1, "diffusion": 0.4}
    return SeenInPeriod(**(told | {"period": f"2017-W{number}", "raised_in": f"2017-W{number}"} | changes))


@pytest.fixture
def word_of():
    """“Hand car wash” in Bradford, raised since week 10, but for what the test changes."""

    def make(term="hand car wash", **changes):
        told = {"area_code": BRADFORD, "first_excess": "2017-W10", "first_raised": "2017-W10", "flags": ()}
        told |= {"beside": ("valet",), "variants": ("car-wash",), "phrases": (), "periods": (week(10), week(11))}
        told |= {"quotes": (Passage("d1", "Six men were found at a hand car wash."),)}
        return ArrivingTerm(**(told | {"term": term} | changes))

    return make


@pytest.fixture
def offered(db, word_of):
    """Takes words in as published ones; gives the last."""

    def take(*arrivals, release=OPEN):
        some = arrivals or (word_of(),)
        receive_terms(terms=some, releases={each.key: release for each in some}, by=None)
        return everything(Term).get(key=some[-1].key)

    return take


@pytest.fixture
def agreed(db):
    """Takes a lattice of two concepts in: two groups that say one thing, and three that say less."""

    def take(release=OPEN, **changes):
        days = {"window_start": date(2017, 1, 2), "window_end": date(2017, 3, 26), "signal_ids": ()}
        threat = Said("modern-slavery", None, None)
        at_washes = Said("modern-slavery", "car wash", BRADFORD)
        less = ArrivingConcept(
            "less", BRADFORD, **days, groups=("Courier", "Gazette", "Police"), says=(threat,), words="Modern slavery",
            support=0.6, narrower=("more",),
        )  # fmt: skip
        more = ArrivingConcept(
            "more", BRADFORD, **days, groups=("Courier", "Police"), says=(threat, at_washes),
            words="Modern slavery at car washes in Bradford", support=0.4, narrower=(),
        )  # fmt: skip
        some = changes.get("only", (less, more))
        receive_concepts(concepts=some, releases={each.key: release for each in some}, originators={}, by=None)
        return {row.key: row for row in everything(Concept).all()}

    return take
