"""From a warning to an owned plan, and back: a confirmed signal becomes evidence of a threat's edition, that becomes a
profile's recommendation, that becomes an action for a group, and its lead responsible officer says what was done."""

from __future__ import annotations

import pytest
from playwright.sync_api import Response, expect

from partnership.areas.models import Area
from partnership.ocgs.actions import propose_group
from partnership.ocgs.rules import Duty
from partnership.ocgs.status_actions import approve_move, assign
from partnership.people.models import Agency, Person
from partnership.people.rules import Marking, Role
from partnership.plans.models import Action
from partnership.profiles.models import Profile, Recommendation
from partnership.profiles.police import start_police_part, write_passage
from partnership.profiles.writing import start_edition, start_profile
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything
from partnership.threats.actions import start_threat
from partnership.threats.models import Threat

from .conftest import BRADFORD, OPEN

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
POLICE = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "For the police alone.")
CODE_NAME, POLICE_WORDS = "Velvet Anchor", "Told by a source inside the yard"
STATEMENT = "Weapons are carried again around the market."
ASKED = "Search bags at the market gates on Saturdays."
DEED, DONE = "Put knife arches at both gates.", "Arches stood at both gates; nine knives were left in the bins."


@pytest.fixture
def analyst(person_with) -> Person:
    person = person_with(Role.DISTRICT_ANALYST)
    person.clearance = Marking.OFFICIAL_SENSITIVE
    person.save()
    return person


@pytest.fixture
def officer(person_with) -> Person:
    return person_with(Role.LEAD_RESPONSIBLE_OFFICER)


@pytest.fixture
def council(person_with) -> Person:
    person = person_with(Role.PARTNERSHIP_ANALYST)
    person.agency = Agency.objects.create(name="Council")
    person.save()
    return person


@pytest.fixture
def group(analyst, chair, officer):
    """Approved by the chair, and the officer answers for it."""
    made = propose_group(
        area_code=BRADFORD,
        release=POLICE,
        by=analyst,
        code_name=CODE_NAME,
        because="Seen by several sources.",
        crime_types=["firearms-and-violence"],
    )
    approve_move(move=made.moves.get(), because="It meets the definition.", by=chair, seen_version=made.version)
    made.refresh_from_db()
    told = {"duty": Duty.LEAD, "person": officer, "start": made.moves.get().decided_at.date()}
    assign(group=made, because="At the board.", by=analyst, seen_version=made.version, **told)
    return made


@pytest.fixture
def edition(analyst):
    """A draft of the first profile, whose police part names the group."""
    profile = start_profile(area=Area.objects.get(code=BRADFORD), release=OPEN, by=analyst)
    draft = start_edition(profile=profile, start=analyst.added_at.date(), end=analyst.added_at.date(), by=analyst)
    part = start_police_part(edition=draft, by=analyst)
    passage = part.passages.get(key="groups")
    words = f"{POLICE_WORDS}: {CODE_NAME}."
    write_passage(passage=passage, text=words, by=analyst, seen_version=passage.version)
    return draft


def test_a_warning_becomes_an_owned_plan_and_is_walked_back(
    browse, raise_signal, chair, analyst, officer, council, group, edition
):
    signal = raise_signal()
    start_threat(key=signal.threat, area=Area.objects.get(code=BRADFORD), release=OPEN, by=analyst)

    confirm(browse().already_signed_in(chair), signal)
    estimate(browse().already_signed_in(analyst), signal)
    recommend(browse().already_signed_in(analyst), edition)
    publish(browse().already_signed_in(chair), edition)
    plan(browse().already_signed_in(officer), group)
    update(browse(narrow=True).already_signed_in(officer))
    walk_back(browse().already_signed_in(officer), signal)
    read_as_partner(browse().already_signed_in(council))


def confirm(window, signal):
    window.go(signal.get_absolute_url())
    window.page.get_by_label("Confirm: it is real and the board should act on it").check()
    window.page.get_by_role("button", name="Save verdict").click()
    expect(window.page.get_by_role("alert", name="Success")).to_contain_text("confirmed")
    assert window.misdeeds == []


