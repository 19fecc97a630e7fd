"""Groups out of a file: proposed like any other, with every crime type, and as closely held as the file says."""

from __future__ import annotations

import pytest
from django.db import transaction

from partnership.conftest import BRADFORD, WAKEFIELD
from partnership.imports.checking import preview
from partnership.imports.rules import read_sheet
from partnership.ocgs.importing import FROM_FILE, enablers_spec, groups_spec
from partnership.ocgs.models import Group
from partnership.ocgs.rules import Status
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything

AT = "/groups/import/"
HEAD = "code_name,area_code,crime_types,reach,areas,summary,because,marking,handling"
GOOD = "Quartz,E08000032,money-laundering; drugs-supply,regional,E08000035; E08000034,Sells.,Mapped,OFFICIAL,P"


@pytest.fixture
def checked(bradford_analyst):
    """What would become of those lines."""

    def make(*rows, head=HEAD, by=None):
        who = by or bradford_analyst
        spec = groups_spec(who)
        sheet = read_sheet("\n".join((head, *rows)), spec.names, needed=spec.needed, table=spec.table)
        return preview(sheet, spec=spec, by=who), spec, who

    return make


@pytest.fixture
def taken(checked):
    def make(*rows, **more):
        found, spec, who = checked(*rows, **more)
        with transaction.atomic():
            return [spec.take(row.ready, who) for row in found.good]

    return make


def test_a_group_is_proposed_with_all_that_the_file_says(taken):
    (group,) = taken(GOOD)

    assert (group.code_name, group.area_code, group.status) == ("Quartz", BRADFORD, Status.PROPOSED)
    assert group.crime_types == ["money-laundering", "drugs-supply"]
    assert (group.areas, group.reach, group.summary) == (["E08000034", "E08000035"], "regional", "Sells.")
    assert group.release == Release(Marking.OFFICIAL, Handling.PERMITTED, "")
    assert group.moves.get().because == "Mapped"


def test_words_of_the_screen_do_as_well_as_codes(taken):
    (group,) = taken("Quartz,Bradford,Drugs supply; FRAUD,Cross-district,Leeds,,,OFFICIAL,P")

    assert (group.area_code, group.crime_types, group.areas) == (BRADFORD, ["drugs-supply", "fraud"], ["E08000035"])
    assert group.moves.get().because == FROM_FILE


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Mr Quartz,E08000032,fraud,local,,,,OFFICIAL,P", "This holds a person’s title"),
        ("Quartz,E08000036,fraud,local,,,,OFFICIAL,P", "is not one of: E08000032"),
        ("Quartz,E08000032,,local,,,,OFFICIAL,P", "Say at least one crime type"),
        ("Quartz,E08000032,fraud; made-up,local,,,,OFFICIAL,P", "“made-up” is not one of"),
        ("Quartz,E08000032,fraud,galactic,,,,OFFICIAL,P", "“galactic” is not one of: local"),
        ("Quartz,E08000032,fraud,local,Atlantis,,,OFFICIAL,P", "“Atlantis” is not one of"),
    ],
)
def test_what_the_form_would_refuse_is_refused_in_words(checked, row, words):
    found, _, _ = checked(row)

    assert not found.good
    assert words in found.faulty[0].error


def test_a_group_that_the_uploader_sees_is_known_and_one_that_they_do_not_is_not_told_of(
    checked, proposed, wakefield_chair, bradford_analyst
):
    seen = proposed(code_name="Quartz")
    hidden = proposed(code_name="Basalt", area_code=WAKEFIELD, by=wakefield_chair)

    found, _, _ = checked(GOOD.replace("Quartz", "QUARTZ "), GOOD.replace("Quartz", "Basalt"))

    assert [row.known for row in found.rows] == [seen, None]
    assert hidden not in [row.known for row in found.rows]


def test_an_export_is_taken_in_again_as_it_was(client_for, bradford_chair, proposed, approve, tie, enabler):
    held = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask first.")
    group = approve(proposed(code_name="=Quartz", release=held, summary="=1+1\n“so”, and; on"))
    tie(group, enabler)
    browser = client_for(bradford_chair)
    page = browser.get("/groups/export/").content.decode()
    read = page.split('name="conditions_read" value="')[1].split('"')[0]
    told = {"format": "csv", "recipient": "R", "agency": "A", "because": "B", "keeps_conditions": "on"}
    text = browser.post("/groups/export/", told | {"conditions_read": read}).content.decode("utf-8-sig")
    everything(Group).filter(pk=group.pk).update(code_name="Other")
    spec = groups_spec(bradford_chair)

    sheet = read_sheet(text, spec.names, needed=spec.needed, table=spec.table)
    (row,) = preview(sheet, spec=spec, by=bradford_chair).good
    again = spec.take(row.ready, bradford_chair)

    same = ("area_code", "crime_types", "reach", "areas", "summary", "mapping_reference", "release")
    assert [getattr(again, name) for name in same] == [getattr(group, name) for name in same]
    assert (again.code_name, sheet.aside) == ("=Quartz", 1)


@pytest.mark.parametrize("of", [groups_spec, enablers_spec])
def test_the_example_of_the_template_would_be_taken_in(bradford_analyst, of):
    spec = of(bradford_analyst)
    columns = spec.all_columns
    text = "\n".join(("\t".join(c.name for c in columns), "\t".join(c.example for c in columns)))

    found = preview(read_sheet(text, spec.names, needed=spec.needed), spec=spec, by=bradford_analyst)

    assert len(found.good) == 1


def test_the_list_leads_to_the_import_for_those_who_may_propose(client_for, bradford_analyst, council_officer):
    assert AT in client_for(bradford_analyst).get("/groups/").content.decode()
    assert AT not in client_for(council_officer).get("/groups/").content.decode()
    assert client_for(council_officer).get(AT).status_code == 404
