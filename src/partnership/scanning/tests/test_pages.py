"""The pages show what their viewer may see, and nothing of the rest."""

from __future__ import annotations

import pytest
from django.urls import reverse

from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything
from partnership.scanning.models import Concept

from .conftest import week

CLOSE = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Ask first.")


def body(answer):
    return answer.content.decode()


def test_the_list_shows_words_the_most_unusual_first(client_for, bradford_analyst, offered, word_of):
    offered(word_of(), word_of("rope", periods=(week(11, q=0.0001),)))

    page = body(client_for(bradford_analyst).get(reverse("scanning:terms")))

    assert page.index("rope") < page.index("hand car wash")


def test_the_list_can_be_narrowed_to_what_was_raised(client_for, bradford_analyst, offered, word_of):
    offered(word_of(), word_of("rope", first_raised=None))

    page = body(client_for(bradford_analyst).get(reverse("scanning:terms"), {"level": "raised"}))

    assert "hand car wash" in page
    assert "rope" not in page


def test_a_word_closely_held_is_not_there_for_the_council(client_for, council_officer, offered):
    term = offered(release=CLOSE)

    assert client_for(council_officer).get(term.get_absolute_url()).status_code == 404
    assert "hand car wash" not in body(client_for(council_officer).get(reverse("scanning:terms")))


def test_a_word_shows_its_past_its_company_and_its_documents_words(client_for, bradford_analyst, offered):
    page = body(client_for(bradford_analyst).get(offered().get_absolute_url()))

    for told in ("2017-W11", "valet", "car-wash", "Six men were found", "6.0 times as many as expected"):
        assert told in page


def test_a_word_taken_up_on_its_page_says_so(client_for, bradford_analyst, offered):
    term, browser = offered(), client_for(bradford_analyst)

    done = browser.post(reverse("scanning:judge", args=[term.uuid]), {"standing": "candidate", "version": term.version})

    assert done.status_code == 302
    assert "Candidate indicator" in body(browser.get(term.get_absolute_url()))


def test_noise_without_a_reason_is_refused_beside_the_field(client_for, bradford_analyst, offered):
    term = offered()

    page = client_for(bradford_analyst).post(
        reverse("scanning:judge", args=[term.uuid]), {"standing": "noise", "version": term.version}
    )

    assert page.status_code == 422
    assert "Say why" in body(page)


def test_a_concept_leads_to_those_who_say_less_and_those_who_say_more(client_for, bradford_analyst, agreed):
    lattice = agreed()
    browser = client_for(bradford_analyst)

    more, less = (browser.get(lattice[key].get_absolute_url()) for key in ("more", "less"))

    assert lattice["less"].get_absolute_url() in body(more)
    assert lattice["more"].get_absolute_url() in body(less)
    assert "modern slavery: car wash, in Bradford" in body(more)


def test_what_the_last_scan_no_longer_finds_leaves_the_list_and_keeps_its_page(client_for, bradford_analyst, agreed):
    lattice = agreed()
    agreed(only=())

    browser = client_for(bradford_analyst)

    assert "Modern slavery at car washes" not in body(browser.get(reverse("scanning:concepts")))
    assert "no longer finds it" in body(browser.get(lattice["more"].get_absolute_url()))
    assert everything(Concept).filter(is_current=True).count() == 0


def test_a_concept_closely_held_is_not_drawn_beside_one_that_is_not(client_for, council_officer, agreed):
    lattice = agreed()
    everything(Concept).filter(key="more").update(marking=CLOSE.marking, handling="C", handling_conditions="Ask.")

    page = body(client_for(council_officer).get(lattice["less"].get_absolute_url()))

    assert "at car washes" not in page
    assert client_for(council_officer).get(lattice["more"].get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["scanning:terms", "scanning:concepts"])
def test_an_empty_list_says_that_silence_is_not_peace(client_for, bradford_analyst, db, name):
    page = body(client_for(bradford_analyst).get(reverse(name)))

    assert "not the same as nothing new" in page or "One group alone never makes more than a watch" in page
