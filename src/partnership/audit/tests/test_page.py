import pytest

from partnership.audit import actions
from partnership.audit.models import Event
from partnership.audit.rules import Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client_for, auditor):
    return client_for(auditor)


def test_the_auditor_reads_who_did_what_and_the_reading_is_recorded(browser, auditor, neighbour):
    actions.record(by=neighbour, verb=Verb.ALTERATION, did="dismissed signal", to=neighbour, because="Counted twice")

    page = browser.get("/audit/").content.decode()

    assert "Neighbour" in page
    assert "Counted twice" in page
    newest = Event.objects.first()
    assert (newest.did, newest.actor_id) == ("read audit log", str(auditor.pk))


def test_the_log_narrows_to_one_verb_and_one_record(browser, neighbour, bradford_chair):
    actions.record(by=None, verb=Verb.ALTERATION, did="dismissed signal", to=neighbour, because="The one wanted")
    actions.record(by=None, verb=Verb.ALTERATION, did="dismissed signal", to=bradford_chair, because="Another record")
    actions.record(by=None, verb=Verb.ALTERATION, did="opened signal", to=neighbour, because="Another verb")

    wanted = {"did": "dismissed signal", "object_kind": "people.person", "object_key": str(neighbour.uuid)}
    page = browser.get("/audit/", wanted).content.decode()

    assert "The one wanted" in page
    assert "Another record" not in page
    assert "Another verb" not in page


def test_an_unknown_verb_is_refused_in_words(browser):
    assert browser.get("/audit/", {"did": "never done"}).status_code == 422


def test_a_long_log_comes_in_pages(browser):
    for n in range(60):
        actions.record(by=None, verb=Verb.ALTERATION, did="counted", because=f"Event number {n} of many")

    first, second = browser.get("/audit/").content.decode(), browser.get("/audit/?page=2").content.decode()

    assert "Event number 59 of" in first
    assert "Event number 5 of" not in first
    assert "Event number 5 of" in second


def test_words_in_the_log_are_shown_and_never_run(browser):
    actions.record(by=None, verb=Verb.ALTERATION, did="noted", because="<script>alert(1)</script>")

    page = browser.get("/audit/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_nothing_is_shown_if_the_reading_cannot_be_recorded(browser, monkeypatch):
    actions.record(by=None, verb=Verb.ALTERATION, did="noted", because="canary")

    def refuse(**_):
        raise OSError("disk full")

    monkeypatch.setattr(actions, "record", refuse)

    with pytest.raises(OSError, match="disk full"):
        browser.get("/audit/")
