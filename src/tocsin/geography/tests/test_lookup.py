import pytest

from tocsin.errors import SourceUnreadable
from tocsin.geography import load_lookup, load_population

HEADER = "LSOA Code,Local authority code,Police_force\n"


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "table.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def lookup(path):
    return load_lookup(
        path,
        small_area_column="LSOA Code",
        area_column="Local authority code",
        force_column="Police_force",
    )


def population(path):
    return load_population(path, small_area_column="LSOA Code", persons_column="Persons")


def test_a_small_area_leads_to_its_district_and_its_force(table):
    found = lookup(table(HEADER + "E01010568,E08000032,West Yorkshire\nE01000001,E09000001,\n"))

    assert found.districts == {"E01010568": "E08000032", "E01000001": "E09000001"}
    assert found.forces == {"E01010568": "West Yorkshire"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("LSOA,Local authority code,Police_force\n", "line 1: no column 'LSOA Code'"),
        (HEADER + "E01010568,E08000032,West Yorkshire\nE01010569\n", "line 3: 1 cells"),
        (HEADER + ",E08000032,West Yorkshire\n", "line 2: 'LSOA Code' is blank"),
        (HEADER + "E01,E08000032,\nE01,E08000033,\n", "line 3: E01 is in E08000032 above"),
        (HEADER.encode() + b"E01,\xff,\n", "UTF-8"),
    ],
)
def test_a_bad_lookup_is_refused_naming_file_line_and_remedy(table, text, words):
    with pytest.raises(SourceUnreadable, match=words) as caught:
        lookup(table(text))

    assert "table.csv" in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SourceUnreadable, match=r"nowhere\.csv: cannot be opened"):
        lookup(tmp_path / "nowhere.csv")


def test_population_reads_the_first_of_repeated_columns_and_thousands_commas(table):
    path = table('LSOA Code,Persons,Persons\nE01020634,"1,563","1,517"\n,"9,999",\nE01020635,0,0\n')

    assert population(path) == {"E01020634": 1563, "E01020635": 0}


@pytest.mark.parametrize("figure", ["many", "-3", "1.5", ""])
def test_a_population_that_is_no_whole_number_is_refused(table, figure):
    with pytest.raises(SourceUnreadable, match="line 2: 'Persons' is"):
        population(table(f"LSOA Code,Persons\nE01,{figure}\n"))
