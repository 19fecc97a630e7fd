"""What an import says before anything is written, of every line, and to whom."""

from __future__ import annotations

import csv
import html
import io

import pytest

from partnership.conftest import BRADFORD, WAKEFIELD
from partnership.imports.rules import LARGEST
from partnership.ocgs.enabler_actions import add_enabler
from partnership.ocgs.rules import EnablerKind
from partnership.people.models import Person
from partnership.people.rules import Marking
from partnership.records.rules import UNSTATED, Handling, Release

from .conftest import AT, GOOD, HEAD, lines

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


@pytest.fixture(autouse=True)
def cleared(bradford_analyst):
    bradford_analyst.clearance = Marking.OFFICIAL_SENSITIVE
    bradford_analyst.save()


def body(answer) -> str:
    return answer.content.decode()


def test_the_page_says_which_columns_and_how_much(browser):
    page = browser.get(AT)

    assert page.status_code == 200
    for words in ("Import enablers", "area_code", "marking", "5,000 lines", "Up to 1 MB", "nothing is written until"):
        assert words in body(page)


def test_the_template_has_the_columns_and_an_example_that_would_be_taken_in(browser, upload):
    file = browser.get(AT, {"template": "csv"})

    assert file.headers["Content-Disposition"].startswith('attachment; filename="OFFICIAL_enablers_template_')
    head, example = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    assert sorted(head) == sorted(HEAD.split(","))
    assert len(example) == len(head)
    assert "Import 1 enabler<" in body(upload(file.content))


def test_nothing_is_written_before_it_is_confirmed(upload, made):
    page = upload(lines(GOOD))

    assert page.status_code == 200
    assert "Nothing is written yet" in body(page)
    assert "Import 1 enabler<" in body(page)
    assert made() == {}


def test_pasted_lines_do_as_well_as_a_file(browser):
    page = browser.post(AT, {"pasted": "name\tkind\tarea_code\nCar wash\tBusiness\tBradford\n"})

    assert "Import 1 enabler<" in body(page)
    assert "separated by tabs" in body(page)


def test_a_row_without_a_marking_is_held_as_closely_as_can_be_and_the_page_says_so(take, upload, made):
    told = lines("Car wash,business,E08000032", head="name,kind,area_code")

    assert "The file has no column “marking”" in body(upload(told))
    take(told)

    assert made()["Car wash"].release == Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, UNSTATED)


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (",business,E08000032,,OFFICIAL,P,", "name", "Enter what it is called"),
        ("Car wash,shop,E08000032,,OFFICIAL,P,", "kind", "“shop” is not one of: "),
        ("Car wash,business,E08000036,,OFFICIAL,P,", "area_code", "“E08000036” is not one of: E08000032 (Bradford)"),
        ("Car wash,business,E08000032,,OFFICIAL,P,Ask.", "conditions", "P carries no conditions"),
        ("Car wash,business,E08000032,,OFFICIAL,X,", "handling", "no handling code"),
        ("Car wash,business,E08000032,Cash, and more,OFFICIAL,C,Ask.", "The line", "more cells than there are columns"),
        ("x" * 121 + ",business,E08000032,,OFFICIAL,P,", "name", "at most 120 characters"),
    ],
)
def test_a_row_that_is_wrong_says_in_which_line_and_column_and_what_to_do(upload, take, made, row, column, words):
    page = body(upload(lines(GOOD, row)))

    wrong = page[page.index("To correct</h2>") : page.index("Import 1 enabler<")]
    assert ">Line 3</th>" in wrong
    assert column in wrong
    assert words in wrong
    take(lines(GOOD, row))
    assert list(made()) == ["Car wash"]


def test_what_is_hidden_from_the_uploader_is_not_told_of(take, upload, made, add_person):
    from_elsewhere = add_person("Elsewhere", "district-analyst", "Council", BRADFORD)
    closed = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Council only.")
    told = {"area_code": BRADFORD, "name": "Car wash", "kind": EnablerKind.BUSINESS}
    add_enabler(release=closed, by=from_elsewhere, **told)

    page = body(upload(lines(GOOD)))

    assert "Here already</h2>" not in page
    assert "Import 1 enabler<" in page


