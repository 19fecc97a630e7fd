"""The matrix: where each threat stands, what is kept out of it, and what a mark says."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.threats.rules import Confidence, Likelihood

from .conftest import BRADFORD, FORCE, WAKEFIELD

ALL, OF_BRADFORD = reverse("threats:matrix"), reverse("threats:matrix-of", args=[BRADFORD])


@pytest.fixture
def page(client_for):
    def show(person, address=OF_BRADFORD):
        answer = client_for(person).get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return show


def marks(page):
    """The words of each mark's link, in the order of their numbers."""
    svg = page.split("<svg")[1].split("</svg>")[0]
    return [words for _, words in re.findall(r'<a[^>]* href="([^"]*)" aria-label="([^"]*)"', svg)]


def test_each_scored_threat_is_a_numbered_mark_that_leads_to_its_page(page, threat_of, bradford_analyst):
    fraud = threat_of("fraud", harm={"financial": 1})
    drugs = threat_of("drugs-supply", harm={"physical": 4}, likelihood=Likelihood.ALMOST_CERTAIN)

    told = page(bradford_analyst)

    assert marks(told) == [
        "1. Drugs supply, Bradford: Almost certain (95% or more), impact severe, low confidence",
        "2. Fraud, Bradford: Likely or probable (55% to 75%), impact minor, low confidence",
    ]
    for threat in (fraud, drugs):
        assert f'href="{threat.get_absolute_url()}" aria-label=' in told


def test_confidence_changes_the_look_of_a_mark_and_not_its_place(page, threat_of, bradford_analyst):
    threat_of("fraud", confidence=Confidence.LOW)
    low = marks(page(bradford_analyst))
    threat_of("drugs-supply", confidence=Confidence.HIGH)

    both = marks(page(bradford_analyst))

    place = ": Likely or probable (55% to 75%), impact serious, "
    assert low == [f"1. Fraud, Bradford{place}low confidence"]
    assert both == [f"1. Drugs supply, Bradford{place}high confidence", f"2. Fraud, Bradford{place}low confidence"]


def test_demand_and_what_is_not_scored_stand_apart(page, threat_of, started, bradford_analyst):
    threat_of("fraud", harm={})
    started("drugs-supply")
    threat_of("indecent-images")

    told = page(bradford_analyst)

    assert "No current threat is scored here" in told
    assert "no harm is known" in told
    assert "no edition yet" in told
    assert told.index("Volumes of demand") < told.index("Indecent images of children")


def test_an_area_shows_its_own_and_everything_shows_all_that_the_viewer_sees(
    page, threat_of, everywhere, bradford_analyst
):
    threat_of("fraud", by=everywhere)
    threat_of("fraud", by=everywhere, area=WAKEFIELD)
    threat_of("fraud", by=everywhere, area=FORCE)

    assert len(marks(page(everywhere, ALL))) == 3
    assert len(marks(page(bradford_analyst, ALL))) == 2  # the district's and the force's
    assert len(marks(page(bradford_analyst))) == 1


def test_numbers_do_not_show_that_there_are_others(page, threat_of, council_officer):
    hidden = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Force only.")
    threat_of("drugs-supply", release=hidden, harm={"physical": 4}, likelihood=Likelihood.ALMOST_CERTAIN)
    threat_of("fraud")

    assert [words[:2] for words in marks(page(council_officer))] == ["1."]


def test_a_threat_scored_on_other_scales_is_named_and_not_placed(page, threat_of, bradford_analyst, monkeypatch):
    threat_of("fraud")
    monkeypatch.setattr("partnership.threats.matrix.is_placed", lambda edition, scales: False)

    assert "scored on the scales 2026-11, which have other levels" in page(bradford_analyst)


def test_a_board_that_is_not_ones_own_is_not_found(client_for, neighbour, partner):
    assert client_for(neighbour).get(OF_BRADFORD).status_code == 404
    assert client_for(partner).get(OF_BRADFORD).status_code == 404