def estimate(window, signal):
    page = window.page
    window.go(f"{everything(Threat).get().get_absolute_url()}new-edition/")
    page.get_by_label("What is the threat?").fill(STATEMENT)
    page.get_by_label("Likely or probable").check()
    page.get_by_role("group", name="How confident are you").get_by_label("Moderate").check()
    page.get_by_label("What does the confidence rest on?").fill("Recorded offences, and one quarter only.")
    page.get_by_label(signal.statement).check()
    page.get_by_label("Why does what you ticked bear on it?").fill("The rise is what the estimate speaks of.")
    page.get_by_role("button", name="Put this edition in force").click()
    expect(page.get_by_role("heading", name="Edition 1, in force")).to_be_visible()
    thread = page.get_by_role("region", name="The thread")
    expect(thread.get_by_role("link", name=signal.statement).first).to_be_visible()
    assert window.misdeeds == []


def recommend(window, edition):
    page = window.page
    address = f"{edition.profile.get_absolute_url()}editions/{edition.number}/"
    window.go(address)
    page.get_by_role("link", name="Write this section : What this profile covers").click()
    page.get_by_label("The words").fill("Bradford, and the market above all.")
    page.get_by_role("button", name="Save this section").click()
    window.go(f"{address}recommend/")
    page.get_by_label("What is recommended?").fill(ASKED)
    page.get_by_label("Protect:").check()
    page.get_by_label("Which agency should do it?").select_option("Council")
    page.get_by_label("Which threat does it answer?").select_option(index=1)
    page.get_by_role("button", name="Add the recommendation").click()
    expect(page.get_by_text(ASKED).first).to_be_visible()
    assert window.misdeeds == []


def publish(window, edition):
    window.go(f"{edition.profile.get_absolute_url()}editions/{edition.number}/publish/")
    window.page.get_by_role("button", name="Publish").click()
    expect(window.page.get_by_role("alert", name="Success")).to_be_visible()
    assert window.misdeeds == []


def plan(window, group):
    page = window.page
    window.go(f"/plans/add/group/{group.uuid}/")
    page.get_by_label("What is the plan called?").fill("The market")
    page.get_by_role("button", name="Start the plan").click()
    page.get_by_role("button", name="Add an action").click()
    under = page.get_by_label("Under which P, and which objective?")
    under.select_option(under.locator("option", has_text="Protect").first.get_attribute("value"))
    page.get_by_label("What is to be done?").fill(DEED)
    page.get_by_label("Does it answer a recommendation?").select_option(index=1)
    page.get_by_role("button", name="Add the action").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(DEED)
    assert window.misdeeds == []


def update(window):
    """From My groups, on a narrow screen."""
    page = window.page
    window.go("/plans/mine/")
    expect(page.get_by_role("heading", name=CODE_NAME)).to_be_visible()
    page.get_by_text("Open actions (1)").click()
    page.get_by_role("link", name=f"Update {DEED}").first.click()
    assert not window.scrolls_sideways()
    page.get_by_label("What was done?").fill(DONE)
    page.get_by_label("Done", exact=True).check()
    page.get_by_role("button", name="Save update").click()
    expect(page.get_by_text(DONE).first).to_be_visible()
    assert not window.scrolls_sideways()
    assert window.misdeeds == []


def walk_back(window, signal):
    """Action, recommendation, threat, signal, and the words that raised it: one click each."""
    page = window.page
    action = everything(Action).get()
    window.go(action.get_absolute_url())
    for title in (ASKED, ", Bradford", signal.statement):
        page.get_by_role("region", name="The thread").get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(signal.statement)
    expect(page.get_by_role("region", name="What it rests on").locator("blockquote").first).to_be_visible()
    page.get_by_role("region", name="The thread").get_by_role("link", name=", Bradford").click()
    expect(page.get_by_text(STATEMENT).first).to_be_visible()
    assert window.misdeeds == []


def read_as_partner(window):
    """The council's analyst reads the profile, and in no byte that reaches them stands a word of the police part."""
    received: list[str] = []

    def keep(answer: Response) -> None:
        received.append(f"{answer.url} {answer.all_headers()} {answer.body().decode('utf-8', 'replace')}")

    window.page.on("response", keep)
    profile = everything(Profile).get()
    window.go(profile.get_absolute_url())
    expect(window.page.get_by_text(ASKED).first).to_be_visible()
    for link in ("Recommendations", "Threat picture", "Groups", "Plans", "Meetings", "Requests", "Outcomes"):
        window.page.get_by_role("link", name=link, exact=True).first.click()
    window.go(everything(Recommendation).get().get_absolute_url())

    assert len(received) > 5
    assert [text[:80] for text in received if POLICE_WORDS in text or CODE_NAME in text] == []
    assert window.misdeeds == []
