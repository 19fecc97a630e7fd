"""How far to believe a signal: on its page, for programs and in files, and nothing of what the reader may not see."""

from __future__ import annotations

import json
from datetime import date

import pytest

from partnership.audit.models import Shown, key_of
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything
from partnership.scanning.actions import receive_concepts
from partnership.scanning.models import Concept
from partnership.scanning.rules import ArrivingConcept, Said
from partnership.triage.actions import dismiss_signal
from partnership.triage.grounds import FusionLine, Grounds

CAUTION = "Such counts depend on how much the police look."
VOICES = (
    FusionLine("Courier", "news", "s1", 0.8, 0.5, True, "counted"),
    FusionLine("Gazette", "news", "s1", 0.7, 0.2, False, "shares one owner with Courier"),
)
GROUNDS = Grounds(
    discovery="proactive",
    concept_key="c1",
    strength=1.3,
    fusion=VOICES,
    false_alarm_rate=0.012,
    false_alarm_words="1.20% of quiet counts like this pass their bound, where 1.00% were asked for",
    confirmed=41,
    watching=42,
    dismissed=43,
    possible_recording_change=True,
    cautions=(CAUTION,),
)
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
CLOSE = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask the force first.")
SAID = "Weapons in Bradford, said by two"


@pytest.fixture
def weighed(signal_of):
    return signal_of(grounds=GROUNDS)


@pytest.fixture
def agreed(db):
    def take(release):
        days = {"window_start": date(2018, 5, 1), "window_end": date(2018, 7, 31)}
        said = (Said("firearms-and-violence", None, "E08000032"),)
        told = {"groups": ("a", "b"), "says": said, "words": SAID, "support": 0.5, "narrower": (), "signal_ids": ()}
        concept = ArrivingConcept("c1", "E08000032", **days, **told)
        receive_concepts(concepts=[concept], releases={"c1": release}, originators={}, by=None)
        return everything(Concept).get()

    return take


@pytest.fixture
def page(client_for, weighed):
    return lambda person: client_for(person).get(weighed.get_absolute_url()).content.decode()


def test_the_page_says_what_to_ask_first_and_whose_voice_counts(page, bradford_analyst):
    told = page(bradford_analyst)

    assert told.index(CAUTION) < told.index("All voices together")
    for words in ("About 20 to 1 that something changed", "3.2 to 1", "80%", "shares one owner with Courier"):
        assert words in told
    assert "Found by looking for it" in told
    assert "1.20% of quiet counts like this" in told


def test_the_page_leads_to_how_well_detection_works_those_who_may_read_it(page, bradford_analyst):
    assert 'href="/scanning/how-well/"' in page(bradford_analyst)


def test_an_older_stores_signal_says_that_nothing_was_measured(client_for, bradford_analyst, open_signal):
    told = client_for(bradford_analyst).get(open_signal.get_absolute_url()).content.decode()

    assert "Not measured on counts like this." in told
    assert "Ask first" not in told


def test_what_became_of_others_counts_only_those_the_reader_sees(
    client_for, council_officer, bradford_analyst, weighed, signal_of
):
    hidden = signal_of(release=CLOSE, originator=bradford_analyst.agency)
    dismiss_signal(signal=hidden, reason="Counted twice", by=bradford_analyst)

    pages = [
        client_for(who).get(weighed.get_absolute_url()).content.decode() for who in (council_officer, bradford_analyst)
    ]

    assert "None has been decided" in pages[0]
    assert "1 dismissed, of those you may see" in pages[1]
    assert all(str(number) not in told for told in pages for number in ("41 confirmed", "43 dismissed"))


def test_who_else_says_it_is_shown_and_the_log_knows(client_for, bradford_analyst, weighed, agreed):
    concept = agreed(OPEN)

    told = client_for(bradford_analyst).get(weighed.get_absolute_url()).content.decode()

    assert concept.get_absolute_url() in told
    assert key_of(concept) in Shown.objects.values_list("object_key", flat=True)


def test_who_else_says_it_is_not_told_where_that_is_closely_held(client_for, council_officer, weighed, agreed):
    agreed(CLOSE)

    assert SAID not in client_for(council_officer).get(weighed.get_absolute_url()).content.decode()


def test_a_program_reads_the_grounds_without_the_engines_tally_of_verdicts(program_for, bradford_analyst, weighed):
    told = program_for(bradford_analyst).get(f"/api/v1/signals/{weighed.uuid}").json()["evidence"]["grounds"]

    assert (told["strength"], told["discovery"], told["false_alarm_rate"]) == (1.3, "proactive", 0.012)
    assert [(line["source_group"], line["counted"]) for line in told["fusion"]] == [
        ("Courier", True),
        ("Gazette", False),
    ]
    assert (told["possible_recording_change"], told["cautions"]) == (True, [CAUTION])
    assert not {"confirmed", "watching", "dismissed", "concept_key"} & set(told)


def test_a_program_reads_of_an_older_stores_signal_that_nothing_is_known(program_for, bradford_analyst, open_signal):
    told = program_for(bradford_analyst).get(f"/api/v1/signals/{open_signal.uuid}").json()["evidence"]["grounds"]

    assert (told["strength"], told["fusion"], told["false_alarm_rate"]) == (None, [], None)


def test_the_grounds_leave_with_the_signal(export, tables_in, bradford_chair, weighed):
    found = tables_in(export(bradford_chair, f"/signals/{weighed.uuid}/export/"))

    (edition,) = found["editions"]
    assert (edition["strength"], edition["discovery"], edition["cautions"]) == (1.3, "proactive", CAUTION)
    assert (edition["possible_recording_change"], edition["stands_across_periods"]) == ("yes", None)
    assert [(row["edition"], row["source_group"], row["counted"]) for row in found["voices"]] == [
        (1, "Courier", "yes"),
        (1, "Gazette", "no"),
    ]


def test_the_grounds_leave_with_a_board(export, tables_in, bradford_chair, weighed):
    (row,) = tables_in(export(bradford_chair))["signals"]

    assert (row["strength"], row["false_alarm_rate"]) == (1.3, 0.012)
    assert "41" not in json.dumps([row[name] for name in row if name.startswith("record")])
