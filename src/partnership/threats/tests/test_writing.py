"""Writing a threat's editions, closing and reopening it: who may, what is refused, what the log holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from partnership.areas.models import Area
from partnership.audit import queries as audit
from partnership.people.rules import Marking, NotAllowed
from partnership.records.actions import change_release
from partnership.records.rules import Handling, Release, Stale
from partnership.thread.queries import ties_of
from partnership.threats.actions import settle_threat, start_threat, write_edition
from partnership.threats.comparing import read_trend
from partnership.threats.models import Edition, Threat
from partnership.threats.queries import comparables
from partnership.threats.rules import Confidence, Likelihood, State, may_write

from .conftest import BRADFORD, ESTIMATE, FORCE, OPEN, WAKEFIELD

TODAY = date(2018, 6, 1)
WRITERS = ["bradford_chair", "bradford_analyst"]
OTHERS = ["neighbour", "council_officer", "officer", "commissioners_officer", "partner", "records_manager", "auditor"]


def events_of(threat):
    return list(audit.history_of(threat).values_list("did", "verb", "because", "detail"))


@pytest.mark.parametrize("who", WRITERS)
def test_an_analyst_and_the_chair_start_a_threat_and_write_its_first_edition(request, who):
    by = request.getfixturevalue(who)

    threat = start_threat(key="fraud", area=Area.objects.get(code=BRADFORD), release=OPEN, by=by)
    edition = write_edition(threat=threat, estimate=ESTIMATE, by=by, seen_version=threat.version)

    assert (threat.title, threat.edition, threat.originator) == ("Fraud, Bradford", 1, by.agency)
    assert (edition.impact, edition.likelihood_number, edition.risk, edition.risk_band) == (3, 5, 15, "High")
    assert edition.harm["financial"] is None
    assert [did for did, *_ in events_of(threat)] == ["wrote edition of threat estimate", "started threat"]
    assert events_of(threat)[0][3] == {"edition": 1, "version": 2}


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_starts_or_writes(request, who, threat):
    by = request.getfixturevalue(who)
    before = Edition.objects.seen_by(request.getfixturevalue("bradford_analyst")).count()

    with pytest.raises(NotAllowed):
        start_threat(key="fraud", area=Area.objects.get(code=BRADFORD), release=OPEN, by=by)
    with pytest.raises(NotAllowed):
        write_edition(threat=threat, estimate=ESTIMATE, by=by, seen_version=threat.version)
    with pytest.raises(NotAllowed):
        settle_threat(threat=threat, to=State.CLOSED, because="Gone", by=by, seen_version=threat.version)

    assert Edition.objects.seen_by(request.getfixturevalue("bradford_analyst")).count() == before


def test_a_district_analyst_reads_the_forces_threat_and_does_not_write_it(bradford_analyst, force_analyst, threat_of):
    threat = threat_of(area=FORCE, by=force_analyst)

    assert threat in Threat.objects.seen_by(bradford_analyst)
    with pytest.raises(NotAllowed, match="Only the analysts and the chair of West Yorkshire"):
        write_edition(threat=threat, estimate=ESTIMATE, by=bradford_analyst, seen_version=threat.version)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"statement": " "}, "Say what the threat is"),
        ({"confidence_because": ""}, "Say what the confidence rests on"),
        ({"period_end": date(2017, 2, 1)}, "ends before it begins"),
        ({"as_of": TODAY + timedelta(days=1)}, "a day to come"),
        ({"as_of": date(2018, 2, 27)}, "in force is of 28 February 2018"),
        ({"because": ""}, "Say what changed"),
    ],
)
def test_an_edition_that_lacks_something_is_refused_in_words(changes, words):
    told = replace(ESTIMATE, **({"because": "More is known."} | changes))

    refusal = may_write(told, state=State.CURRENT, today=TODAY, before=date(2018, 2, 28))

    assert words in refusal


def test_a_first_edition_need_not_say_what_changed():
    assert may_write(ESTIMATE, state=State.CURRENT, today=TODAY, before=None) is None


def test_an_edition_is_added_and_the_one_before_stays_as_it_was(threat, write, bradford_analyst):
    write(threat, statement="It has spread to nail bars.", likelihood=Likelihood.ALMOST_CERTAIN)

    first, second = threat.editions.order_by("edition")
    assert (threat.edition, threat.current) == (2, second)
    assert first.statement == ESTIMATE.statement
    with pytest.raises(TypeError, match="frozen"):
        first.save()
    with pytest.raises(TypeError, match="frozen"):
        threat.editions.update(statement="Rewritten")
    assert second.because == "More is known."


def test_who_saves_over_an_edition_they_have_not_seen_is_told_whose_it_is(threat, write, bradford_chair):
    seen = threat.version
    write(threat, statement="The analyst was first.")

    with pytest.raises(Stale, match="Bradford analyst wrote edition"):
        write_edition(threat=threat, estimate=replace(ESTIMATE, because="Mine"), by=bradford_chair, seen_version=seen)

    assert threat.editions.count() == 2


def test_a_second_current_estimate_of_one_threat_in_one_area_is_refused(threat, bradford_chair, started):
    with pytest.raises(NotAllowed, match="has an estimate of this threat already"):
        started(by=bradford_chair)
    settle_threat(threat=threat, to=State.CLOSED, because="Merged", by=bradford_chair, seen_version=threat.version)

    assert started(by=bradford_chair).pk != threat.pk


def test_one_that_the_writer_may_not_see_does_not_show_by_a_refusal(threat_of, started, add_person):
    hidden = threat_of(release=Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ours alone."))
    outsider = add_person("Outsider", "district-analyst", "Third agency", BRADFORD)

    assert hidden not in Threat.objects.seen_by(outsider)
    assert started(by=outsider).pk != hidden.pk


@pytest.mark.parametrize("key", ["nobody-knows", ""])
def test_only_threats_of_the_list_are_started(started, key):
    with pytest.raises(NotAllowed, match="Choose a threat of the list"):
        started(key)


def test_indecent_images_are_a_volume_of_demand(started):
    assert started("indecent-images").is_demand


def test_confidence_and_position_move_no_risk(threat_of, write, threat):
    before = threat.current.risk
    write(threat, confidence=Confidence.HIGH, position={"capacity": 0, "coverage": 4})

    assert threat.current.risk == before
    assert threat.current.position["capacity"] == 0


def test_a_confirmed_signal_is_tied_to_the_edition_with_the_edition_of_its_evidence(threat, write, confirmed):
    signal = confirmed()

    write(threat, rests_on=[signal], tied_because="It names the same trade.")

    tie = ties_of(threat).get()
    assert (tie.on_record, tie.edition, tie.on_edition, tie.because) == (
        signal.uuid,
        2,
        signal.edition,
        "It names the same trade.",
    )
    assert [did for did, *_ in events_of(threat)][:2] == ["tied record to another", "wrote edition of threat estimate"]


def test_what_an_edition_rests_on_takes_a_reason(threat, write, confirmed):
    with pytest.raises(NotAllowed, match="Say why what you ticked bears on"):
        write(threat, rests_on=[confirmed()])

    assert threat.editions.count() == 1
    assert not ties_of(threat).exists()


def test_no_edition_is_written_on_a_signal_that_its_writer_may_not_see(threat, write, signal_of):
    hidden = signal_of(area_code=WAKEFIELD, area_name="Wakefield")

    with pytest.raises(NotAllowed, match="You may not say what this record rests on"):
        write(threat, rests_on=[hidden], tied_because="It is next door.")

    assert threat.editions.count() == 1
    assert not ties_of(threat).exists()


def test_a_figure_held_more_closely_than_the_threat_is_refused(threat, write, series, bradford_analyst):
    series(release=Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, ""))
    bradford_analyst.clearance = Marking.OFFICIAL_SENSITIVE
    bradford_analyst.save()
    (found,) = comparables(bradford_analyst, BRADFORD, "modern-slavery")

    with pytest.raises(NotAllowed, match="held more closely than this threat"):
        write(threat, trend=(found.compared,), figures=found.records)

    assert threat.editions.count() == 1


def test_the_trend_is_kept_as_the_figures_stood(threat, write, series, bradford_analyst):
    series()
    (found,) = comparables(bradford_analyst, BRADFORD, "modern-slavery")

    write(threat, trend=(found.compared,), figures=found.records)

    (kept,) = read_trend(threat.current.trend)
    assert (kept.earlier.value, kept.later.value, kept.change_words) == (20, 40, "+100%")
    assert kept.source == "Police recorded crime, Modern slavery offences"


def test_closing_and_reopening_take_a_reason_that_stays(threat, bradford_chair):
    with pytest.raises(NotAllowed, match="Enter why"):
        settle_threat(threat=threat, to=State.CLOSED, because=" ", by=bradford_chair, seen_version=threat.version)
    settle_threat(threat=threat, to=State.CLOSED, because="Now part of fraud", by=bradford_chair, seen_version=2)
    with pytest.raises(NotAllowed, match="already closed"):
        settle_threat(threat=threat, to=State.CLOSED, because="Again", by=bradford_chair, seen_version=3)
    settle_threat(threat=threat, to=State.CURRENT, because="It is back", by=bradford_chair, seen_version=3)

    assert threat.state == State.CURRENT
    assert [(did, because) for did, _, because, _ in events_of(threat)][:2] == [
        ("reopened threat", "It is back"),
        ("closed threat", "Now part of fraud"),
    ]


def test_a_closed_threat_takes_no_edition(threat, write, bradford_chair):
    settle_threat(threat=threat, to=State.CLOSED, because="Over", by=bradford_chair, seen_version=threat.version)

    with pytest.raises(NotAllowed, match="Reopen it first"):
        write(threat)


def test_a_change_of_marking_meanwhile_is_an_update_that_is_not_lost(threat, write, bradford_chair):
    seen = threat.version
    closer = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask first.")
    change_release(record=threat, release=closer, because="Names a trade", by=bradford_chair, seen_version=seen)

    with pytest.raises(Stale, match="changed how the record is held"):
        write(threat)


def test_what_is_written_in_a_demonstration_says_so(started, settings):
    assert not started("fraud").synthetic
    settings.TOCSIN_DEMO = True
    assert started("drugs-supply").synthetic


def test_the_day_of_writing_is_kept_apart_from_the_day_it_is_of(threat):
    assert threat.current.as_of == ESTIMATE.as_of
    assert threat.current.at.date() in {timezone.now().date(), timezone.localdate()}
