import pytest

from tocsin.errors import NotFound
from tocsin.geography import ancestors, area_table, force_code, is_force, is_within, level_of, name_of
from tocsin.records import AREA


def test_bradford_lies_in_west_yorkshire_the_united_kingdom_and_the_world():
    assert ancestors("E08000032") == ("E08000032", "E23000010", "K02000001", "WORLD")


def test_a_neighbouring_district_holds_nothing_of_bradford():
    assert is_within("E08000032", "E23000010")
    assert not is_within("E08000032", "E08000036")


def test_every_area_but_the_world_has_a_listed_parent_of_a_higher_level():
    table = area_table()
    rows = {row["area_code"]: row for row in table.to_pylist()}
    order = ["district", "force", "country", "world"]

    assert table.schema == AREA
    assert [code for code, row in rows.items() if row["parent_code"] is None] == ["WORLD"]
    for row in rows.values():
        if row["parent_code"] is not None:
            assert order.index(rows[row["parent_code"]]["level"]) > order.index(row["level"])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("West Yorkshire", "E23000010"),
        ("West Yorkshire Police", "E23000010"),
        ("South Yorkshire", "pfa:south-yorkshire"),
        ("Avon & Somerset", "pfa:avon-and-somerset"),
        ("Thames Valley Police", "pfa:thames-valley"),
        ("Metropolitan Police", "pfa:metropolitan-police"),
        ("London, City of", "pfa:city-of-london"),
        ("Durham Constabulary", "pfa:durham"),
    ],
)
def test_a_force_has_one_code_however_tables_write_its_name(written, code):
    assert force_code(written) == code
    assert level_of(code) == "force"


def test_a_fraud_bureau_is_no_police_force():
    assert not is_force("Action Fraud")
    with pytest.raises(NotFound, match="Action Fraud"):
        force_code("Action Fraud")


def test_other_countries_are_named_by_their_iso_code():
    assert (name_of("iso:FR"), level_of("iso:FR")) == ("France", "country")
    with pytest.raises(NotFound, match="iso:GB"):
        name_of("iso:GB")
