"""One source, two papers: the blocks from which the PDF and the Word file are made."""

from __future__ import annotations

from datetime import date

import pytest

from partnership.exports.paper import Facts, Grid, Heading, Picture, Prose
from partnership.profiles import police, writing
from partnership.profiles.exporting import edition_contents, police_contents, profiles_contents

from .conftest import CLOSE, PERIOD


def blocks_under(paper, heading):
    """The blocks between that heading and the next one as high."""
    found, is_in = [], False
    for block in paper.blocks:
        if isinstance(block, Heading) and block.level == 1:
            is_in = block.text == heading
        elif is_in:
            found.append(block)
    return found


def test_a_paper_says_what_it_is_and_who_wrote_it_by_role(published, analyst):
    paper = edition_contents(analyst, published).paper

    assert (paper.title, paper.standing.partition(",")[0]) == ("Local profile of Bradford", "Edition 1")
    facts = dict(paper.blocks[0].rows)
    assert facts["District"] == "Bradford"
    assert facts["Covers"] == "1 April 2015 to 30 September 2015"
    assert facts["Written by"] == "District analyst, Force"
    assert "Bradford analyst" not in str(paper)


def test_a_draft_says_that_it_is_one(draft, analyst):
    paper = edition_contents(analyst, draft).paper

    assert paper.standing == "Edition 1, draft"
    assert dict(paper.blocks[0].rows)["State"].startswith("A draft.")


def test_words_stand_under_their_heading_and_old_ones_are_greyed(draft, write, publish, analyst):
    write(draft, analyst, "impact", "What residents notice.", date(2014, 1, 31))
    write(draft, analyst, "victims", "Who is at risk.")
    publish(draft)

    paper = edition_contents(analyst, draft).paper

    assert blocks_under(paper, "Community impact") == [Prose("What residents notice.", is_old=True)]
    assert blocks_under(paper, "Vulnerability and victims") == [Prose("Who is at risk.")]
    assert blocks_under(paper, "What this profile covers") == []


def test_old_rows_stand_in_a_greyed_table_of_their_own(threat_of, profile, analyst):
    threat_of("fraud", "Courier fraud.", as_of=date(2010, 1, 1))
    threat_of("drugs-supply", "County lines.", as_of=date.today())  # noqa: DTZ011 - whatever day it is
    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    grids = [b for b in blocks_under(edition_contents(analyst, draft).paper, "Threat picture") if isinstance(b, Grid)]

    told = {(grid.caption, grid.is_old): [row[1] for row in grid.rows] for grid in grids if "estimated" in grid.caption}
    assert told == {
        ("Threats as last estimated", False): ["County lines."],
        ("Threats as last estimated: older", True): ["Courier fraud."],
    }


def test_wherever_a_likelihood_is_told_the_yardstick_stands_with_it(threat_of, profile, draft, analyst):
    assert blocks_under(edition_contents(analyst, draft).paper, "What is meant by how likely") == []
    threat_of()
    writing.update_figures(edition=draft, by=analyst)

    (yardstick,) = blocks_under(edition_contents(analyst, draft).paper, "What is meant by how likely")

    assert [words for words, _ in yardstick.rows][::3] == ["Remote chance", "Realistic possibility", "Almost certain"]


def test_a_line_over_time_is_drawn(series_of, profile, analyst):
    series_of([10] * 12 + [15] * 12)
    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    pictures = [b for b in edition_contents(analyst, draft).paper.blocks if isinstance(b, Picture)]

    assert len(pictures) == 1
    assert len(pictures[0].chart.rows) == 24


def test_recommendations_stand_as_they_were_published(draft, write, publish, recommend, analyst, council):
    made = recommend(draft, "Talk to the schools", agency=council.agency, owner_role="Head of education")
    write(draft, analyst)
    edition = publish(draft)

    (grid,) = blocks_under(edition_contents(council, edition).paper, "Recommendations")

    assert grid.rows == (("1.1: Talk to the schools", "Prevent: Council, Head of education", "No day set", "Not said"),)
    assert made not in edition_contents(council, edition).records


def test_a_draft_takes_its_recommendations_out_with_it(draft, recommend, council):
    made = recommend(draft)

    assert made in edition_contents(council, draft).records


def test_the_police_paper_marks_what_is_for_police(part, draft, write, recommend, analyst):
    police.write_passage(passage=part.passages.get(key="groups"), text="For us.", by=analyst, seen_version=1)
    write(draft, analyst, "groups", "For all.")
    recommend(draft, "Search the yard", release=CLOSE)

    contents = police_contents(analyst, part)

    under = blocks_under(contents.paper, "Organised crime groups")
    assert under[0] == Prose("For all.")
    at = under.index(Heading("Police only", 2))
    assert under[at + 1] == Prose("For us.")
    (closer,) = blocks_under(contents.paper, "Police only: what this profile recommends")
    assert closer.rows[0][0] == "1.1: Search the yard"
    assert contents.paper.standing == "Edition 1, draft, police rendering"
    assert {record._meta.model_name for record in contents.records} == {"policepart", "profile", "recommendation"}


def test_a_police_part_whose_profile_is_gone_from_sight_stands_alone(part, analyst, council, profile):
    """Such as one whose profile is held for another agency from now on."""
    police.write_passage(passage=part.passages.get(key="groups"), text="For us.", by=analyst, seen_version=1)
    profile.originator, profile.release = council.agency, CLOSE
    profile.save()

    contents = police_contents(analyst, part)

    assert contents.records == (part,)
    assert Prose("For us.") in contents.paper.blocks
    assert not any(isinstance(block, Facts) for block in contents.paper.blocks)


@pytest.mark.parametrize("who", ["analyst", "council"])
def test_the_list_of_profiles_is_exported_as_it_stands(request, published, who):
    (table,) = profiles_contents(request.getfixturevalue(who)).tables

    told = dict(zip(table.columns, table.rows[0].cells, strict=True))
    assert (told["district"], told["edition"], told["refresh"], told["red"]) == ("Bradford", 1, "In time", 0)


def test_tables_hold_every_cell_of_every_figure(signal_of, profile, analyst):
    signal_of()
    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    tables = {table.name: table for table in edition_contents(analyst, draft).tables}

    rows = [dict(zip(tables["figures"].columns, row.cells, strict=True)) for row in tables["figures"].rows]
    assert {("Fraud", "Watch", "1"), ("Fraud", "All", "1")} <= {
        (row["row"], row["column"], row["value"]) for row in rows
    }
