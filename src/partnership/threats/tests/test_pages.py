"""The list, a threat's page, its editions and their comparison: who reads what, in words, and how often it is read."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership.audit.models import Event, key_of
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.threats.actions import settle_threat
from partnership.threats.rules import Confidence, Direction, Driver, DriverLine, Likelihood, SourceLine, State
from partnership.threats.scales import FILE

from .conftest import BRADFORD, FORCE, WAKEFIELD

LIST = reverse("threats:list")
READERS = [
    *("bradford_chair", "bradford_analyst", "council_officer", "officer", "commissioners_officer", "records_manager"),
]
HIDDEN = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Force only.")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }} \u202eתו"


@pytest.fixture
def page(client_for):
    """What an address says to somebody, once it is sure that it says anything."""

    def show(person, address):
        answer = client_for(person).get(address)
        assert answer.status_code == 200, answer.status_code
        return TOKEN.sub("", answer.content.decode())

    return show


def at(name, threat, *more):
    return reverse(f"threats:{name}", args=[threat.uuid, *more])


def listed(page):
    """The titles of the list's rows, in order."""
    return [part.split("</bdi>")[0] for part in page.split('<th scope="row"')[1:] for part in part.split("<bdi>")[1:2]]


@pytest.mark.parametrize("who", READERS)
def test_everybody_posted_to_the_district_reads_its_threats(request, who, page, threat):
    reader = request.getfixturevalue(who)

    assert "Modern slavery and human trafficking" in page(reader, LIST)
    assert "kept in debt" in page(reader, at("threat", threat))
    assert "kept in debt" in page(reader, at("edition", threat, 1))


@pytest.mark.parametrize("name", ["threat", "edition", "compare", "hypotheses", "new-edition", "settle"])
def test_nobody_from_next_door_finds_it(client_for, neighbour, threat, name):
    more = (1,) if name == "edition" else ()

    assert client_for(neighbour).get(at(name, threat, *more)).status_code == 404


def test_an_edition_that_was_never_written_is_not_found(client_for, bradford_analyst, threat):
    assert client_for(bradford_analyst).get(at("edition", threat, 2)).status_code == 404


def test_two_districts_each_list_their_own(page, threat_of, everywhere, bradford_analyst, neighbour):
    threat_of("fraud")
    threat_of("drugs-supply", area=WAKEFIELD, by=everywhere)

    assert listed(page(bradford_analyst, LIST)) == ["Fraud"]
    assert listed(page(neighbour, LIST)) == ["Drugs supply"]
    assert listed(page(everywhere, LIST)) == ["Fraud", "Drugs supply"]


def test_a_threat_held_by_another_agency_leaves_no_trace_in_the_list(page, threat_of, council_officer):
    threat_of("fraud")
    before = page(council_officer, LIST)
    threat_of("drugs-supply", release=HIDDEN)

    assert page(council_officer, LIST) == before


def test_the_list_is_sorted_by_risk_and_what_is_not_scored_comes_last(page, threat_of, bradford_analyst):
    threat_of("fraud", harm={"financial": 1})
    threat_of("drugs-supply", harm={"physical": 4}, likelihood=Likelihood.ALMOST_CERTAIN)
    threat_of("cyber-crime", harm={}, confidence=Confidence.HIGH)

    assert listed(page(bradford_analyst, LIST)) == ["Drugs supply", "Fraud", "Cyber crime"]
    assert listed(page(bradford_analyst, f"{LIST}?sort=name")) == ["Cyber crime", "Drugs supply", "Fraud"]


