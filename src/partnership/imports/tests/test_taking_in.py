"""From a file to records: confirmed, taken in, the rest handed back; nothing twice, nothing loosened, all logged."""

from __future__ import annotations

import csv
import io

import pytest
from django.core import signing

from partnership.audit.models import Event, Shown
from partnership.conftest import BRADFORD
from partnership.imports import actions, carrying
from partnership.ocgs.enabler_actions import add_enabler
from partnership.ocgs.models import Enabler
from partnership.ocgs.rules import EnablerKind
from partnership.people.rules import Marking, NotAllowed
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything

from .conftest import AT, GOOD, lines

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


@pytest.fixture(autouse=True)
def cleared(bradford_analyst):
    bradford_analyst.clearance = Marking.OFFICIAL_SENSITIVE
    bradford_analyst.save()


def events(*words: str) -> list[Event]:
    return [event for event in Event.objects.order_by("sequence") if all(word in event.did for word in words)]


def body(answer) -> str:
    return answer.content.decode()


def test_once_confirmed_the_good_rows_are_records_of_the_uploaders_agency(take, made, bradford_analyst):
    page = take(lines(GOOD, "Van hire,business,E08000032,,OFFICIAL-SENSITIVE,C,Force only."))

    assert page.status_code == 200
    assert "2 enablers imported" in body(page)
    first, second = made()["Car wash"], made()["Van hire"]
    assert (first.release, second.release) == (
        OPEN,
        Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Force only."),
    )
    assert {first.originator, second.originator} == {bradford_analyst.agency}
    assert (first.kind, first.area_code, first.description) == ("business", BRADFORD, "Takes in cash.")
    assert f'href="{first.get_absolute_url()}"' in body(page)


@pytest.mark.parametrize("marking", ["SECRET", "TOP SECRET", "RESTRICTED", "CONFIDENTIAL"])
def test_what_may_not_be_here_is_neither_kept_nor_shown_nor_handed_back(browser, upload, hidden, made, marking):
    page = upload(lines(GOOD, f"Quizzical name,business,E08000032,Quizzical words,{marking},P,Quizzical conditions"))

    assert "is not a marking this site may hold" in body(page)
    told = hidden(page)
    back = browser.post(AT, {"rest": told["rest"]})
    done = browser.post(AT, {"carried": told["carried"]})
    for answer in (page, back, done):
        assert "Quizzical" not in body(answer)
    assert marking in back.content.decode("utf-8-sig")
    assert list(made()) == ["Car wash"]


def test_the_rest_is_handed_back_with_what_is_wrong_and_once_corrected_taken_in(browser, upload, hidden, take, made):
    wrong = "Van hire,shop,E08000032,=1+1,OFFICIAL-SENSITIVE,C,Force only."
    told = hidden(upload(lines(GOOD, wrong)))

    file = browser.post(AT, {"rest": told["rest"]})

    name = file.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="OFFICIAL-SENSITIVE_enablers_to-correct_')
    (row,) = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
    assert row["error"].startswith("Line 3. kind: “shop” is not one of:")
    assert row["description"] == "'=1+1"
    take(file.content.decode("utf-8-sig").replace('"shop"', '"business"'))
    assert made()["Van hire"].description == "=1+1"
    assert made()["Van hire"].release.conditions == "Force only."


def test_the_same_file_again_adds_nothing(take, upload, made):
    told = lines(GOOD, "Van hire,business,E08000032,,OFFICIAL,P,")
    take(told)
    before = made()

    page = body(upload(told))

    assert "Import 0" not in page
    assert page.count(">2</dd>") == 2  # lines, and those here already
    assert 'name="carried"' not in page
    assert made() == before


def test_pressed_twice_the_second_press_adds_nothing(browser, upload, hidden, made):
    carried = hidden(upload(lines(GOOD)))["carried"]

    browser.post(AT, {"carried": carried})
    again = browser.post(AT, {"carried": carried})

    assert len(made()) == 1
    assert "Nothing was imported" in body(again)


def test_an_import_that_was_cut_short_goes_on_where_it_stopped(browser, take, made, monkeypatch):
    told = lines(GOOD, "Van hire,business,E08000032,,OFFICIAL,P,", "Garage,business,E08000032,,OFFICIAL,P,")
    add, count = add_enabler, iter(range(9))

    def fails_at_the_second(**fields):
        if next(count) == 1:
            raise OSError("the machine stopped")
        return add(**fields)

    monkeypatch.setattr("partnership.ocgs.enabler_actions.add_enabler", fails_at_the_second)
    with pytest.raises(OSError, match="stopped"):
        take(told)
    assert list(made()) == ["Car wash"]
    monkeypatch.undo()

    assert "2 enablers imported" in body(take(told))
    assert sorted(made()) == ["Car wash", "Garage", "Van hire"]


def test_a_row_that_the_action_refuses_holds_back_no_other_and_comes_back(take, made, monkeypatch):
    add = add_enabler

    def refuses_one(**fields):
        if fields["name"] == "Car wash":
            raise NotAllowed("Not today")
        return add(**fields)

    monkeypatch.setattr("partnership.ocgs.enabler_actions.add_enabler", refuses_one)

    page = take(lines(GOOD, "Van hire,business,E08000032,,OFFICIAL,P,"))

    assert list(made()) == ["Van hire"]
    assert "1 enabler imported" in body(page)
    assert "Not today" in body(page)
    assert "Download 1 line to correct" in body(page)


