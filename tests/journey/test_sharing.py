"""A chair opens one signal to a partner, who reads it, says what might explain it, and loses it when the share ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partnership.people.models import Agency
from partnership.people.rules import Role

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WHY = "They run the refuge that the reports name"
ENOUGH = "The refuge has what it needs"


@pytest.fixture
def partner(person_with):
    person = person_with(Role.PARTNER)
    person.agency = Agency.objects.create(name="Refuge")
    person.save()
    return person


def test_a_partner_sees_a_shared_signal_until_the_share_ends(browse, chair, partner, raise_signal):
    signal = raise_signal()
    until = timezone.localdate() + timedelta(days=30)
    mine, theirs = browse().already_signed_in(chair), browse(narrow=True).already_signed_in(partner)
    theirs.go("/")
    expect(theirs.page.get_by_text("Nothing is shared with you or your agency today.")).to_be_visible()
    assert theirs.go(signal.get_absolute_url()) == 404

    page = mine.page
    mine.go(signal.get_absolute_url())
    page.get_by_role("link", name="How this record is held").click()
    page.get_by_role("button", name="Share it").click()
    page.get_by_label("With whom?").select_option("Refuge (1 of 1 people there cleared for it)")
    page.get_by_label("Why?").fill(WHY)
    page.get_by_label("Until when?").fill(until.isoformat())
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_role("alert", name="Success")).to_contain_text("Shared with Refuge until")

    theirs.go("/")
    theirs.page.get_by_role("link", name=signal.statement).click()
    told = theirs.page.get_by_role("complementary", name="Marking and handling")
    expect(told).to_contain_text(f"Shared with your agency by {chair.name}, Agency, until {until:%-d %B %Y}.")
    expect(told).to_contain_text(f"Why: {WHY}")
    theirs.page.get_by_label("What might explain it?").fill("An amnesty week")
    theirs.page.get_by_role("button", name="Add hypothesis").click()
    expect(theirs.page.get_by_role("region", name="What might explain it")).to_contain_text("An amnesty week")
    assert not theirs.scrolls_sideways()

    mine.go(signal.get_absolute_url())
    expect(page.get_by_role("region", name="What might explain it")).to_contain_text("An amnesty week")
    page.get_by_role("link", name="How this record is held").click()
    expect(page.get_by_role("region", name="Who has looked at this record")).to_contain_text(partner.name)
    page.get_by_role("link", name="End this share with Refuge").click()
    page.get_by_label("Why does it end?").fill(ENOUGH)
    page.get_by_role("button", name="End the share").click()
    expect(page.get_by_role("alert", name="Success")).to_contain_text("No longer shared with Refuge")

    assert theirs.go(signal.get_absolute_url()) == 404
    theirs.go("/shared/")
    expect(theirs.page.get_by_text("Nothing is shared with you or your agency today.")).to_be_visible()
    assert mine.misdeeds == theirs.misdeeds == []


def test_two_who_decide_on_the_same_signal_lose_nothing(browse, chair, person_with, raise_signal):
    signal, analyst = raise_signal(), person_with(Role.DISTRICT_ANALYST)
    slow, fast = browse().already_signed_in(chair), browse().already_signed_in(analyst)
    slow.go(signal.get_absolute_url())
    fast.go(signal.get_absolute_url())
    fast.page.get_by_label("Watch: too early to say").check()
    fast.page.get_by_role("textbox", name="Reason").fill("One month is not a trend")
    fast.page.get_by_role("button", name="Save verdict").click()

    page = slow.page
    page.get_by_label("Confirm: it is real").check()
    page.get_by_role("textbox", name="Reason").fill("Patrols have seen it")
    page.get_by_role("button", name="Save verdict").click()

    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="The signal is"))
    expect(row.get_by_role("cell")).to_have_text(["open", "being watched", "confirmed"])
    expect(page.get_by_role("alert")).to_contain_text("One month is not a trend")
    expect(page.get_by_role("textbox", name="Reason")).to_have_value("Patrols have seen it")
    page.get_by_role("button", name="Save verdict").click()

    expect(page.get_by_role("alert", name="Success")).to_contain_text("Now confirmed")
    assert slow.misdeeds == fast.misdeeds == []