def test_demand_and_closed_threats_are_listed_by_themselves(page, threat_of, bradford_analyst, bradford_chair):
    threat_of("indecent-images")
    threat_of("fraud")
    closed = threat_of("drugs-supply")
    settle_threat(threat=closed, to=State.CLOSED, because="Over", by=bradford_chair, seen_version=closed.version)

    first = page(bradford_analyst, LIST)
    assert listed(first) == ["Fraud"]
    assert "2 more are not listed" in first
    assert listed(page(bradford_analyst, f"{LIST}?kind=demand")) == ["Indecent images of children"]
    assert listed(page(bradford_analyst, f"{LIST}?state=closed")) == ["Drugs supply"]
    assert set(listed(page(bradford_analyst, f"{LIST}?state=all"))) == {"Fraud", "Drugs supply"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("likelihood=almost-certain", ["Drugs supply"]),
        ("confidence=high", ["Cyber crime"]),
        ("older=6", ["Fraud"]),
        ("older=9999", ["Cyber crime", "Drugs supply", "Fraud"]),
        ("older=nonsense&likelihood=nobody-knows", ["Cyber crime", "Drugs supply", "Fraud"]),
        ("area=E08000036", ["Cyber crime", "Drugs supply", "Fraud"]),
        ("area=E08000032&confidence=low", ["Drugs supply", "Fraud"]),
    ],
)
def test_the_list_is_narrowed_and_what_it_does_not_offer_narrows_nothing(
    page, threat_of, bradford_analyst, time_machine, asked, found
):
    time_machine.move_to(date(2040, 3, 15))
    threat_of("fraud", as_of=date(2039, 9, 14))
    threat_of("drugs-supply", as_of=date(2039, 9, 15), likelihood=Likelihood.ALMOST_CERTAIN)
    threat_of("cyber-crime", as_of=date(2040, 3, 1), confidence=Confidence.HIGH)

    assert listed(page(bradford_analyst, f"{LIST}?sort=name&{asked}")) == found


def test_a_list_reads_no_more_often_for_twenty_threats_than_for_two(client_for, threat_of, everywhere, settings):
    keys = ("fraud", "drugs-supply", "cyber-crime", "corruption", "borders", "prisons", "people-smuggling")

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            for address in (LIST, reverse("threats:matrix"), reverse("threats:assessment", args=[FORCE])):
                assert client_for(everywhere).get(address).status_code == 200
        return len(caught)

    threat_of("modern-slavery", by=everywhere)
    threat_of("modern-slavery", by=everywhere, area=WAKEFIELD)
    few = queries()
    for key in keys:
        for area in (BRADFORD, WAKEFIELD, FORCE):
            threat_of(key, by=everywhere, area=area)

    assert queries() <= few


def test_the_page_of_a_threat_prints_the_whole_yardstick_and_keeps_confidence_apart(page, threat, bradford_analyst):
    told = page(bradford_analyst, at("threat", threat))

    for words in ("Almost certain", "Realistic possibility", "40% to under 50%", "Remote chance", "5% or less"):
        assert words in told
    assert "This estimate" in told
    assert "Confidence, kept apart" in told
    assert "At least 15, high" in told
    assert "Not known: financial, community, political, environmental" in told
    assert "Organisational position, kept apart" in told


def test_everything_an_edition_says_stands_on_its_page(page, threat_of, bradford_analyst):
    threat = threat_of(
        drivers=(DriverLine(Driver.LEGAL, Direction.LOWERS, "Licences are checked."),),
        sources=(SourceLine("Summary", "https://example.org/a", date(2018, 2, 1)), SourceLine("Talk", "javascript:1")),
        gaps="Who finds the workers?\n\nWhere?",
        trend_words="More was noticed.",
        because="Building sites are new.",
    )

    told = page(bradford_analyst, at("edition", threat, 1))

    for words in ("Lowers it.", "Licences are checked.", "Summary", "1 February 2018", "Who finds the workers?"):
        assert words in told
    for words in (
        "More was noticed.",
        "Building sites are new.",
        "Scored on the scales 2026-11",
        "It stands as it was",
    ):
        assert words in told
    assert 'href="https://example.org/a"' in told
    assert "javascript:1" in told
    assert 'href="javascript' not in told


def test_a_threat_without_an_edition_says_what_to_do(page, started, bradford_analyst, commissioners_officer):
    threat = started()

    assert "Write the first edition" in page(bradford_analyst, at("threat", threat))
    assert "The analysts of Bradford write it" in page(commissioners_officer, at("threat", threat))
    assert "There is no edition yet" in page(bradford_analyst, at("compare", threat))


def test_an_empty_list_says_what_to_do(page, bradford_analyst, commissioners_officer):
    assert "Start one with the button above" in page(bradford_analyst, LIST)
    assert "The analysts of an area start them" in page(commissioners_officer, LIST)


