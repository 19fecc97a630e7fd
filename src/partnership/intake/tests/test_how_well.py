"""The scorecard on the site: what was measured, or that nothing was."""

from __future__ import annotations

import pytest
from django.urls import reverse

from partnership.intake import queries
from tocsin.evaluation.scorecard import Figure, MethodScore, Scorecard

COMMAND = "tocsin benchmark detection --part quality"
PAGE = reverse("intake:how-well")


def score(method, found):
    told = {"false_alarms": 0.0102, "lowest": 0.006, "highest": 0.018, "found_first_week": 0.4, "timeliness": 0.41}
    return MethodScore(method, "the published scenarios", found=found, command=COMMAND, **told)


@pytest.fixture
def page(client_for, bradford_analyst, monkeypatch):
    def read(card, person=bradford_analyst):
        monkeypatch.setattr(queries, "load_scorecard", lambda: card)
        return client_for(person).get(PAGE)

    return read


def test_each_method_is_told_with_what_it_finds_and_raises_for_nothing_and_its_command(page):
    told = page(Scorecard(methods=(score("one", 0.57), score("other", 0.61)))).content.decode()

    assert "Of ten outbreaks, other finds 6.1" in told
    assert told.index("other") < told.index("one<")
    for words in ("1.02% (0.60% to 1.80%)", "57.0%", "41%", COMMAND):
        assert words in told


def test_what_missed_its_mark_is_said(page):
    figures = (Figure("quality", "Found", 0.54, COMMAND, "at least 0.545", False), Figure("speed", "Times", 9.0, "b"))

    told = page(Scorecard(figures)).content.decode()

    assert "0 of 1 figures to beat was met." in told
    assert "at least 0.545" in told


def test_nothing_measured_is_said_and_not_made_up(page):
    told = page(Scorecard()).content.decode()

    assert "Not measured yet" in told
    assert "figures to beat" not in told


def test_what_the_engine_was_shipped_with_can_be_read(client_for, bradford_analyst):
    assert client_for(bradford_analyst).get(PAGE).status_code == 200


def test_it_is_for_those_who_read_boards(page, partner):
    assert page(Scorecard(), partner).status_code == 404