def test_nobody_imports_what_they_are_not_cleared_to_read(upload, bradford_analyst):
    Person.objects.filter(pk=bradford_analyst.pk).update(clearance=Marking.OFFICIAL)

    page = body(upload(lines("Car wash,business,E08000032", head="name,kind,area_code")))

    assert "You are not cleared for OFFICIAL-SENSITIVE" in page
    assert 'name="carried"' not in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("bradford_chair", 200),
        ("officer", 200),
        ("council_officer", 404),
        ("commissioners_officer", 404),
        ("partner", 404),
    ],
)
def test_who_may_import_is_who_may_write(request, client_for, who, status):
    assert client_for(request.getfixturevalue(who)).get(AT).status_code == status


def test_a_neighbour_imports_into_their_own_district_only(client_for, neighbour, upload):
    theirs = client_for(neighbour)

    assert "“E08000032” is not one of: E08000036 (Wakefield)" in body(upload(lines(GOOD), client=theirs))
    assert "Import 1 enabler<" in body(upload(lines(GOOD.replace(BRADFORD, WAKEFIELD)), client=theirs))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a CSV file, or paste its lines"),
        ({"pasted": "  "}, "Choose a CSV file, or paste its lines"),
        ({"pasted": "kind\nx"}, "Not found: name, area_code"),
        ({"pasted": 'name,kind,area_code\n"x'}, "Line 2 cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_what_was_pasted_stays(browser, sent, words):
    answer = browser.post(AT, sent)

    assert answer.status_code == 422
    assert words in body(answer)
    assert "There is a problem" in body(answer)
    assert html.escape(sent.get("pasted", "").strip()) in body(answer)


@pytest.mark.parametrize("size", [LARGEST + 1, 4 * LARGEST])
def test_a_file_that_is_too_large_is_refused_and_not_kept(upload, size):
    answer = upload(b"name,kind,area_code\n" + b"x" * size)

    assert answer.status_code == 422
    assert "larger than 1 MB" in body(answer)


def test_an_excel_workbook_is_recognised(upload):
    assert "save it as “CSV UTF-8”" in body(upload(b"PK\x03\x04rest"))


def test_a_file_in_excels_own_letters_is_read_and_named(take, upload, made):
    told = lines("Café £5,business,E08000032,,OFFICIAL,P,").encode("cp1252")

    assert "Windows-1252" in body(upload(told))
    take(told)
    assert list(made()) == ["Café £5"]


def test_a_column_that_means_nothing_here_is_named_and_left(upload):
    page = body(upload(lines(f"{GOOD},x,Force", head=f"{HEAD},colour,agency")))

    assert "makes no use of it: <bdi>colour</bdi>." in page


def test_what_was_made_up_is_taken_in_by_a_demonstration_only(upload, settings):
    told = lines(f"{GOOD},True", head=f"{HEAD},synthetic")

    assert "only a demonstration takes it in" in body(upload(told))
    settings.TOCSIN_DEMO = True
    assert "only a demonstration takes it in" not in body(upload(told))


def test_the_page_is_marked_as_what_it_shows(upload):
    def marking(page):
        text = body(page)
        start = text.index('class="tocsin-marking"')
        return "OFFICIAL-SENSITIVE" if "OFFICIAL-SENSITIVE" in text[start : start + 120] else "OFFICIAL"

    assert marking(upload(lines(GOOD))) == "OFFICIAL"
    assert marking(upload(lines(GOOD.replace("OFFICIAL,", "OFFICIAL-SENSITIVE,")))) == "OFFICIAL-SENSITIVE"
    assert marking(upload(lines("Car wash,business,E08000032", head="name,kind,area_code"))) == "OFFICIAL-SENSITIVE"


def test_the_number_of_queries_for_a_preview_does_not_grow_with_its_rows(upload, django_assert_max_num_queries):
    few = lines(*(f"Place {n},business,E08000032,,OFFICIAL,P," for n in range(2)))
    many = lines(*(f"Place {n},business,E08000032,,OFFICIAL,P," for n in range(60)))
    with django_assert_max_num_queries(60) as first:
        upload(few)
    with django_assert_max_num_queries(len(first)):
        upload(many)
