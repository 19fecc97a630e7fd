"""Threats out of a file: each with its first edition, what is not known left unknown."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from partnership.imports.checking import preview
from partnership.imports.rules import read_sheet
from partnership.people.rules import Marking, NotAllowed
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything
from partnership.threats import actions
from partnership.threats.importing import threats_spec
from partnership.threats.models import Threat
from partnership.threats.scales import the_scales

BRADFORD = "E08000032"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
TOLD = {
    "key": "modern-slavery",
    "area_code": BRADFORD,
    "as_of": "2016-01-31",
    "period_start": "2015-01-01",
    "period_end": "2015-12-31",
    "statement": "People are made to work in car washes.",
    "likelihood": "likely",
    "confidence": "low",
    "confidence_because": "One source group.",
    "marking": "OFFICIAL",
    "handling": "P",
}


@pytest.fixture
def checked(bradford_analyst):
    def make(*, by=None, **changes):
        told = TOLD | changes
        text = io.StringIO()
        csv.writer(text).writerows([told, told.values()])
        spec = threats_spec(by or bradford_analyst)
        sheet = read_sheet(text.getvalue(), spec.names, needed=spec.needed, table=spec.table)
        return preview(sheet, spec=spec, by=by or bradford_analyst), spec

    return make


@pytest.fixture
def taken(checked, bradford_analyst):
    def make(**changes):
        found, spec = checked(**changes)
        return spec.take(found.good[0].ready, bradford_analyst)

    return make


def test_a_threat_comes_with_its_first_edition(taken):
    threat = taken(harm_physical="2", gaps="How many")

    assert (threat.key, threat.area_code, threat.edition, threat.release) == ("modern-slavery", BRADFORD, 1, OPEN)
    edition = threat.editions.get()
    assert (edition.as_of, edition.period_start, edition.period_end) == (
        date(2016, 1, 31),
        date(2015, 1, 1),
        date(2015, 12, 31),
    )
    assert (edition.likelihood, edition.confidence, edition.gaps) == ("likely", "low", "How many")
    assert edition.harm["physical"] == 2
    assert {score for name, score in edition.harm.items() if name != "physical"} == {None}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"key": "witchcraft"}, "“witchcraft” is not"),
        ({"area_code": "E08000036"}, "“E08000036” is not one of: E08000032"),
        ({"likelihood": "70%"}, "“70%” is not one of: remote"),
        ({"confidence_because": ""}, "Say what the confidence rests on"),
        ({"harm_physical": "99"}, "harm_physical: "),
        ({"harm_physical": "2.5"}, "harm_physical: "),
        ({"as_of": "last year"}, "Enter a day"),
    ],
)
def test_what_is_wrong_is_said_in_words(checked, changes, words):
    found, _ = checked(**changes)

    assert words in found.faulty[0].error


def test_a_threat_that_is_there_is_left_alone(checked, started):
    held = started()

    found, _ = checked()

    assert found.rows[0].known == held


def test_a_threat_whose_edition_is_refused_is_not_begun_either(checked, bradford_analyst, monkeypatch):
    def refuse(**told):
        raise NotAllowed("Not so")

    monkeypatch.setattr(actions, "write_edition", refuse)
    found, spec = checked()
    with pytest.raises(NotAllowed):
        spec.take(found.good[0].ready, bradford_analyst)

    assert not everything(Threat).exists()


def test_an_export_is_taken_in_again_as_it_was(client_for, bradford_analyst, taken):
    before = taken(harm_physical="2", statement="=1+1, “so”\nand on")
    browser = client_for(bradford_analyst)
    told = {"format": "csv", "recipient": "R", "agency": "A", "because": "B"}
    text = browser.post("/threats/export/", told).content.decode("utf-8-sig")
    actions.settle_threat(threat=before, to="closed", because="Moved", by=bradford_analyst, seen_version=before.version)
    spec = threats_spec(bradford_analyst)

    sheet = read_sheet(text, spec.names, needed=spec.needed, table=spec.table)
    (row,) = preview(sheet, spec=spec, by=bradford_analyst).good
    again = spec.take(row.ready, bradford_analyst)

    names = ("as_of", "statement", "likelihood", "confidence", "confidence_because", "harm", "position", "risk")
    one, other = before.editions.get(), again.editions.get()
    assert [getattr(other, name) for name in names] == [getattr(one, name) for name in names]
    assert again.release == before.release


def test_the_page_is_for_those_who_assess(client_for, bradford_analyst, council_officer, officer):
    at = "/threats/import/"

    assert f"harm_{the_scales().harm[0].key}" in client_for(bradford_analyst).get(at).content.decode()
    assert at in client_for(bradford_analyst).get("/threats/").content.decode()
    assert [client_for(who).get(at).status_code for who in (council_officer, officer)] == [404, 404]


def test_the_example_of_the_template_would_be_taken_in(bradford_analyst):
    spec = threats_spec(bradford_analyst)
    columns = spec.all_columns
    text = "\n".join(("\t".join(c.name for c in columns), "\t".join(c.example for c in columns)))

    assert len(preview(read_sheet(text, spec.names, needed=spec.needed), spec=spec, by=bradford_analyst).good) == 1
