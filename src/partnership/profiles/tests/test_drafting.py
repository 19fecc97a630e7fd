"""Every section begins with live figures: exact for police, and for partners nothing that gives a group away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from partnership.ocgs.rules import EnablerKind
from partnership.people.rules import Role
from partnership.profiles import police, writing
from partnership.profiles.figures import read_figures
from partnership.records.actions import share_record
from partnership.records.rules import Release
from partnership.thread import queries as thread
from partnership.triage.actions import dismiss_signal
from partnership.triage.models import Signal

from .conftest import CLOSE, OPEN, PERIOD


def figures_in(edition, key):
    return {figure.caption: figure for figure in read_figures(edition.sections.get(key=key).figures)}


def police_figures(part, key):
    return {figure.caption: figure for figure in read_figures(part.passages.get(key=key).figures)}


def cells(figure):
    return [row.cells for row in figure.rows]


def test_a_draft_has_every_section_of_the_list_but_those_of_working_areas(draft):
    keys = [section.key for section in draft.sections.all()]

    assert keys == ["about", "threats", "groups", "victims", "enablers", "impact", "sources", "recommendations"]


def test_groups_stand_in_the_profile_in_protected_numbers_and_never_by_name(group_of, profile, analyst):
    for crime, number in (("drugs-supply", 7), ("fraud", 6), ("modern-slavery", 2)):
        for _ in range(number):
            group_of(crime=crime)

    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    table = figures_in(draft, "groups")["Live groups by primary crime type and band"]
    told = {row[0]: row[-1] for row in cells(table)}
    assert told == {
        "Drugs supply": "7",
        "Fraud": "[c]",
        "Modern slavery and human trafficking": "[c]",
        "All": "15",
    }
    assert "Quartz" not in str([section.figures for section in draft.sections.all()])


def test_the_police_part_has_the_same_groups_exactly_and_by_code_name(group_of, profile, analyst):
    group_of("Amber Lantern", crime="fraud")
    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    part = police.start_police_part(edition=draft, by=analyst)

    figures = police_figures(part, "groups")
    assert cells(figures["Live groups by primary crime type and band"]) == [("Fraud", "1", "1"), ("All", "1", "1")]
    assert cells(figures["Live groups"])[0][:2] == ("Amber Lantern", "Active")


def test_where_too_few_groups_could_be_shown_by_band_the_crime_types_alone_are(group_of, profile, analyst):
    group_of(crime="fraud")

    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    table = figures_in(draft, "groups")["Live groups by primary crime type"]
    assert cells(table) == [("Fraud", "[c]"), ("All", "[c]")]


def test_enablers_are_counted_by_kind_and_named_for_police_alone(group_of, enabler_for, profile, analyst):
    group = group_of()
    for n in "abcdef":
        enabler_for(group, f"Yard {n}", EnablerKind.PREMISES)
    enabler_for(group, "Accountants")
    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    part = police.start_police_part(edition=draft, by=analyst)

    told = dict(cells(figures_in(draft, "enablers")["Enablers by kind"]))
    assert (told["Professional"], told["Premises"], told["Business"], told["All"]) == ("[c]", "[c]", "0", "7")
    exact = police_figures(part, "enablers")
    assert dict(cells(exact["Enablers by kind"]))["Premises"] == "6"
    assert ("Accountants", "Professional", "1") in cells(exact["Enablers, and how many groups each helps"])
    assert "Accountants" not in str([section.figures for section in draft.sections.all()])


def test_an_estimate_goes_where_its_own_handling_lets_it(threat_of, profile, analyst):
    threat_of("fraud", "Courier fraud.", OPEN)
    threat_of("drugs-supply", "Closely held.", CLOSE)
    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    part = police.start_police_part(edition=draft, by=analyst)

    (told,) = cells(figures_in(draft, "threats")["Threats as last estimated"])
    assert told == ("Fraud", "Likely or probable", "Low", "Courier fraud.", "1 September 2015")
    assert [row[3] for row in cells(police_figures(part, "threats")["Threats as last estimated"])] == ["Closely held."]


def test_the_profile_is_tied_to_the_threats_it_is_drafted_with(threat_of, profile, analyst):
    told, kept_back = threat_of("fraud"), threat_of("drugs-supply", release=CLOSE)

    writing.start_edition(profile=profile, by=analyst, **PERIOD)

    rests_on = [step.record for step in thread.thread_of(analyst, profile).rests_on]
    assert told in rests_on
    assert kept_back not in rests_on


def test_signals_are_counted_by_threat_and_level_but_none_that_was_dismissed(signal_of, profile, analyst):
    signal_of()
    signal_of(release=CLOSE)
    signal_of(period_start=date(2014, 7, 1), period_end=date(2014, 7, 31))
    dismiss_signal(signal=signal_of(), reason="Counted twice", by=analyst)

    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    figure = figures_in(draft, "threats")["Signals by threat and level"]
    assert (figure.head, cells(figure)) == (("Threat", "Watch", "All"), [("Fraud", "1", "1")])
    assert figure.as_of == date(2015, 7, 31)


def test_a_series_is_compared_with_the_twelve_months_before(series_of, profile, analyst):
    series_of([10] * 12 + [15] * 12)

    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    figures = figures_in(draft, "threats")
    assert cells(figures["Recorded counts, like for like"]) == [
        (
            "Robberies recorded",
            "120 (October 2013 to September 2014)",
            "180 (October 2014 to September 2015)",
            "+50 %",
        )
    ]
    (line,) = [figure for figure in figures.values() if figure.points]
    assert len(line.points) == 24
    assert line.as_of == date(2015, 9, 30)


@pytest.mark.parametrize(
    ("counts", "earlier", "later", "change"),
    [
        ([8] + [9] * 11 + [12], "8 (October 2013)", "12 (October 2014)", "+50 %"),
        ([3] + [9] * 11 + [12], "[c] (October 2013)", "12 (October 2014)", "[c]"),
        ([9, 8], "No like period before", "8 (November 2013)", "None to give"),
        ([9, 2], "No like period before", "[c] (November 2013)", "None to give"),
    ],
)
def test_a_short_series_is_compared_as_far_as_it_goes_and_small_counts_are_protected(
    series_of, profile, analyst, counts, earlier, later, change
):
    series_of(counts)

    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    ((_, *told),) = cells(figures_in(draft, "threats")["Recorded counts, like for like"])
    assert told == [earlier, later, change]


def test_a_series_with_a_small_count_is_not_drawn(series_of, profile, analyst):
    series_of([10] * 11 + [2] + [15] * 12)

    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    assert not [figure for figure in figures_in(draft, "threats").values() if figure.points]


def test_sources_tell_how_far_they_reach_and_what_is_missing(series_of, profile, analyst):
    held = series_of([10, 9, 8])
    held.points.filter(period="2013-11").delete()

    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    (row,) = cells(figures_in(draft, "sources")["Sources, how far they reach and what is missing"])
    assert row == ("Police.uk", "street-crime", "1", "31 December 2013", "1 gap in its series")


def test_bringing_figures_up_to_date_touches_no_word(draft, write, group_of, analyst):
    write(draft, analyst, "groups", "Our words.")
    version = draft.sections.get(key="groups").version
    group_of(crime="fraud")

    writing.update_figures(edition=draft, by=analyst)

    section = draft.sections.get(key="groups")
    assert (section.text, section.version) == ("Our words.", version)
    assert "Fraud" in str(section.figures)


def test_the_council_brings_all_up_to_date_but_the_numbers_of_groups(draft, group_of, signal_of, analyst, council):
    group_of(crime="fraud")
    writing.update_figures(edition=draft, by=analyst)
    before = draft.sections.get(key="groups").figures
    group_of(crime="drugs-supply")
    signal_of()

    writing.update_figures(edition=draft, by=council)

    assert draft.sections.get(key="groups").figures == before
    assert cells(figures_in(draft, "threats")["Signals by threat and level"]) == [("Fraud", "1", "1")]


def test_a_draft_that_the_council_begins_counts_no_group(profile, group_of, council):
    group_of(crime="fraud")

    draft = writing.start_edition(profile=profile, by=council, **PERIOD)

    assert draft.sections.get(key="groups").figures == []


def test_what_is_only_shared_with_the_writer_goes_into_no_paper(draft, signal_of, add_person, analyst):
    """A share is for a purpose, and opens no more than reading."""
    other = add_person("Other force", Role.DISTRICT_ANALYST, "Other force", "E08000032")
    other.clearance = "OFFICIAL-SENSITIVE"
    other.save()
    theirs = signal_of(release=CLOSE, originator=other.agency)
    until = timezone.localdate() + timedelta(days=9)
    share_record(record=theirs, to_person=analyst, because="For your board", until=until, by=other)
    assert theirs in Signal.objects.seen_by(analyst)

    part = police.start_police_part(edition=draft, by=analyst)

    assert police_figures(part, "threats") == {}


def test_the_police_part_is_held_as_closely_as_the_closest_group_in_it(draft, group_of, analyst):
    group_of(release=CLOSE)

    part = police.start_police_part(edition=draft, by=analyst)

    assert part.release.marking == "OFFICIAL-SENSITIVE"
    assert "For police only." in part.handling_conditions
    assert "Ask the lead officer first." in part.handling_conditions


def test_the_police_part_is_held_closer_once_something_closer_comes_into_it(part, group_of, analyst):
    version = part.version
    group_of(release=Release(CLOSE.marking, CLOSE.handling, "Never by e-mail."))

    police.update_police_figures(part=part, by=analyst)
    part.refresh_from_db()

    assert part.handling_conditions.endswith("Never by e-mail.")
    assert part.version == version + 1
    police.update_police_figures(part=part, by=analyst)
    part.refresh_from_db()
    assert part.version == version + 1