def test_the_same_row_twice_in_a_file_is_taken_once(upload, take, made):
    page = body(upload(lines(GOOD, GOOD.replace("Car wash", " car WASH"))))

    assert "The same as line 2" in page
    take(lines(GOOD, GOOD))
    assert len(made()) == 1


def test_nobody_confirms_what_somebody_else_looked_at(client_for, bradford_chair, upload, hidden, made):
    carried = hidden(upload(lines(GOOD)))["carried"]

    answer = client_for(bradford_chair).post(AT, {"carried": carried})

    assert answer.status_code == 422
    assert "Choose the file again" in body(answer)
    assert made() == {}


@pytest.mark.parametrize("told", ["", "x", "x:y:z"])
@pytest.mark.parametrize("name", ["carried", "rest"])
def test_what_was_not_carried_from_here_is_refused(browser, made, told, name):
    assert browser.post(AT, {name: told}).status_code == 422
    assert made() == {}


def test_what_was_looked_at_an_hour_ago_is_refused(browser, upload, hidden, monkeypatch):
    carried = hidden(upload(lines(GOOD)))["carried"]
    monkeypatch.setattr(carrying, "LONGEST_SECONDS", -1)

    answer = browser.post(AT, {"carried": carried})

    assert answer.status_code == 422
    assert "Too long ago" in body(answer)


def test_what_is_carried_for_one_kind_of_record_is_of_no_use_for_another(browser, upload, hidden):
    carried = hidden(upload(lines(GOOD)))["carried"]

    assert browser.post("/groups/import/", {"carried": carried}).status_code == 422
    with pytest.raises(signing.BadSignature):
        signing.TimestampSigner(salt="an import").unsign(carried)


def test_hostile_words_are_only_words_all_the_way(take, made, upload):
    hostile = '<script>alert(1)</script>; "; =1+1 \u202egnp {{ 7|add:7 }}'
    quoted = hostile.replace('"', '""')
    told = lines(f'"{quoted}",business,E08000032,"{quoted}",OFFICIAL,P,')

    assert "<script>alert" not in body(upload(told))
    page = take(told)
    assert "<script>alert" not in body(page)
    assert [one.description for one in made().values()] == [hostile]


def test_looking_taking_in_and_handing_back_are_each_in_the_log(browser, upload, hidden, take, made):
    wrong = "Van hire,shop,E08000032,,OFFICIAL,P,"
    told = hidden(upload(lines(GOOD, wrong)))
    browser.post(AT, {"rest": told["rest"]})
    browser.post(AT, {"carried": told["carried"]})
    upload(lines(GOOD))

    assert [(event.verb, event.did) for event in Event.objects.order_by("sequence")] == [
        ("consultation", "looked at what an import of enablers would add"),
        ("consultation", "took back rows of an import of enablers"),
        ("alteration", "added enabler"),
        ("collection", "imported enablers"),
        ("consultation", "looked at what an import of enablers would add"),
    ]
    assert [event.detail.get("taken") for event in events("imported")] == [1]
    assert events("looked")[0].detail["faulty"] == 1
    assert events("looked")[0].detail["sha256"] == events("imported")[0].detail["sha256"]
    shown = Shown.objects.filter(event=events("looked")[1])
    assert [one.object_key for one in shown] == [made()["Car wash"].uuid.hex]


def test_what_cannot_be_recorded_is_not_done(take, upload, hidden, browser, made, monkeypatch):
    carried = hidden(upload(lines(GOOD)))["carried"]

    def refuse(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr("partnership.audit.checkpoints.make_sure", refuse)

    assert browser.post(AT, {"carried": carried}).status_code == 503
    assert made() == {}


def test_an_export_is_taken_in_again_as_it_was(client_for, bradford_chair, take, made, browser):
    """Out by the chair, gone, and in again by the same file: nothing is lost and nothing loosened."""
    hostile = {"name": "=Shop", "description": "=1+1\nand, “so”; 'on'"}
    add_enabler(area_code=BRADFORD, release=OPEN, by=bradford_chair, kind=EnablerKind.ONLINE, **hostile)
    closed = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "-Ask first.\nTell nobody.")
    add_enabler(area_code=BRADFORD, release=closed, by=bradford_chair, kind=EnablerKind.PREMISES, name="Yard")
    told = {"format": "csv", "recipient": "R", "agency": "A", "because": "B", "keeps_conditions": "on"}
    page = client_for(bradford_chair).get("/groups/enablers/export/").content.decode()
    read = page.split('name="conditions_read" value="')[1].split('"')[0]
    file = client_for(bradford_chair).post("/groups/enablers/export/", told | {"conditions_read": read})
    before = {one.name: (one.kind, one.area_code, one.description, one.release) for one in made().values()}
    assert "2 enablers imported" not in body(take_known(browser, file))
    everything(Enabler).all().delete()

    page = take(file.content)

    assert "2 enablers imported" in body(page)
    assert {one.name: (one.kind, one.area_code, one.description, one.release) for one in made().values()} == before


def take_known(browser, file):
    return browser.post(AT, {"pasted": file.content.decode("utf-8-sig")})


def test_a_row_is_one_transaction_with_its_own_event(take, made, monkeypatch):
    record = actions.audit.record

    def refuse_the_last(**told):
        if told["did"] == "imported enablers":
            raise NotAllowed("x")
        return record(**told)

    monkeypatch.setattr(actions.audit, "record", refuse_the_last)
    with pytest.raises(NotAllowed):
        take(lines(GOOD))

    assert list(made()) == ["Car wash"]
    assert [event.did for event in events("added")] == ["added enabler"]
