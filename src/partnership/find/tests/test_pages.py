"""The page, what is kept of looking at it, and the searches that somebody keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.audit.models import Event
from partnership.find.models import SavedSearch
from partnership.find.queries import news_of, saved_with_news

SAVE = {"q": "granite", "kind": "ocgs.group", "name": "Granite groups", "tells": "on"}


@pytest.fixture
def browser(client_for, bradford_analyst):
    return client_for(bradford_analyst)


def words_of(answer):
    return answer.content.decode()


def test_every_page_has_the_search_box_for_whoever_sees_records(browser, client_for, auditor):
    assert 'action="/find/"' in words_of(browser.get("/plans/"))
    assert 'action="/find/"' not in words_of(client_for(auditor).get("/audit/"))


def test_what_answers_is_shown_marked_and_escaped(browser, group_of):
    group_of(summary="Sells <script>alert(1)</script> counterfeit vapes")

    page = words_of(browser.get("/find/?q=counterfeit"))

    assert '<mark class="find-hit">counterfeit</mark>' in page
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "1 record found" in page


def test_a_search_that_finds_nothing_says_what_was_looked_through(browser, group_of):
    page = words_of(browser.get("/find/?q=nowhere"))

    assert "Nothing found" in page
    assert "local profiles" in page


def test_looking_is_kept_with_the_records_and_without_the_words(browser, group_of):
    group = group_of()

    browser.get("/find/?q=counterfeit")

    event = Event.objects.filter(did="searched records").last()
    assert event.detail == {"found": 1}
    assert [shown.object_key for shown in event.shown.all()] == [group.uuid.hex]
    assert "counterfeit" not in f"{event.because}{event.detail}"


def test_what_is_chosen_stays_in_the_address(browser, group_of):
    group_of("Granite One")
    group_of("Granite Two", state="archived")

    page = words_of(browser.get("/find/?q=granite&state=Archived&state=Nonsense"))

    assert "1 record found, of 2 before they were narrowed" in page
    assert "Two" in page
    assert "/find/export/?q=granite&amp;state=Archived" in page


@pytest.mark.parametrize(
    "asks", ["?page=99&q=granite", "?q=granite&kind=nonsense", "?saved=nonsense", "?q=-granite", "?q=%22"]
)
def test_an_odd_address_is_answered(browser, group_of, asks):
    group_of()

    assert browser.get(f"/find/{asks}").status_code == 200


def test_a_search_is_saved_shown_opened_and_deleted(browser, group_of, bradford_analyst):
    assert browser.post("/find/save/", SAVE).headers["Location"] == "/find/?q=granite&kind=ocgs.group"
    saved = SavedSearch.objects.get()
    assert (saved.person, saved.query, saved.narrowed) == (bradford_analyst, "granite", {"kind": ["ocgs.group"]})
    SavedSearch.objects.update(looked_at=timezone.now() - timedelta(days=1))
    group_of()

    assert "1 new" in words_of(browser.get("/find/"))
    assert [news.new for news in news_of(bradford_analyst)] == [1]
    assert "Granite</mark> Harbour" in words_of(browser.get(f"/find/?saved={saved.uuid}"))
    assert news_of(bradford_analyst) == []
    assert "None" in words_of(browser.get("/find/"))
    browser.post("/find/forget/", {"saved": saved.uuid})
    assert not SavedSearch.objects.exists()


def test_a_search_without_words_or_name_is_not_saved_and_says_why(browser):
    assert "Enter a name" in words_of(browser.post("/find/save/", SAVE | {"name": ""}))
    assert browser.post("/find/save/", SAVE | {"q": ""}).status_code == 422
    browser.post("/find/save/", SAVE)
    assert "You have a search of that name" in words_of(browser.post("/find/save/", SAVE))


def test_a_search_is_nobody_elses(browser, client_for, neighbour, bradford_analyst):
    browser.post("/find/save/", SAVE)
    saved = SavedSearch.objects.get()
    theirs = client_for(neighbour)

    assert "Granite groups" not in words_of(theirs.get("/find/"))
    assert "granite" not in words_of(theirs.get(f"/find/?saved={saved.uuid}"))
    theirs.post("/find/forget/", {"saved": saved.uuid})
    assert SavedSearch.objects.filter(person=bradford_analyst).exists()


def test_news_counts_only_what_the_person_sees(group_of, neighbour):
    SavedSearch.objects.create(
        person=neighbour, name="All", query="granite", tells=True, looked_at=timezone.now() - timedelta(days=1)
    )

    group_of()

    assert [news.new for news in saved_with_news(neighbour)] == [0]
    assert news_of(neighbour) == []