def test_confirmed_signals_that_bear_on_it_are_offered_until_they_are_tied(
    page, threat, write, confirmed, signal_of, bradford_analyst
):
    signal = confirmed(statement="Raids in July.")
    confirmed(statement="A fraud.", threat="fraud")
    signal_of(statement="Still open.")
    told = page(bradford_analyst, at("threat", threat))
    assert "Confirmed signals not yet evidence of this" in told
    assert "Raids in July." in told
    assert "A fraud." not in told
    assert "Still open." not in told

    write(threat, rests_on=[signal], tied_because="It names the trade.")

    told = page(bradford_analyst, at("threat", threat))
    assert "Confirmed signals not yet evidence" not in told
    assert "It names the trade." in told  # in the thread


def test_reading_is_kept_with_every_record_that_the_page_shows(client_for, threat, confirmed, bradford_analyst):
    signal = confirmed()

    client_for(bradford_analyst).get(at("threat", threat))

    event = Event.objects.order_by("-sequence").first()
    assert (event.verb, event.did, event.object_key) == ("consultation", "read threat", key_of(threat))
    shown = set(event.shown.values_list("object_kind", "object_key"))
    assert shown == {("threats.threat", key_of(threat)), ("triage.signal", key_of(signal))}


def test_two_editions_are_compared_word_by_word_and_score_by_score(page, threat, write, bradford_analyst):
    write(threat, statement="People are made to work in nail bars and kept in debt.", likelihood=Likelihood.UNLIKELY)

    told = page(bradford_analyst, at("compare", threat))

    assert "Edition 1 against edition 2" in told
    assert '<del><span class="govuk-visually-hidden"> removed: </span>car washes' in told
    assert '<ins><span class="govuk-visually-hidden"> added: </span>nail bars' in told
    assert "Likely or probable (55% to 75%)" in told
    assert "Unlikely (25% to 35%)" in told
    assert "At least 15, high" in told
    assert "At least 9, moderate" in told


@pytest.mark.parametrize("asked", ["?earlier=1&later=9", "?earlier=x&later=2", "?earlier=2&later=2"])
def test_editions_that_are_not_there_are_not_compared(page, threat, write, bradford_analyst, asked):
    write(threat)

    told = page(bradford_analyst, at("compare", threat) + asked)

    assert "Choose two" in told


def test_who_closed_it_and_why_stands_on_its_page(page, threat, bradford_chair, officer):
    settle_threat(threat=threat, to=State.CLOSED, because="Now one with fraud", by=bradford_chair, seen_version=2)

    told = page(officer, at("threat", threat))

    assert "Now one with fraud" in told
    assert "Bradford chair" in told
    assert "Closed threat" in told


def test_hostile_words_are_shown_as_words(page, threat_of, bradford_analyst):
    threat = threat_of(
        statement=HOSTILE,
        confidence_because=HOSTILE,
        gaps=HOSTILE,
        trend_words=HOSTILE,
        drivers=(DriverLine(Driver.SOCIAL, Direction.RAISES, HOSTILE),),
        sources=(SourceLine(HOSTILE, HOSTILE),),
    )

    for name in ("threat", "compare", "new-edition"):
        told = page(bradford_analyst, at(name, threat))
        assert "<script>alert" not in told
        assert "{{ 7|add:7 }}" in told or name == "compare"


def test_a_key_that_the_list_no_longer_holds_stands_as_it_is(page, threat, bradford_analyst, settings, tmp_path):
    own = tmp_path / "taxonomy.toml"
    settings.TOCSIN_PRACTICE = str(tmp_path)
    own.write_text('version = "1"\nsource = "us"\n[[threats]]\nkey = "fraud"\nname = "Fraud"\nmeaning = "Deceit"\n')

    for address in (LIST, at("threat", threat), reverse("threats:assessment", args=[FORCE])):
        assert "Modern slavery and human trafficking" in page(bradford_analyst, address)


def test_an_edition_keeps_the_risk_of_the_scales_it_was_scored_on(page, threat, bradford_analyst, settings, tmp_path):
    told = FILE.read_text().replace('version = "2026-11"', 'version = "ours-2"')
    (tmp_path / "scales.toml").write_text(told.replace("at_least = 12", "at_least = 16"))
    settings.TOCSIN_PRACTICE = str(tmp_path)

    shown = page(bradford_analyst, at("threat", threat))

    assert "At least 15, high" in shown
    assert "Scored on the scales 2026-11; words below are those of the scales in force, ours-2" in shown
