"""The bell on a record, the list of notices, and the records one follows, as a browser without scripts sees them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from partnership.notices.actions import follow
from partnership.notices.models import Subscription
from partnership.plans.acting import Said, update_action


@pytest.fixture
def told(action, officer, bradford_analyst):
    """The analyst follows the action, and the officer has updated it."""
    follow(record=action, by=bradford_analyst)
    now = type(action).objects.seen_by(officer).get(pk=action.pk)
    return update_action(action=now, said=Said(text="Two of the four visited"), by=officer)


def new_in(page: str) -> str | None:
    found = re.search(r'tocsin-header__count">(\d+)<', page)
    return found and found[1]


def test_the_button_above_a_record_follows_it_and_then_stops(action, bradford_analyst):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bradford_analyst)
    at = action.get_absolute_url()
    for words, address in (("Follow", "notices:follow"), ("Stop following", "notices:unfollow")):
        page = browser.get(at).content.decode()
        assert f">{words} this record</button>" in page
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

        answer = browser.post(reverse(address, args=["action", action.uuid]), {"csrfmiddlewaretoken": token})

        assert answer.url == at
    assert not Subscription.objects.exists()


def test_a_record_that_somebody_does_not_see_cannot_be_followed(action, neighbour, client_for):
    for address in ("notices:follow", "notices:unfollow"):
        assert client_for(neighbour).post(reverse(address, args=["action", action.uuid])).status_code == 404
        assert client_for(neighbour).post(reverse(address, args=["nothing", action.uuid])).status_code == 404


def test_the_header_counts_what_is_new_until_it_is_read(told, bradford_analyst, client_for):
    browser = client_for(bradford_analyst)
    page = browser.get(reverse("notices:list")).content.decode()
    assert new_in(page) == "1"
    assert "Visit the scrapyards on the list" in page
    assert "Two of the four visited" not in page  # that is for the record's own page

    until = re.search(r'name="until" value="([^"]+)"', page)[1]
    browser.post(reverse("notices:read"), {"until": until, "kind": "action", "record": str(told.uuid)})

    page = browser.get(reverse("notices:list")).content.decode()
    assert new_in(page) is None
    assert "Nothing new." in page


def test_what_was_sent_along_with_a_forged_moment_marks_nothing(told, bradford_analyst, client_for):
    browser = client_for(bradford_analyst)

    assert browser.post(reverse("notices:read"), {"until": "whenever"}).status_code == 302

    assert new_in(browser.get(reverse("notices:list")).content.decode()) == "1"


def test_followed_records_are_listed_with_a_way_to_stop(told, bradford_analyst, client_for):
    browser = client_for(bradford_analyst)
    assert "Visit the scrapyards on the list" in browser.get(reverse("notices:followed")).content.decode()

    answer = browser.post(reverse("notices:unfollow", args=["action", told.uuid]), {"list": "1"})

    assert answer.url == reverse("notices:followed")
    assert "You follow no record." in browser.get(answer.url).content.decode()


def test_whoever_sees_no_record_has_no_bell(auditor, client_for):
    page = client_for(auditor).get(reverse("site-system")).content.decode()

    assert reverse("notices:list") not in page


def test_an_hour_is_chosen_kept_and_given_up(bradford_analyst, client_for):
    browser, at = client_for(bradford_analyst), reverse("notices:digest")
    assert "This site sends no e-mail yet" in browser.get(at).content.decode()

    browser.post(at, {"hour": "7"})
    assert '<option value="7" selected>' in browser.get(at).content.decode()

    browser.post(at, {"hour": ""})
    assert '<option value="" selected>' in browser.get(at).content.decode()
    assert browser.post(at, {"hour": "25"}).status_code == 422
