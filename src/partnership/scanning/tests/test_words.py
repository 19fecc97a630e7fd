"""Words arrive, people say what they make of them, and a later scan leaves that standing."""

from __future__ import annotations

import pytest

from partnership.audit.models import Event
from partnership.people.rules import Marking, NotAllowed
from partnership.records.rules import Handling, Release, Stale
from partnership.records.unscoped import everything
from partnership.scanning.actions import judge, receive_terms
from partnership.scanning.models import Term
from partnership.scanning.rules import Standing, may_judge

from .conftest import week

CLOSE = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Ask first.")


def test_a_word_arrives_with_its_periods_and_its_quotes(offered):
    term = offered()

    assert [each.period for each in term.sightings.all()] == ["2017-W10", "2017-W11"]
    assert term.quotes == [{"doc_id": "d1", "quote": "Six men were found at a hand car wash."}]
    assert (term.standing_told, term.first_raised, term.synthetic) == (Standing.OFFERED, "2017-W10", False)


def test_a_later_scan_tells_more_and_leaves_what_people_made_of_it(offered, word_of, bradford_analyst):
    judge(term=offered(), standing=Standing.CANDIDATE, reason="", by=bradford_analyst)

    term = offered(word_of(periods=(week(10), week(11), week(12, q=0.5, level="below"))))

    assert term.standing_told is Standing.CANDIDATE
    assert (term.newest_period, term.level, term.sightings.count()) == ("2017-W12", "below", 3)
    assert everything(Term).count() == 1


def test_the_same_words_again_leave_no_event(offered, word_of):
    offered()
    before = Event.objects.count()

    receive_terms(terms=[word_of()], releases={}, by=None)

    assert not Event.objects.filter(did="received words").count() > 1
    assert Event.objects.count() - before <= 1  # the marking, which rises where nothing is said of it


def test_a_word_from_closely_held_texts_is_held_as_closely(offered, word_of):
    offered()

    assert offered(word_of(), release=CLOSE).release == CLOSE


def test_what_somebody_makes_of_a_word_is_kept_with_the_reason(offered, bradford_analyst):
    term = judge(term=offered(), standing=Standing.NOISE, reason=" A film title. ", by=bradford_analyst)

    (kept,) = term.judgements.all()
    assert (kept.standing_told, kept.reason, kept.by) == (Standing.NOISE, "A film title.", bradford_analyst)
    assert Event.objects.filter(did="judged word", because="A film title.").exists()


def test_an_older_page_cannot_judge_over_a_newer_one(offered, bradford_analyst):
    term = offered()
    judge(term=term, standing=Standing.CANDIDATE, reason="", by=bradford_analyst)

    with pytest.raises(Stale):
        judge(term=term, standing=Standing.NOISE, reason="No", by=bradford_analyst, seen_version=1)


def test_who_may_not_note_hypotheses_judges_no_word(offered, auditor):
    with pytest.raises(NotAllowed):
        judge(term=offered(), standing=Standing.CANDIDATE, reason="", by=auditor)


@pytest.mark.parametrize(
    ("standing", "to", "reason", "refused"),
    [
        (Standing.OFFERED, Standing.CANDIDATE, "", False),
        (Standing.OFFERED, Standing.NOISE, " ", True),
        (Standing.OFFERED, Standing.NOISE, "A film", False),
        (Standing.NOISE, Standing.OFFERED, "", True),
        (Standing.NOISE, Standing.NOISE, "Again", True),
    ],
)
def test_only_a_candidate_needs_no_reason(standing, to, reason, refused):
    assert (may_judge(standing, to, reason) is not None) == refused
