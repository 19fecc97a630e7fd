"""A bad record costs that record; a file that is not what the watch says costs its source, with a remedy."""

from pathlib import Path

import pytest

from tocsin.errors import SourceUnreadable
from tocsin.sources import plan_csv, read_csv_slice
from tocsin.sources.csv_records import MAX_RECORD_BYTES

WANTED = ("date", "text")


def read_all(path: Path, records_per_slice: int = 2) -> list[dict]:
    pieces = plan_csv(path, encoding="utf-8", wanted=WANTED, records_per_slice=records_per_slice)
    tables = [read_csv_slice(source="news", piece=piece, encoding="utf-8", wanted=WANTED) for piece in pieces]
    return [row for table in tables for row in table.to_pylist()]


@pytest.fixture
def csv_file(tmp_path):
    def write(content: bytes) -> Path:
        path = tmp_path / "news.csv"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("records_per_slice", [1, 2, 100])
def test_every_record_is_read_once_however_the_file_is_cut(csv_file, records_per_slice):
    path = csv_file(b'date,text\n2017-01-01,one\n2017-01-02,"two\nlines"\n2017-01-03,three\n')

    rows = read_all(path, records_per_slice)

    assert [dict(row["fields"])["text"] for row in rows] == ["one", "two\nlines", "three"]
    assert [row["row"] for row in rows] == [1, 2, 3]


def test_a_byte_order_mark_is_not_part_of_the_first_columns_name(csv_file):
    assert len(read_all(csv_file(b"\xef\xbb\xbfdate,text\n2017-01-01,one\n"))) == 1


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (b"2017-01-02,caf\xe9\n", "not valid utf-8"),
        (b"2017-01-02\n", "1 fields where the header has 2"),
        (b"2017-01-02,a,b\n", "3 fields where the header has 2"),
        (b'2017-01-02,"never closed\n', "never closed"),
    ],
)
def test_a_bad_record_is_set_aside_with_its_row_and_remedy_and_the_rest_is_read(csv_file, bad, said):
    rows = read_all(csv_file(b"date,text\n2017-01-01,one\n" + bad + b"2017-01-03,three\n"))

    assert [row["problem"] is None for row in rows] == [True, False, True]
    assert said in rows[1]["problem"]
    assert rows[1]["row"] == 2
    assert rows[1]["remedy"]
    assert rows[1]["excerpt"].startswith("2017-01-02")


def test_a_single_line_of_100_mb_is_set_aside_and_the_next_record_read(csv_file):
    long = b"2017-01-02," + b"x" * 100_000_000 + b"\n"

    rows = read_all(csv_file(b"date,text\n" + long + b"2017-01-03,three\n"))

    assert "longer than" in rows[0]["problem"]
    assert len(rows[0]["excerpt"]) < 1000
    assert dict(rows[1]["fields"])["text"] == "three"


def test_a_record_just_within_the_limit_is_read_whole(csv_file):
    text = b"x" * (MAX_RECORD_BYTES - 100)

    (row,) = read_all(csv_file(b"date,text\n2017-01-01," + text + b"\n"))

    assert len(dict(row["fields"])["text"]) == len(text)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"date,text\n", "no records after the header"),
        (b"date,body\n2017-01-01,one\n", "lacks the column 'text'; it has 'date', 'body'"),
        (b"\xff\xfe\x00d,text\n2017-01-01,one\n", "row 1 (the header): not valid utf-8"),
        (b"x" * (MAX_RECORD_BYTES + 1), "row 1 (the header): longer than"),
    ],
)
def test_an_unusable_file_is_named_with_what_is_wrong(csv_file, content, said):
    with pytest.raises(SourceUnreadable, match=r"news\.csv") as raised:
        read_all(csv_file(content))

    assert said in str(raised.value)


def test_a_missing_file_says_where_to_look(tmp_path):
    with pytest.raises(SourceUnreadable, match="Check the path in the watch"):
        read_all(tmp_path / "nowhere.csv")
