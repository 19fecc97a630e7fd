"""A code name leads to no person and names no community. All of these are made up."""

import pytest

from partnership.ocgs.names import why_no_name

COMMUNITIES = ("romanian", "traveller")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("a.person@example.test", "an e-mail address"),
        ("Supplier 07700 900123", "a telephone number"),
        ("+44 7700 900123", "a telephone number"),
        ("Ring of 01632-960-123", "a telephone number"),
        ("Born group", "words that go with a person"),
        ("The lot of 03/04/1987", "a date"),
        ("1987-04-03", "a date"),
        ("D.O.B unknown", "words that go with a person"),
        ("12/345678A crew", "a reference to a person"),
        ("Mr Somebody", "a person’s title"),
        ("Romanian crew", "“romanian” names a community"),
        ("TRAVELLERS of the ring road", "“traveller” names a community"),
    ],
)
def test_a_name_that_leads_to_people_is_refused(name, what):
    assert what in why_no_name(name, COMMUNITIES)


@pytest.mark.parametrize(
    "name",
    [
        "Granite Harbour",
        "Operation 2026",
        "Route 62",
        "Drydock 12",
        "Reborn",
        "Missing Link",
        "Romania Road premises",
        "Car wash, 24 hours",
        "=1301*1303",
        "",
    ],
)
def test_an_ordinary_code_name_stands(name):
    assert why_no_name(name, COMMUNITIES) is None
