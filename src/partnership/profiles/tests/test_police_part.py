"""What only police may read is another record: nobody of another agency sees it, or that there is one."""

from __future__ import annotations

import pytest

from partnership.audit import queries as audit
from partnership.people.rules import NotAllowed, Role
from partnership.profiles import police, writing
from partnership.profiles.models import PolicePart
from partnership.records.rules import Stale

from .conftest import PERIOD


def test_it_is_held_for_police_alone(part, analyst, chair, council, partner, officer, neighbour):
    assert (part.marking, part.handling, part.originator) == ("OFFICIAL-SENSITIVE", "C", analyst.agency)
    seen = {person.name for person in (analyst, chair, council, partner, neighbour) if sees(person, part)}
    assert seen == {"Bradford analyst", "Bradford chair"}
    assert not sees(officer, part)  # not cleared for it
    officer.clearance = "OFFICIAL-SENSITIVE"
    assert sees(officer, part)


def sees(person, part):
    return PolicePart.objects.seen_by(person).filter(pk=part.pk).exists()


def test_the_council_starts_none_and_a_second_one_is_refused(draft, council, analyst):
    with pytest.raises(NotAllowed, match="for police analysts"):
        police.start_police_part(edition=draft, by=council)
    police.start_police_part(edition=draft, by=analyst)
    with pytest.raises(NotAllowed, match="already"):
        police.start_police_part(edition=draft, by=analyst)


def test_whoever_is_not_cleared_for_it_starts_none(draft, bradford_analyst):
    bradford_analyst.clearance = "OFFICIAL"
    bradford_analyst.save()

    with pytest.raises(NotAllowed, match="not cleared"):
        police.start_police_part(edition=draft, by=bradford_analyst)
    assert not police.parts_of(draft, bradford_analyst)


def test_every_section_has_its_passage_also_those_added_later(part, draft, council, analyst):
    writing.add_area_section(edition=draft, key="area", pwa_code="KEI", pwa_name="Keighley", by=council)

    police.update_police_figures(part=part, by=analyst)

    assert {one.place for one in part.passages.all()} == {one.place for one in draft.sections.all()}


def test_a_passage_is_written_once_at_a_time(part, analyst, chair):
    passage = part.passages.get(key="groups")

    police.write_passage(passage=passage, text="The lead says so.", by=chair, seen_version=1)

    with pytest.raises(Stale, match="Bradford chair wrote in it"):
        police.write_passage(passage=passage, text="Mine", by=analyst, seen_version=1)
    event = audit.history_of(part).first()
    assert (event.verb, event.did) == ("alteration", "wrote passage")
    assert set(event.detail) == {"number", "section", "section_version"}


@pytest.mark.parametrize("who", ["council", "partner", "neighbour", "officer"])
def test_nobody_else_writes_in_it(request, part, who):
    passage = part.passages.get(key="groups")

    with pytest.raises(NotAllowed):
        police.write_passage(passage=passage, text="Mine", by=request.getfixturevalue(who), seen_version=1)


def test_it_is_frozen_with_its_edition(part, draft, write, publish, analyst):
    write(draft, analyst)
    publish(draft)

    with pytest.raises(NotAllowed, match="published"):
        police.write_passage(passage=part.passages.first(), text="Late", by=analyst, seen_version=1)
    with pytest.raises(NotAllowed, match="published"):
        police.update_police_figures(part=part, by=analyst)


def test_the_next_one_begins_with_its_words(part, draft, profile, write, publish, analyst):
    police.write_passage(passage=part.passages.get(key="groups"), text="Still so.", by=analyst, seen_version=1)
    write(draft, analyst)
    publish(draft)
    after = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    made = police.start_police_part(edition=after, by=analyst)

    assert made.number == 2
    assert made.passages.get(key="groups").text == "Still so."


def test_two_police_agencies_keep_one_each(part, draft, add_person):
    other = add_person("Other force", Role.DISTRICT_ANALYST, "Other force", "E08000032")
    other.clearance = "OFFICIAL-SENSITIVE"
    other.save()

    made = police.start_police_part(edition=draft, by=other)

    assert police.parts_of(draft, other) == [made]
