"""The form of a new edition: filled from the one in force, lines without a script, and nothing lost when overtaken."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from partnership.thread.queries import ties_of
from partnership.threats.comparing import read_trend
from partnership.threats.models import Threat
from partnership.threats.rules import Direction, Driver, DriverLine, SourceLine

from .conftest import BRADFORD, FORCE, WAKEFIELD, month


@pytest.fixture
def form(client_for):
    """The form of the page at that address, with what it is filled with."""

    def open_form(person, threat, query=""):
        answer = client_for(person).get(reverse("threats:new-edition", args=[threat.uuid]) + query)
        assert answer.status_code == 200
        return answer.context["form"]

    return open_form


@pytest.fixture
def send(client_for):
    """The answer to the form, sent as it stands but for what is changed."""

    def post(person, form, query="", **changes):
        told = {name: form[name].value() for name in form.fields}
        told = {name: value for name, value in told.items() if value is not None}
        return client_for(person).post(
            reverse("threats:new-edition", args=[form.threat.uuid]) + query, told | {"because": "More."} | changes
        )

    return post


def test_it_is_filled_with_all_that_the_edition_in_force_says(form, threat_of, bradford_analyst):
    threat = threat_of(
        drivers=(DriverLine(Driver.LEGAL, Direction.LOWERS, "Licences."),),
        sources=(SourceLine("Summary", "https://example.org", date(2018, 2, 1)),),
        position={"capacity": 2},
    )

    found = form(bradford_analyst, threat)

    assert found["statement"].value() == threat.current.statement
    assert (found["harm-physical"].value(), found["harm-financial"].value()) == (2, None)
    assert found["position-capacity"].value() == 2
    assert [found[name].value() for name in found.drivers[0]] == ["legal", "lowers", "Licences."]
    assert [found[name].value() for name in found.sources[0]] == ["Summary", "https://example.org", date(2018, 2, 1)]
    assert len(found.drivers) == len(found.sources) == 3


def test_sent_on_with_one_word_changed_it_is_the_next_edition(form, send, threat, bradford_analyst):
    answer = send(bradford_analyst, form(bradford_analyst, threat), statement="It has spread.", because="New site")

    assert answer.status_code == 302
    now = Threat.objects.seen_by(bradford_analyst).get(pk=threat.pk)
    assert (now.edition, now.current.statement, now.current.because) == (2, "It has spread.", "New site")
    assert now.current.harm == {"physical": 2, "psychological": 3} | dict.fromkeys(
        ("financial", "community", "political", "environmental")
    )


def test_lines_that_are_filled_are_kept_and_blank_ones_are_not(form, send, threat, bradford_analyst):
    told = {"driver-1-factor": "economic", "driver-1-way": "raises", "driver-1-text": "Margins fall."}

    send(bradford_analyst, form(bradford_analyst, threat), **told, **{"source-0-text": "Summary"})

    edition = Threat.objects.seen_by(bradford_analyst).get(pk=threat.pk).current
    assert [(note.driver, note.direction, note.text) for note in edition.drivers.all()] == [
        ("economic", "raises", "Margins fall.")
    ]
    assert [source.text for source in edition.sources.all()] == ["Summary"]


@pytest.mark.parametrize("of", ["driver", "source"])
def test_more_lines_come_without_a_script_and_nothing_typed_is_lost_or_checked(
    form, send, threat, bradford_analyst, of
):
    found = form(bradford_analyst, threat)

    answer = send(bradford_analyst, found, f"?more={of}", statement="", because="Half done", confidence="high")

    again = answer.context["form"]
    assert answer.status_code == 200
    assert "There is a problem" not in answer.content.decode()
    assert (again["because"].value(), again["confidence"].value()) == ("Half done", "high")
    assert len(getattr(again, f"{of}s")) == len(getattr(found, f"{of}s")) + 2
    assert Threat.objects.seen_by(bradford_analyst).get(pk=threat.pk).edition == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"statement": ""}, "Say what the threat is"),
        ({"likelihood": ""}, "Choose a likelihood"),
        ({"as_of": "2017-01-01"}, "in force is of 1 March 2018"),
        ({"as_of": "nonsense"}, "Enter a day"),
        ({"period_end": "2001-01-01"}, "ends before it begins"),
        ({"because": ""}, "Say what changed"),
        ({"driver-0-text": "Margins"}, "Choose for each driver what it is"),
        ({"source-0-link": "https://example.org"}, "Say what the source is"),
        ({"harm-physical": "9"}, "Select a valid choice"),
    ],
)
def test_what_is_refused_is_said_in_words_and_shown_again(form, send, threat, bradford_analyst, changes, words):
    answer = send(bradford_analyst, form(bradford_analyst, threat), **({"gaps": "Kept as typed"} | changes))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Kept as typed" in answer.content.decode()


def test_who_was_overtaken_is_shown_what_stands_now_beside_what_they_typed(
    form, send, write, threat, bradford_analyst, bradford_chair
):
    mine = form(bradford_analyst, threat)
    write(threat, by=bradford_chair, statement="The chair was first.")

    answer = send(bradford_analyst, mine, statement="Mine, typed at length.")

    told = answer.content.decode()
    assert answer.status_code == 409
    assert "The chair was first." in told
    assert "Mine, typed at length." in told
    assert "Nothing that you typed is lost" in told


def test_a_ticked_signal_is_tied_with_the_reason_and_both_editions(form, send, threat, confirmed, bradford_analyst):
    signal = confirmed()
    found = form(bradford_analyst, threat)
    assert send(bradford_analyst, found, signals=[str(signal.uuid)]).status_code == 422

    send(bradford_analyst, found, signals=[str(signal.uuid)], tied_because="It names the trade.")

    tie = ties_of(threat).get()
    assert (tie.on_record, tie.edition, tie.on_edition) == (signal.uuid, 2, signal.edition)


def test_a_reason_for_nothing_ticked_is_given_back(form, send, threat, confirmed, bradford_analyst):
    confirmed()

    answer = send(bradford_analyst, form(bradford_analyst, threat), tied_because="It names the trade.")

    assert "Tick what it is about, or clear this" in answer.content.decode()


def test_figures_like_for_like_are_offered_and_the_rest_with_the_reason(
    client_for, send, form, threat, series, bradford_analyst
):
    series()
    series(month(2018, 7, 9), key="arrests", measure="Arrests", title="Arrests")
    found = form(bradford_analyst, threat)
    told = client_for(bradford_analyst).get(reverse("threats:new-edition", args=[threat.uuid])).content.decode()
    assert "<bdi>Arrests</bdi>: It holds nothing for the same part of the year before." in told
    assert [words.split(":")[0] for _, words in found.fields["trend"].choices] == ["Modern slavery offences recorded"]

    send(bradford_analyst, found, trend=[key for key, _ in found.fields["trend"].choices])

    now = Threat.objects.seen_by(bradford_analyst).get(pk=threat.pk)
    assert [one.measure for one in read_trend(now.current.trend)] == ["Modern slavery offences recorded"]
    assert len(form(bradford_analyst, now)["trend"].value()) == 1  # ticked at first in the edition after


def test_a_draft_names_the_districts_and_leaves_the_judgement_open(form, send, threat_of, everywhere):
    threat_of(area=BRADFORD, by=everywhere, gaps="Who finds them?")
    threat_of(area=WAKEFIELD, by=everywhere, statement="Farms.")
    told = {"gaps": "Is it growing?", "sources": (SourceLine("The founding document"),)}
    force = threat_of(area=FORCE, by=everywhere, **told)

    found = form(everywhere, force, "?draft=areas")

    statement = found["statement"].value()
    assert "Bradford (edition 1, as of 1 March 2018; likely or probable (55% to 75%); low confidence):" in statement
    assert "Farms." in statement
    assert "West Yorkshire (edition 1" in statement
    assert found["gaps"].value() == "Is it growing?\nBradford: Who finds them?"
    assert [found[line[0]].value() for line in found.sources[:3]] == [
        "The founding document",
        "Bradford: Modern slavery and human trafficking, edition 1, as of 1 March 2018",
        "Wakefield: Modern slavery and human trafficking, edition 1, as of 1 March 2018",
    ]
    assert found["likelihood"].value() == force.current.likelihood
    assert len(found["inside"].value()) == 2


def test_a_draft_put_in_force_rests_on_the_districts_editions(form, send, threat_of, everywhere):
    parts = [threat_of(area=area, by=everywhere) for area in (BRADFORD, WAKEFIELD)]
    force = threat_of(area=FORCE, by=everywhere)

    answer = send(everywhere, form(everywhere, force, "?draft=areas"))

    assert answer.status_code == 302
    assert {(tie.on_record, tie.edition, tie.on_edition) for tie in ties_of(force)} == {
        (part.uuid, 2, 1) for part in parts
    }


def test_a_first_edition_asks_for_no_change_and_carries_no_scores(form, started, bradford_analyst):
    found = form(bradford_analyst, started())

    assert "because" not in found.fields
    assert found["harm-physical"].value() is None
    assert found["likelihood"].value() is None
