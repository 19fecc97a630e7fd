"""Raw records become documents, or are set aside with why."""

from datetime import date

import pyarrow as pa
import pytest

from tocsin.reading import Columns, read_documents
from tocsin.reading.cleaning import clean
from tocsin.records import DOCUMENT, RAW

COLUMNS = Columns(title="title", text="text", published="date", link="link")


def read(**fields: str) -> dict:
    whole = {"title": "T", "text": "Some words.", "date": "2017-03-16", "link": "https://www.example.org/a", **fields}
    raw = pa.Table.from_pylist(
        [{"source": "news", "file": "n.csv", "row": 7, "fields": list(whole.items())}], schema=RAW
    )
    table = read_documents(raw, columns=COLUMNS, date_formats=["%Y-%m-%d", "%Y/%m/%d %H:%M"])
    assert table.schema == DOCUMENT
    return table.to_pylist()[0]


def test_a_document_carries_its_day_its_publisher_and_the_hash_of_its_words():
    document = read()

    assert document["published"] == date(2017, 3, 16)
    assert document["source_group"] == "example.org"
    assert len(document["content_hash"]) == 64
    assert document["problem"] is None


def test_each_date_form_of_the_watch_is_tried():
    assert read(date=" 2017/03/16 7:11 ")["published"] == date(2017, 3, 16)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": " \x00 "}, "the text is empty"),
        ({"date": "soon"}, "the date 'soon' is not one of the forms"),
        ({"date": "0017-03-16"}, "the date '0017-03-16'"),
        ({"link": "no address"}, "does not say who published it"),
        ({"link": "http://[never.closed/"}, "does not say who published it"),
    ],
)
def test_an_unusable_record_keeps_its_row_its_problem_and_a_remedy(fields, said):
    document = read(**fields)

    assert said in document["problem"]
    assert document["remedy"]
    assert (document["file"], document["row"], document["doc_id"]) == ("n.csv", 7, None)


def test_a_record_already_set_aside_stays_so():
    raw = pa.Table.from_pylist(
        [{"source": "news", "file": "n.csv", "row": 1, "excerpt": "x,", "problem": "p", "remedy": "r"}], schema=RAW
    )

    (document,) = read_documents(raw, columns=COLUMNS, date_formats=["%Y"]).to_pylist()

    assert (document["problem"], document["remedy"], document["text"]) == ("p", "r", "x,")


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\x00", "\x1b", "\u200b", "\ufeff", "\x9b"])
def test_characters_that_hide_or_reorder_are_taken_out(hidden):
    assert clean(f"cop{hidden}per") == "copper"
