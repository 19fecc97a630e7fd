"""One warning end to end, as the people who answer it see it: confirmed, answered by a plan, asked of a partner, heard
by a board whose minutes leave as files, done, claimed, moderated, and traced back to the words that raised it.
"""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partnership.outcomes.models import Disruption, Outcome
from partnership.records.unscoped import everything
from partnership.requests.models import Request
from partnership.triage.models import Signal

from .beginning import ASKED, CODE_NAME, DEED, answer, cast_of
from .conftest import BRADFORD
from .meeting_steps import build_agenda, issue_minutes, open_minutes, plan_meeting, run_in_board_mode

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
QUESTION = "Do you hold complaints about stalls by the market gates?"
DONE = "Arches stood at both gates; nine knives were left in the bins."
CLAIM = "Knives no longer reach the market."
CHANGE = "Fewer weapons offences around the market."
QUOTE = "Nineteen offences of possession of weapons were recorded."


def test_one_warning_is_answered_and_what_came_of_it_leads_back_to_its_words(
    browse, raise_signal, person_with, neighbour
):
    signal, cast = raise_signal(), cast_of(person_with)
    analyst, chair, officer, partner = (
        browse().already_signed_in(person) for person in (cast.analyst, cast.chair, cast.officer, cast.partner)
    )
    confirm(analyst, signal)
    made = answer(Signal.objects.seen_by(cast.analyst).get(), cast)
    follow(analyst, made.action)

    ask_partner(analyst, made.group)
    answer_for_partner(partner)
    read_answer(analyst)

    plan_meeting(analyst, made.series)
    build_agenda(analyst)
    run_in_board_mode(analyst)
    issue_minutes(chair)
    open_minutes(chair)

    update(officer)
    hear_the_bell(analyst)
    claim(officer, made.action)
    moderate(chair)
    record_outcome(officer)

    trace_back(analyst, signal)
    walk_forward(analyst, signal)
    find(analyst, browse().already_signed_in(neighbour), signal)
    for window in (analyst, chair, officer, partner):
        assert window.misdeeds == []


def confirm(window, signal):
    """From My work to the board, to the signal, to the verdict."""
    page = window.page
    window.go("/")
    assert window.path() == "/work/"
    window.go(f"/boards/{BRADFORD}/")
    page.get_by_role("link", name=signal.statement).click()
    page.get_by_label("Confirm: it is real and the board should act on it").check()
    page.get_by_role("button", name="Save verdict").click()
    expect(page.get_by_role("alert", name="Success")).to_contain_text("confirmed")


def follow(window, action):
    window.go(action.get_absolute_url())
    window.page.get_by_role("button", name="Follow this record").click()
    expect(window.page.get_by_role("button", name="Stop following this record")).to_be_visible()


def ask_partner(window, group):
    """A partner that nobody asked before is pointed out first, and nothing is sent until that was read."""
    page = window.page
    window.go(group.get_absolute_url())
    page.get_by_role("link", name="Ask partners").click()
    expect(page.get_by_label("Mapped group")).to_be_checked()
    page.get_by_label("What do you ask?").fill(QUESTION)
    page.get_by_label("What for?").fill("To know which stalls to visit first.")
    page.get_by_label("Crime and Disorder Act 1998, section 115").check()
    page.get_by_label("Council (1 person there").check()
    page.get_by_role("button", name="Send to the partners chosen").click()
    expect(page.get_by_text("nobody has asked Council before")).to_be_visible()
    assert not everything(Request).exists()
    page.get_by_label("I have read the warnings above").check()
    page.get_by_role("button", name="Send to the partners chosen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)


def answer_for_partner(window):
    """From the partner's own home, which holds the question and nothing of what it is about."""
    page = window.page
    window.go("/work/")
    expect(page.get_by_text(CODE_NAME)).to_have_count(0)
    page.get_by_role("link", name=QUESTION).first.click()
    expect(page.get_by_text(CODE_NAME)).to_have_count(0)
    page.get_by_label("Hit: we hold something that may matter").check()
    page.get_by_label("Whom should they ring?").fill("Licensing desk")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("alert", name="Success")).to_contain_text("Answered: hit")


