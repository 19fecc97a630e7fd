"""Two write one profile, section by section, and lose nothing; once published it is not changed again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from partnership.audit import queries as audit
from partnership.people.rules import NotAllowed
from partnership.profiles import writing
from partnership.profiles.figures import read_figures
from partnership.profiles.models import Profile
from partnership.profiles.rules import EditionState
from partnership.profiles.versions import read_again
from partnership.records.rules import Stale

from .conftest import CLOSE, OPEN, PERIOD


def events(profile):
    return [(event.verb, event.did) for event in audit.history_of(profile)]


def test_a_profile_is_safe_for_partners_and_claimed_by_its_writers_agency(profile, analyst, council):
    assert (profile.release, profile.originator) == (OPEN, analyst.agency)
    assert profile in Profile.objects.seen_by(council)
    assert events(profile) == [("alteration", "started profile")]


def test_a_district_has_one_profile(profile, area, council):
    with pytest.raises(NotAllowed, match="Bradford has a profile already"):
        writing.start_profile(area=area, release=OPEN, by=council)


def test_a_profile_that_somebody_may_not_see_does_not_show_itself_by_a_refusal(area, council, add_person):
    closed = add_person("Other", council.role, "Other council", "E08000032")
    closed.clearance = "OFFICIAL-SENSITIVE"
    closed.save()
    writing.start_profile(area=area, release=CLOSE, by=closed)

    writing.start_profile(area=area, release=OPEN, by=council)


@pytest.mark.parametrize("who", ["officer", "partner", "commissioners_officer", "records_manager", "neighbour"])
def test_only_those_who_write_profiles_of_the_district_begin_one(request, area, who):
    with pytest.raises(NotAllowed):
        writing.start_profile(area=area, release=OPEN, by=request.getfixturevalue(who))


def test_only_one_edition_is_written_at_a_time(draft, profile, council):
    with pytest.raises(NotAllowed, match="Edition 1 is being written already"):
        writing.start_edition(profile=profile, by=council, **PERIOD)


def test_a_period_does_not_end_before_it_begins(profile, analyst):
    with pytest.raises(NotAllowed, match="not before the first"):
        writing.start_edition(profile=profile, start=date(2015, 9, 30), end=date(2015, 4, 1), by=analyst)


def test_the_council_writes_with_the_police_and_becomes_co_author(draft, write, analyst, council):
    write(draft, analyst)
    draft.refresh_from_db()
    assert draft.co_author is None

    section = write(draft, council, "victims", "Who is at risk.", date(2015, 9, 1))
    draft.refresh_from_db()

    assert (section.text, section.evidence_of, section.by) == ("Who is at risk.", date(2015, 9, 1), council)
    assert (draft.author, draft.co_author) == (analyst, council)


def test_the_event_of_a_section_stands_on_the_profile_without_a_word_of_it(draft, profile, write, council):
    section = write(draft, council, "victims", "Who is at risk.")

    event = audit.history_of(profile).first()
    assert (event.did, event.detail) == (
        "wrote section",
        {"number": 1, "section": str(section.uuid), "section_version": 2},
    )
    assert "risk" not in event.because


def test_two_people_write_two_sections_at_once(draft, analyst, council):
    about, victims = draft.sections.get(key="about"), draft.sections.get(key="victims")

    for section, by in ((about, analyst), (victims, council)):
        writing.write_section(section=section, text="Ours", evidence_of=None, by=by, seen_version=1)

    assert draft.sections.filter(text="Ours").count() == 2


def test_whoever_writes_over_another_is_told_who_was_first(draft, write, analyst, council):
    section = draft.sections.get(key="about")
    write(draft, council, "about", "The council's words.")

    with pytest.raises(Stale, match="Council officer wrote in it while you were"):
        writing.write_section(section=section, text="Mine", evidence_of=None, by=analyst, seen_version=1)

    section.refresh_from_db()
    assert section.text == "The council's words."


@pytest.mark.parametrize("who", ["officer", "partner", "commissioners_officer", "neighbour"])
def test_nobody_else_writes_in_it(request, draft, who):
    section = draft.sections.get(key="about")

    with pytest.raises(NotAllowed, match="not yours to write"):
        writing.write_section(
            section=section, text="Mine", evidence_of=None, by=request.getfixturevalue(who), seen_version=1
        )


def test_a_working_area_has_a_section_of_its_own_and_keeps_it(draft, profile, write, publish, analyst):
    told = {"key": "area", "pwa_code": "KEI", "pwa_name": "Keighley"}
    writing.add_area_section(edition=draft, by=analyst, **told)
    with pytest.raises(NotAllowed, match="KEI has that section already"):
        writing.add_area_section(edition=draft, by=analyst, **told)
    with pytest.raises(NotAllowed, match="of that kind"):
        writing.add_area_section(edition=draft, by=analyst, **told | {"key": "threats"})
    write(draft, analyst, "area", "What is different here.", pwa_code="KEI")
    publish(draft)

    after = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    section = after.sections.get(pwa_code="KEI")
    assert (section.name, section.text) == ("The working area: Keighley", "What is different here.")


def test_only_the_chair_publishes(draft, profile, write, analyst, council):
    write(draft, analyst)

    for by in (analyst, council):
        with pytest.raises(NotAllowed, match="not yours"):
            writing.publish(edition=draft, because="", by=by, seen_version=profile.version)


def test_publishing_sets_the_refresh_and_leaves_one_event(draft, profile, write, analyst, chair):
    write(draft, analyst)
    chair.postings.update(start=date(2015, 1, 1))

    with time_machine.travel("2015-09-30T10:00:00Z"):
        writing.publish(edition=draft, because="", by=chair, seen_version=profile.version)

    profile.refresh_from_db()
    draft.refresh_from_db()
    assert (profile.edition, profile.refresh_due, profile.version) == (1, date(2016, 3, 30), 2)
    assert (draft.state, draft.published_by) == (EditionState.PUBLISHED, chair)
    event = audit.history_of(profile).first()
    assert (event.verb, event.detail) == ("publication", {"version": 2, "number": 1, "refresh_due": "2016-03-30"})


def test_an_empty_edition_is_not_published(draft, profile, chair):
    with pytest.raises(NotAllowed, match="Nobody has written anything"):
        writing.publish(edition=draft, because="", by=chair, seen_version=profile.version)


def test_a_later_edition_says_what_changed(published, profile, analyst, chair):
    after = writing.start_edition(profile=profile, by=analyst, **PERIOD)
    profile.refresh_from_db()

    with pytest.raises(NotAllowed, match="Enter what changed"):
        writing.publish(edition=after, because=" ", by=chair, seen_version=profile.version)


def test_nothing_is_published_that_the_chair_has_not_read(draft, profile, write, analyst, council, chair):
    write(draft, analyst)
    read = read_again(draft.sections.all())
    write(draft, council, "victims", "Added at the last moment.")

    with pytest.raises(Stale, match="wrote in it after you opened"):
        writing.publish(edition=draft, because="", by=chair, seen_version=profile.version, seen_sections=read)


def test_a_published_edition_is_frozen(published, profile, analyst, chair):
    section = published.sections.get(key="about")
    told = {"edition": published, "by": analyst}
    refused = [
        lambda: writing.write_section(section=section, text="No", evidence_of=None, by=analyst, seen_version=2),
        lambda: writing.update_figures(**told),
        lambda: writing.add_area_section(key="area", pwa_code="KEI", pwa_name="Keighley", **told),
        lambda: writing.change_edition(because="", seen_version=profile.version + 1, **told, **PERIOD),
    ]

    for attempt in refused:
        with pytest.raises(NotAllowed, match="published, and is not changed again"):
            attempt()
    profile.refresh_from_db()
    with pytest.raises(NotAllowed, match="published already"):
        writing.publish(edition=published, because="", by=chair, seen_version=profile.version)


def test_the_next_edition_begins_with_the_words_and_the_age_of_the_one_before(
    draft, profile, write, publish, analyst, council
):
    write(draft, council, "impact", "What residents notice.", date(2014, 1, 31))
    publish(draft)

    after = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    section = after.sections.get(key="impact")
    assert (after.number, section.text, section.evidence_of) == (2, "What residents notice.", date(2014, 1, 31))
    assert section.by == council


def test_changing_the_period_raises_the_profiles_version(draft, profile, analyst):
    end = date(2015, 10, 31)

    writing.change_edition(
        edition=draft, start=PERIOD["start"], end=end, because="Later", by=analyst, seen_version=profile.version
    )

    draft.refresh_from_db()
    assert (draft.period_end, draft.because) == (end, "Later")
    with pytest.raises(Stale):
        writing.change_edition(
            edition=draft, start=PERIOD["start"], end=end, because="", by=analyst, seen_version=profile.version
        )


def test_recommendations_are_frozen_with_the_edition_but_none_held_closer(
    draft, write, publish, recommend, analyst, council
):
    write(draft, analyst)
    recommend(draft, "Talk to the schools", agency=council.agency, due=timezone.localdate() + timedelta(days=30))
    recommend(draft, "Search the yard", p="soc4p:pursue", release=CLOSE)
    publish(draft)

    (figure,) = read_figures(draft.sections.get(key="recommendations").figures)

    assert [row.cells[:4] for row in figure.rows] == [("1.1", "Talk to the schools", "Prevent", "Council")]
