"""Mentions and published figures become whole series, each story once, nought where nothing was counted."""

from collections import Counter
from datetime import date

import pyarrow as pa

from tocsin.counting import Measure, count_documents, merge_tallies, tally_open_counts
from tocsin.records import DOCUMENT, ECHO, MENTION, OPEN_COUNT

MONDAY = date(2017, 3, 13)
AREAS = ("E08000032", "E23000010", "K02000001", "WORLD")


def documents(*ids: str, published: date = MONDAY) -> pa.Table:
    return pa.Table.from_pylist(
        [{"doc_id": i, "source": "news", "source_group": i, "published": published} for i in ids], schema=DOCUMENT
    )


def mention(doc_id: str, *, kind: str = "primary", area: str = "E08000032", indicator: str = "i") -> dict:
    at = {"doc_id": doc_id, "source": "news", "published": MONDAY, "threat": "fraud"}
    return {**at, "kind": kind, "indicator": indicator, "area_code": area}


def counts(docs: pa.Table, mentions: list[dict], copies: dict[str, str] | None = None) -> dict[tuple[str, str], int]:
    ids = docs["doc_id"].to_pylist()
    echoes = [{"doc_id": i, "first_doc_id": (copies or {}).get(i, i)} for i in ids]
    table = count_documents(
        docs,
        pa.Table.from_pylist(mentions, schema=MENTION),
        pa.Table.from_pylist(echoes, schema=ECHO),
        areas=AREAS,
    )
    found: Counter[tuple[str, str]] = Counter()
    for row in table.to_pylist():
        found[(row["threat"], row["area_code"])] += row["count"]
    return dict(found)


def test_a_document_placed_in_bradford_counts_in_every_area_above_it():
    found = counts(documents("a"), [mention("a")])

    assert found == {("", ""): 1, **{("fraud", area): 1 for area in AREAS}}


def test_two_mentions_in_one_document_count_it_once():
    assert counts(documents("a"), [mention("a"), mention("a")])[("fraud", "E08000032")] == 1


def test_a_near_copy_is_not_counted_again():
    found = counts(documents("a", "b"), [mention("a"), mention("b")], copies={"b": "a"})

    assert found[("fraud", "WORLD")] == 1
    assert found[("", "")] == 1


def test_one_secondary_indicator_is_not_enough_and_two_different_ones_are():
    one = [mention("a", kind="secondary", indicator="i")]

    assert ("fraud", "WORLD") not in counts(documents("a"), one * 2)
    assert counts(documents("a"), [*one, mention("a", kind="secondary", indicator="j")])[("fraud", "WORLD")] == 1


def test_a_facilitating_factor_is_never_evidence():
    assert ("fraud", "WORLD") not in counts(documents("a"), [mention("a", kind="facilitating")])


def open_counts(*rows: tuple[str, str, str, int]) -> pa.Table:
    named = [{"source": "s", "area_code": a, "period": p, "category": c, "count": n} for a, p, c, n in rows]
    return pa.Table.from_pylist(named, schema=OPEN_COUNT)


MEASURES = [Measure("Robberies recorded", "organised-acquisitive-crime", ("Robbery",))]


def test_partial_counts_of_two_shards_add_up_over_the_total_of_recorded_crime():
    shards = [
        open_counts(("E08000035", "2018-07", "Robbery", 3), ("E08000035", "2018-07", "Burglary", 7)),
        open_counts(("E08000035", "2018-07", "Robbery", 2), ("E08000035", "2018-07", "Anti-social behaviour", 99)),
    ]
    tallies = [tally_open_counts(t, measures=MEASURES, not_in_total=["Anti-social behaviour"]) for t in shards]

    series = merge_tallies(pa.concat_tables(tallies), denominators={"s": "all crime"}, population={})

    (point,) = series.to_pylist()
    assert (point["count"], point["denominator"], point["denominator_kind"]) == (5, 12.0, "all crime")
    assert (point["period_start"], point["period_end"]) == (date(2018, 7, 1), date(2018, 7, 31))


def test_a_period_the_source_covers_without_a_count_is_nought_and_not_missing():
    tallies = tally_open_counts(
        open_counts(("E08000035", "2018-06", "Burglary", 7), ("E08000035", "2018-07", "Robbery", 1)), measures=MEASURES
    )

    series = merge_tallies(tallies, denominators={"s": "all crime"}, population={})

    assert series["count"].to_pylist() == [0, 1]


def test_an_area_without_a_population_is_not_compared_by_population():
    tallies = tally_open_counts(
        open_counts(("E23000010", "2018-07", "Robbery", 1), ("pfa:gwent", "2018-07", "Robbery", 1)), measures=MEASURES
    )

    series = merge_tallies(tallies, denominators={"s": "population"}, population={"E23000010": 2_226_058})

    assert series["area_code"].to_pylist() == ["E23000010"]


EARLIER = date(2017, 3, 6)


def weeks(*of_documents: pa.Table) -> pa.Table:
    docs = pa.concat_tables([table.select(DOCUMENT.names) for table in of_documents])
    echoes = pa.Table.from_pylist([{"doc_id": i, "first_doc_id": i} for i in docs["doc_id"].to_pylist()], schema=ECHO)
    tallies = count_documents(docs, pa.Table.from_pylist([mention("a")], schema=MENTION), echoes, areas=["WORLD"])
    return merge_tallies(tallies, denominators={"news": "documents"}, population={})


def test_a_week_in_which_next_to_nothing_was_scanned_is_left_out():
    series = weeks(documents("q", published=EARLIER), documents(*"abcde"))

    assert series.select(["period", "count", "denominator"]).to_pylist() == [
        {"period": "2017-W11", "count": 1, "denominator": 5.0}
    ]


def test_a_week_in_which_few_of_the_publishers_were_scanned_is_left_out():
    rows = documents(*"fghij", published=EARLIER).to_pylist()
    one_publisher = pa.Table.from_pylist([{**row, "source_group": "f"} for row in rows], schema=DOCUMENT)

    series = weeks(one_publisher, documents(*"abcde"))

    assert series["period"].to_pylist() == ["2017-W11"]
