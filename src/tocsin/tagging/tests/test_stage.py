from datetime import date

import pyarrow as pa
import pytest

from tocsin.geography import load_gazetteer
from tocsin.records import DOCUMENT, MENTION
from tocsin.tagging import load_vocabulary, tag


def document(text, *, title="", doc_id="d1", problem=None):
    return {
        "doc_id": doc_id,
        "source": "news",
        "source_group": "example.org",
        "published": date(2017, 3, 1),
        "title": title,
        "text": text,
        "problem": problem,
    }


def mentions(*documents):
    table = pa.Table.from_pylist(list(documents), schema=DOCUMENT)
    return tag(table, vocabulary=load_vocabulary(), gazetteer=load_gazetteer())


def found(text, **more):
    return mentions(document(text, **more)).to_pylist()


def test_a_raid_in_a_west_yorkshire_town_becomes_a_mention_of_its_district():
    text = "Weather first. Eleven men kept in forced labour were freed at a mill in Dewsbury, police said. Sport next."

    (row,) = found(text)

    assert (row["threat"], row["kind"], row["area_code"], row["place"]) == (
        "modern-slavery",
        "primary",
        "E08000034",
        "Dewsbury",
    )
    assert row["indicator"] == "modern-slavery/labour/forced-labour"
    assert text[row["start"] : row["end"]] == "forced labour"
    assert row["quote"] == "Eleven men kept in forced labour were freed at a mill in Dewsbury, police said."


@pytest.mark.parametrize(
    ("text", "threat", "kind"),
    [
        ("He admitted human‑trafficking offences.", "modern-slavery", "primary"),
        ("Copper theft has closed the line.", "organised-acquisitive-crime", "primary"),
        ("Copper prices rose sharply.", "organised-acquisitive-crime", "facilitating"),
        ("Two were arrested after 3 kilos of cocaine were found.", "drugs-supply", "primary"),
        ("An accountant was jailed for laundering money.", "money-laundering", "primary"),
        ("Ransomware shut the council's computers.", "cyber-crime", "primary"),
        ("Hackers stole customer data.", "cyber-crime", "primary"),
        ("Indecent images of children were found.", "child-sexual-exploitation", "primary"),
        ("Police charged him with possession of a firearm.", "firearms-and-violence", "primary"),
        ("The pensioner lost it all to a phone scam, the bank said.", "fraud", "primary"),
    ],
)
def test_each_threat_is_recognised(text, threat, kind):
    assert (threat, kind) in {(row["threat"], row["kind"]) for row in found(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The drug was approved after two trials.",
        "Ten life hacks for students.",
        "Acid rain has fallen since March.",
        "The film is a thriller about a drug cartel and a bank robbery.",
        "The museum tells of slavery on the plantations before the Civil War.",
        "Officials denied claims of voter fraud in the election.",
        "Police have a dog that is well groomed.",
        "Charging that much is daylight robbery, the court heard.",
    ],
)
def test_another_meaning_of_the_words_raises_nothing(text):
    assert found(text) == []


def test_a_clash_of_terms_within_a_threat_is_settled_by_length():
    rows = found("Victims of child sexual exploitation spoke.")

    assert [row["indicator"] for row in rows] == ["child-sexual-exploitation/exploitation"]


def test_a_sentence_with_two_districts_gives_a_mention_of_each():
    rows = found("Metal theft rose in Huddersfield and Pontefract, in West Yorkshire.")

    assert [(row["area_code"], row["place"]) for row in rows] == [
        ("E08000034", "Huddersfield"),
        ("E08000036", "Pontefract"),
    ]


@pytest.mark.parametrize(
    ("text", "title", "code", "place"),
    [
        ("Lots of metal theft. It was in Keighley.", "News from France", "E08000032", "Keighley"),
        ("Sport. More. Metal theft again. No more. Then Keighley won.", "Out of France", "iso:FR", "France"),
        ("Metal theft. So. So. It was Leeds. So. Leeds, not France.", "", "E08000035", "Leeds"),
        ("Metal theft is up.", "", "WORLD", ""),
    ],
)
def test_the_place_comes_from_the_neighbours_then_the_title_then_the_document(text, title, code, place):
    (row,) = found(text, title=title)

    assert (row["area_code"], row["place"]) == (code, place)


def test_a_name_in_the_title_vouches_for_a_doubtful_one_in_the_text():
    (row,) = found("Metal theft closed a church in Bradford.", title="West Yorkshire Police appeal")

    assert row["area_code"] == "E08000032"


def test_a_document_set_aside_and_one_without_text_yield_nothing():
    table = mentions(document("Metal theft in Leeds.", problem="bad date"), document(None, doc_id="d2"))

    assert table.num_rows == 0
    assert table.schema == MENTION


def test_rows_come_in_one_order_whatever_order_the_documents_come_in():
    documents = [document("Metal theft. Cable theft in Leeds and Otley.", doc_id=key) for key in ("b", "a")]

    assert mentions(*documents) == mentions(*reversed(documents))
    assert mentions(*documents).column("doc_id").to_pylist() == sorted(
        mentions(*documents).column("doc_id").to_pylist()
    )


def test_a_long_sentence_is_quoted_around_the_term_at_whole_words():
    text = "word " * 150 + "metal theft " + "other " * 150

    (row,) = found(text)

    assert len(row["quote"]) <= 410
    assert "metal theft" in row["quote"]
    assert set(row["quote"].split()) == {"…", "word", "metal", "theft", "other"}


def test_an_abbreviation_does_not_end_a_sentence():
    (row,) = found("Mr. Smith of the U.S. Coast Guard spoke of drug trafficking. Then he left.")

    assert row["quote"] == "Mr. Smith of the U.S. Coast Guard spoke of drug trafficking."


def test_a_quarter_of_a_megabyte_without_a_full_stop_is_still_read():
    rows = found("the cable thieves of Leeds ran " * 8_000)

    assert len(rows) == 8_000
    assert {row["area_code"] for row in rows} == {"E08000035"}
