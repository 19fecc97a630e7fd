"""Recommendations out of a file: each in the draft, waiting for an answer, as closely held as the file says."""

from __future__ import annotations

from datetime import date

import pytest

from partnership.areas.models import Area
from partnership.imports.checking import preview
from partnership.imports.rules import read_sheet
from partnership.people.rules import Marking
from partnership.profiles import writing
from partnership.profiles.importing import recommendations_spec
from partnership.profiles.models import Recommendation
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything

HEAD = "text,p,agency_to_do_it,owner_role,due,measure,marking,handling"
GOOD = "Visit every car wash,soc4p:protect,Council,Licensing manager,2030-12-31,Fewer found,OFFICIAL,P"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


@pytest.fixture
def draft(bradford_analyst):
    """The first edition of Bradford's profile, not published yet."""
    area = Area.objects.get(code="E08000032")
    profile = writing.start_profile(area=area, release=OPEN, by=bradford_analyst)
    days = {"start": date(2018, 1, 1), "end": date(2018, 7, 31)}
    return writing.start_edition(profile=profile, by=bradford_analyst, **days)


@pytest.fixture
def checked(draft, bradford_analyst, council_officer):
    def make(*rows, head=HEAD):
        spec = recommendations_spec(draft)
        sheet = read_sheet("\n".join((head, *rows)), spec.names, needed=spec.needed, table=spec.table)
        return preview(sheet, spec=spec, by=bradford_analyst), spec

    return make


@pytest.fixture
def taken(checked, bradford_analyst):
    def make(*rows):
        found, spec = checked(*rows)
        return [spec.take(row.ready, bradford_analyst) for row in found.good]

    return make


def test_a_recommendation_says_what_who_and_by_when_under_a_number_of_its_own(taken, draft):
    first, second = taken(GOOD, "Train housing officers,Prepare,,,,,OFFICIAL,P")

    assert (first.profile, first.edition, first.reference) == (draft.profile, 1, "1.1")
    assert (first.text, first.p, str(first.agency)) == ("Visit every car wash", "soc4p:protect", "Council")
    assert (first.owner_role, first.due, first.measure) == ("Licensing manager", date(2030, 12, 31), "Fewer found")
    assert (first.release, first.state) == (OPEN, "open")
    assert (second.reference, second.p, second.agency, second.due) == ("1.2", "soc4p:prepare", None, None)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",soc4p:protect,,,,,OFFICIAL,P", "Enter what is recommended"),
        ("Visit,soc4p:party,,,,,OFFICIAL,P", "“soc4p:party” is not one of: "),
        ("Visit,soc4p:protect,Nobody’s agency,,,,OFFICIAL,P", "agency_to_do_it: “Nobody’s agency” is not one of: "),
    ],
)
def test_what_is_wrong_is_said_in_words(checked, row, words):
    found, _ = checked(row)

    assert words in found.faulty[0].error


def test_one_of_the_same_words_in_the_edition_is_left_alone(taken, checked):
    (held,) = taken(GOOD)

    assert checked(GOOD.replace("Visit every", "visit  EVERY"))[0].rows[0].known == held


def test_the_page_is_for_those_who_write_the_profile_while_it_is_a_draft(
    client_for, bradford_analyst, officer, neighbour, draft
):
    at = f"/profiles/{draft.profile.uuid}/editions/1/recommend/import/"

    page = client_for(bradford_analyst).post(at, {"pasted": f"{HEAD}\n{GOOD.replace('Council', 'Force')}"})

    assert "Import 1 recommendation<" in page.content.decode()
    assert at in client_for(bradford_analyst).get(draft.get_absolute_url()).content.decode()
    assert [client_for(who).get(at).status_code for who in (officer, neighbour)] == [404, 404]
    assert not everything(Recommendation).exists()


def test_the_example_of_the_template_would_be_taken_in(checked):
    spec = checked(GOOD)[1]
    columns = spec.all_columns

    found, _ = checked("\t".join(c.example for c in columns), head="\t".join(c.name for c in columns))

    assert len(found.good) == 1
