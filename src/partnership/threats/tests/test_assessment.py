"""The roll-up of an area: each threat across the areas inside it, as far as the viewer sees, and what leaves of it."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from partnership.areas.models import Area
from partnership.exports.paper import Grid, Heading, Prose
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.threats.exporting import assessment_contents, threat_contents
from partnership.threats.rules import Likelihood

from .conftest import BRADFORD, FORCE, WAKEFIELD

ADDRESS = reverse("threats:assessment", args=[FORCE])
EXPORT = reverse("threats:export-assessment", args=[FORCE])
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
HIDDEN = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Force only.")


@pytest.fixture
def page(client_for):
    def show(person, address=ADDRESS):
        answer = client_for(person).get(address)
        assert answer.status_code == 200
        return TOKEN.sub("", answer.content.decode())

    return show


@pytest.fixture
def export(client_for):
    def ask(person, address=EXPORT, **changes):
        told = {"format": "json", "recipient": "R. Cipient", "agency": "OPCC", "because": "The annual assessment"}
        return client_for(person).post(address, told | changes)

    return ask


def test_each_threat_stands_with_the_forces_and_every_districts_estimate(page, threat_of, everywhere):
    threat_of(area=BRADFORD, by=everywhere, likelihood=Likelihood.ALMOST_CERTAIN, gaps="Who finds them?")
    threat_of(area=FORCE, by=everywhere)

    told = page(everywhere)

    assert "Almost certain" in told
    assert "Bradford: <bdi>Who finds them?</bdi>" in told
    assert "No estimate that you can see: Calderdale, Kirklees, Leeds, Wakefield." in told
    assert "an estimate stands in 2 of 6 places" in told


def test_a_district_that_the_viewer_does_not_see_looks_like_one_without_an_estimate(
    page, threat_of, everywhere, bradford_analyst
):
    threat_of(area=FORCE, by=everywhere)
    threat_of(area=BRADFORD, by=everywhere)
    without = page(bradford_analyst)
    threat_of(area=WAKEFIELD, by=everywhere)

    assert page(bradford_analyst) == without
    assert "Draft West Yorkshire" not in without


def test_only_who_assesses_the_whole_may_draft_from_the_parts(page, threat_of, everywhere, force_analyst):
    threat_of(area=BRADFORD, by=everywhere)

    assert f"{reverse('threats:start')}?draft=areas&amp;area={FORCE}&amp;key=modern-slavery" in page(everywhere)
    own = threat_of(area=FORCE, by=everywhere)
    assert f"{reverse('threats:new-edition', args=[own.uuid])}?draft=areas" in page(everywhere)
    assert "?draft=areas" not in page(force_analyst)  # who sees no district has nothing to draft from


def test_demand_is_not_ranked_beside_threats(page, threat_of, everywhere):
    threat_of("indecent-images", area=FORCE, by=everywhere)
    threat_of("fraud", area=FORCE, by=everywhere)

    told = page(everywhere)

    assert told.index("Fraud") < told.index("Volumes of demand") < told.rindex("Indecent images of children")


def test_an_area_without_parts_shows_its_own(page, threat, bradford_analyst):
    told = page(bradford_analyst, reverse("threats:assessment", args=[BRADFORD]))

    assert "holds no other areas" in told
    assert "Modern slavery" in told


def test_a_draft_is_started_where_there_is_none_yet(client_for, threat_of, everywhere):
    threat_of(area=BRADFORD, by=everywhere)
    told = {"key": "modern-slavery", "area": FORCE, "marking": "OFFICIAL", "handling": "P", "conditions": ""}

    answer = client_for(everywhere).post(f"{reverse('threats:start')}?draft=areas", told)

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/new-edition/?draft=areas")


def test_a_file_holds_each_estimate_once_with_its_scores(export, threat_of, everywhere):
    threat_of(area=BRADFORD, by=everywhere)
    threat_of(area=FORCE, by=everywhere)

    (table,) = json.loads(export(everywhere).content)["tables"].values()

    assert [row["area_name"] for row in table] == ["West Yorkshire", "Bradford"]
    assert (table[1]["harm_physical"], table[1]["harm_financial"], table[1]["risk"]) == (2, None, 15)
    assert {row["marking"] for row in table} == {"OFFICIAL"}


def test_what_may_not_be_exported_is_not_in_the_file_nor_in_the_paper(threat_of, everywhere, council_officer):
    threat_of("fraud", by=everywhere, area=FORCE, statement="Open to the council.")
    threat_of("drugs-supply", by=everywhere, area=FORCE, release=HIDDEN, statement="For the force alone.")

    contents = assessment_contents(council_officer, area_of(FORCE))

    assert "For the force alone." not in repr(contents)
    assert "Open to the council." in repr(contents.paper)
    assert contents.left_out == 0


def test_the_paper_has_a_chapter_for_each_threat_with_the_parts_and_the_gaps(threat_of, everywhere):
    threat_of(area=BRADFORD, by=everywhere, gaps="Who finds them?")
    threat_of("indecent-images", area=FORCE, by=everywhere)

    paper = assessment_contents(everywhere, area_of(FORCE)).paper

    headings = [block.text for block in paper.blocks if isinstance(block, Heading)]
    assert headings == [
        "How to read this paper",
        "The threats side by side",
        "Modern slavery and human trafficking",
        "Volumes of demand",
        "Indecent images of children",
    ]
    captions = {block.caption: block.rows for block in paper.blocks if isinstance(block, Grid)}
    assert captions["What is not known"] == (("Bradford", "Who finds them?"),)
    assert captions["Modern slavery and human trafficking, area by area"][0][0] == "Bradford"
    assert "The probability yardstick (PHIA)" in captions
    assert Prose("West Yorkshire has no estimate of its own here.") in paper.blocks


@pytest.mark.parametrize("format", ["csv", "xlsx", "json", "docx"])
def test_a_threat_leaves_whole_in_every_format(export, threat, write, bradford_analyst, format):
    write(threat, statement="Second.")
    address = reverse("threats:export-threat", args=[threat.uuid])

    answer = export(bradford_analyst, address, format=format)

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="OFFICIAL_threat')


def test_a_threats_file_tells_every_edition_and_every_score(threat, write):
    write(threat, statement="Second.")

    tables = {table.name: table for table in threat_contents(threat).tables}

    assert [row.cells[0] for row in tables["editions"].rows] == [1, 2]
    assert tables["scores"].rows[0].cells[:4] == (1, "harm", "physical", 2)


def test_a_list_leaves_as_it_is_filtered(export, threat_of, bradford_analyst):
    threat_of("fraud")
    threat_of("drugs-supply", likelihood=Likelihood.ALMOST_CERTAIN)

    answer = export(bradford_analyst, f"{reverse('threats:export-list')}?likelihood=almost-certain")

    (table,) = json.loads(answer.content)["tables"].values()
    assert [row["key"] for row in table] == ["drugs-supply"]


@pytest.mark.parametrize("who", ["officer", "partner", "records_manager"])
def test_who_may_not_export_finds_no_door(request, client_for, who, threat):
    client = client_for(request.getfixturevalue(who))

    for address in (EXPORT, reverse("threats:export-list"), reverse("threats:export-threat", args=[threat.uuid])):
        assert client.get(address).status_code == 404


def area_of(code):
    return Area.objects.get(code=code)
