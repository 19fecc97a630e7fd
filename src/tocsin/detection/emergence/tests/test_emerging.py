"""Which words are raised, when, and by what was known then."""

from datetime import date

import pyarrow.compute as pc
import pytest

from tocsin.detection.emergence.emerging import emerging, find_emerging
from tocsin.detection.emergence.settings import Settings

MONTHLY = Settings("month", top=3)


def rows_of(documents, settings=MONTHLY, **where):
    rows = emerging(documents, settings).to_pylist()
    return [row for row in rows if all(row[name] == value for name, value in where.items())]


def everywhere(words, month, count):
    return {(month, number): words for number in range(count)}


def test_an_injected_word_is_raised_in_its_period_and_not_before(with_words):
    documents = with_words({**everywhere("nitazene", 12, 9), (7, 3): "nitazene"})

    raised = rows_of(documents, term="nitazene", area="overall", level="raised")

    assert raised[0]["period"] == "2017-01"
    assert (raised[0]["count"], raised[0]["rank"], raised[0]["first_excess"]) == (9, 1, "2017-01")


def test_the_row_says_at_the_end_of_which_period_it_could_be_said(with_words):
    documents = with_words(everywhere("nitazene", 12, 9))

    (row, *_) = rows_of(documents, Settings("month", top=3, lag=3), term="nitazene", level="raised")

    assert (row["period"], row["raised_in"]) == ("2017-01", "2017-04")


def test_a_period_that_is_not_yet_in_hand_is_not_assessed(with_words):
    documents = with_words(everywhere("nitazene", 14, 12))

    assert rows_of(documents, Settings("month", top=3, lag=1), term="nitazene")
    assert not rows_of(documents, Settings("month", top=3, lag=2), term="nitazene")


@pytest.mark.parametrize("lag", [0, 2])
def test_what_comes_later_changes_nothing_that_was_said_before(with_words, lag):
    documents = with_words({**everywhere("nitazene smoke", 10, 9), **everywhere("nitazenes smoke", 14, 30)})
    until = documents.filter(pc.field("published") < date(2017, 1, 1))

    then = emerging(until, Settings("month", top=3, lag=lag)).to_pylist()
    now = emerging(documents, Settings("month", top=3, lag=lag)).to_pylist()

    assert then
    assert [row for row in now if row["raised_in"] <= "2016-12"] == then


def test_texts_that_only_come_in_another_order_raise_next_to_nothing(background, with_words):
    accounts = find_emerging(with_words({}), MONTHLY).periods

    assert len(accounts) == 12
    assert sum(each.raised for each in accounts) == 0


def test_a_word_that_only_follows_more_documents_is_not_raised(background, with_words):
    thrice = [row for row in background if not row["doc_id"].startswith("12-")]
    busy = [row for row in background if row["doc_id"].startswith(("12-", "2-", "5-"))]
    thrice += [{**row, "published": date(2017, 1, 9)} for row in busy]

    assert not rows_of(with_words({}, thrice), period="2017-01", level="raised")


def test_one_source_group_alone_is_ranked_and_marked(with_words):
    documents = with_words({(12, number): "nitazene" for number in range(0, 45, 3)})

    (row,) = rows_of(documents, term="nitazene", period="2017-01", area="overall")

    assert row["q"] < 0.05
    assert (row["level"], row["groups"], row["first_raised"]) == ("one source", 1, None)


def test_a_rise_in_one_area_is_found_there(with_words):
    documents = with_words({(12, number): "nitazene" for number in range(0, 60, 4)})

    raised = rows_of(documents, term="nitazene", period="2017-01", level="raised")

    assert {row["area"] for row in raised} == {"overall", "Leeds"}


def test_a_slow_rise_shows_over_three_months(with_words):
    steady = {(month, 7): "ketamine" for month in range(12)}
    slow = {(month, number): "ketamine" for month in (12, 13, 14) for number in range(6)}

    row = rows_of(with_words({**steady, **slow}), term="ketamine", level="raised", area="overall")[0]

    assert row["periods_added"] == 3


def test_an_emergence_is_told_in_one_row(with_words):
    documents = with_words(everywhere("monkey dust powder", 12, 12))

    told = rows_of(documents, period="2017-01", area="overall", level="raised")

    assert len(told) == 1
    assert told[0]["term"] == "monkey dust powder"
    assert {"dust", "monkey", "dust powder"} <= set(told[0]["phrases"].split("; "))


def test_misspellings_are_counted_with_the_word_meant(with_words):
    often = {(month, number): "fentanyl" for month in range(16) for number in range(5)}
    documents = with_words({**often, **everywhere("fentanyl", 12, 24), (12, 30): "fentanly", (12, 31): "fentanyls"})

    (row,) = rows_of(documents, term="fentanyl", period="2017-01", area="overall")

    assert row["count"] == 26
    assert set(row["variants"].split("; ")) == {"fentanly", "fentanyls"}


def test_names_of_people_are_left_out_and_counted(with_words):
    documents = with_words(everywhere("said Joan Abernathy in town", 12, 12))

    found = find_emerging(documents, MONTHLY)

    (account,) = [each for each in found.periods if each.period == "2017-01"]
    assert not [
        row
        for row in found.rows.to_pylist()
        if "joan" in row["term"] or "abernathy" in row["term"] + row["phrases"] + row["beside"]
    ]
    assert account.names >= 1
    kept = rows_of(documents, Settings("month", top=3, keep_names=True), period="2017-01", flags="may be a name")
    assert "abernathy" in kept[0]["term"]


def test_words_for_who_people_are_never_rank(with_words):
    documents = with_words(everywhere("romanian gangs", 12, 12))

    found = find_emerging(documents, MONTHLY)

    assert not [
        row for row in found.rows.to_pylist() if "romanian" in str(row["term"]) + row["phrases"] + row["beside"]
    ]
    assert [each.protected for each in found.periods if each.period == "2017-01"] > [0]


def test_a_word_that_most_areas_take_up_together_may_be_a_change_of_recording(with_words):
    documents = with_words(everywhere("incident", 12, 48))

    assert (
        rows_of(documents, term="incident", period="2017-01", area="overall")[0]["flags"] == "possible recording change"
    )


def test_a_row_explains_itself(with_words):
    documents = with_words(everywhere("nitazene sold with xylazine.", 12, 9))

    (row,) = rows_of(documents, period="2017-01", area="overall", level="raised")

    assert row["keyness"] > 20
    assert row["visibility_growth"] > 3
    assert [quote["doc_id"] for quote in row["quotes"]] == ["12-0", "12-1", "12-2"]
    assert "nitazene sold with xylazine." in row["quotes"][0]["quote"]


def test_no_documents_make_no_rows(with_words):
    assert emerging(with_words({}).slice(0, 0), MONTHLY).num_rows == 0