def read_answer(window):
    window.go(everything(Request).get().get_absolute_url())
    row = window.page.get_by_role("row").filter(has=window.page.get_by_role("link", name="Council"))
    expect(row).to_contain_text("Hit")
    expect(row).to_contain_text("Licensing desk")


def update(window):
    """By its owner, from their own home."""
    page = window.page
    window.go("/work/")
    page.get_by_role("link", name=DEED.rstrip(".")).first.click()
    if not page.url.endswith("/update/"):
        page.get_by_role("button", name="Say what was done").click()
    page.get_by_label("What was done?").fill(DONE)
    page.get_by_label("Done", exact=True).check()
    page.get_by_role("button", name="Save update").click()
    expect(page.get_by_text(DONE).first).to_be_visible()


def hear_the_bell(window):
    """Whoever follows the action is told that somebody else updated it, until they have read it."""
    page = window.page
    window.go("/work/")
    page.get_by_role("banner").get_by_role("link", name="Notices").click()
    expect(page.get_by_role("region", name="New")).to_contain_text(DEED)


def claim(window, action):
    page = window.page
    window.go(action.get_absolute_url())
    page.get_by_role("link", name="Claim a disruption").click()
    page.get_by_label("What was done?").fill(CLAIM)
    page.get_by_label("Under which P?").select_option("soc4p:protect")
    page.get_by_label("When?").fill(timezone.localdate().isoformat())
    page.get_by_label("What was affected?").select_option("market")
    page.get_by_label("For how long does that last?").select_option("months")
    page.get_by_label("What shows it?").fill("The log of the arches.")
    page.get_by_label("Moderate", exact=False).check()
    page.get_by_role("button", name="Claim it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CLAIM)


def moderate(window):
    """By somebody else, from their own home."""
    page = window.page
    window.go("/work/")
    page.get_by_role("link", name=CLAIM).first.click()
    page.get_by_label("Accept it, at the grade below").check()
    page.get_by_role("button", name="Save the decision").click()
    expect(page.get_by_role("alert", name="Success")).to_contain_text("It counts from now on")


def record_outcome(window):
    page = window.page
    window.go(everything(Disruption).get().get_absolute_url())
    page.get_by_role("link", name="Record what changed").click()
    page.get_by_label("What changed?").fill(CHANGE)
    page.get_by_label("In which harm?").select_option(index=1)
    page.get_by_label("Less of it").check()
    page.get_by_label("What else could explain it?").fill("The season; the same months of last year were looked at.")
    page.get_by_label("What shows it?").fill("Recorded offences around the market.")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CHANGE)


def trace_back(window, signal):
    """Every step, down to the quote, in this order."""
    page = window.page
    window.go(everything(Outcome).get().get_absolute_url())
    page.get_by_role("link", name="The whole trail, drawn").click()
    told = page.locator("ol.tocsin-trail").inner_text()
    threat = f"{signal.threat_name}, Bradford"
    places = [told.index(step) for step in (CHANGE, CLAIM, DEED, "The market", ASKED, threat, signal.statement, QUOTE)]
    assert places == sorted(places)
    page.get_by_role("region", name="The trail as a picture").get_by_role("link", name=DEED).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(DEED)


def walk_forward(window, signal):
    page = window.page
    window.go(signal.get_absolute_url())
    page.get_by_role("link", name="The whole trail, drawn").click()
    page.locator("ol.tocsin-trail").get_by_role("link", name=CHANGE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CHANGE)


def find(window, neighbour, signal):
    for words, title in (("arches", DEED), ("weapons", signal.statement), ("knives", CLAIM)):
        for reader, times in ((window, 1), (neighbour, 0)):
            reader.go("/work/")
            reader.page.get_by_role("searchbox", name="Find records").fill(words)
            reader.page.keyboard.press("Enter")
            expect(reader.page.get_by_role("heading", level=1)).to_have_text("Find")
            expect(reader.page.locator(".find-result__title").filter(has_text=title)).to_have_count(times)
    assert neighbour.misdeeds == []
