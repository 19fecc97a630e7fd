"""The pages of disruptions and of what changed: who may open them, what they count, and what they never tell."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnership.outcomes.models import Disruption, Outcome
from partnership.outcomes.rules import ClaimState, Grade
from partnership.records.unscoped import everything
from partnership.thread.actions import tie

from .conftest import POLICE

HOSTILE = "\u202eסוד <script>alert(1)</script> {{ 7 }} ' \" &"
HELD = {"marking": "OFFICIAL", "handling": "P", "conditions": ""}


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def typed(days_ago):
    """A claim as somebody types it."""
    told = {"what": "Two licences revoked", "p": "soc4p:pursue", "happened_on": days_ago(30).isoformat()}
    told |= {"affected": "market", "lasts": "months", "evidence": "The register", "grade": "moderate"}
    return HELD | told


@pytest.fixture
def at(action, claimed, recorded):
    disruption, outcome = claimed().get_absolute_url(), recorded().get_absolute_url()
    return {
        "claim": f"/outcomes/claim/action/{action.uuid}/",
        "record": f"/outcomes/record/action/{action.uuid}/",
        "disruption": disruption,
        "edit claim": f"{disruption}edit/",
        "withdraw": f"{disruption}withdraw/",
        "agencies": f"{disruption}agencies/",
        "outcome": outcome,
        "edit outcome": f"{outcome}edit/",
    }


def test_a_neighbour_finds_nothing_of_bradfords(at, client_for, neighbour):
    client = client_for(neighbour)

    assert {name for name, address in at.items() if client.get(address).status_code != 404} == set()
    for address in ("/outcomes/", "/outcomes/changes/"):
        assert "licences" not in text_of(client.get(address))


def test_the_lead_responsible_officer_opens_every_page_but_the_moderators(at, client_for, officer):
    client = client_for(officer)

    assert {name: client.get(address).status_code for name, address in at.items()} == dict.fromkeys(at, 200)
    assert client.get(f"{at['disruption']}moderate/").status_code == 404
    assert client.get("/outcomes/waiting/").status_code == 404


def test_whoever_only_reads_claims_and_changes_nothing(at, client_for, commissioners_officer):
    client = client_for(commissioners_officer)

    assert {name for name, address in at.items() if client.get(address).status_code == 200} == {"disruption", "outcome"}


def test_the_pages_below_lead_here(client_for, bradford_chair, group, plan, action):
    client = client_for(bradford_chair)

    for record in (group, plan, action):
        assert f"/outcomes/claim/{record.slug}/{record.uuid}/" in text_of(client.get(record.get_absolute_url()))


def test_nothing_is_claimed_for_what_no_disruption_rests_on(client_for, bradford_chair, recorded):
    client, outcome = client_for(bradford_chair), recorded()

    assert client.get(f"/outcomes/claim/outcome/{outcome.uuid}/").status_code == 404
    assert client.get(f"/outcomes/claim/weather/{outcome.uuid}/").status_code == 404


def test_a_claim_is_made_on_its_page(action, client_for, officer, typed):
    answer = client_for(officer).post(f"/outcomes/claim/action/{action.uuid}/", typed, follow=True)

    made = Disruption.objects.seen_by(officer).get()
    assert (made.what, made.claimed_grade) == ("Two licences revoked", Grade.MODERATE)
    assert "Waiting to be moderated" in text_of(answer)


def test_a_second_claim_is_asked_about_and_joined(action, claimed, client_for, add_person, typed):
    first = claimed(what="The first of them")
    theirs = add_person("Licensing officer", "lead-responsible-officer", "Council", "E08000032")
    client, address = client_for(theirs), f"/outcomes/claim/action/{action.uuid}/"

    asked = client.post(address, typed)
    assert asked.status_code == 422
    assert "The first of them" in text_of(asked)

    client.post(address, typed | {"same_as": str(first.uuid)})
    assert [part.agency.name for part in first.contributions.all()] == ["Council"]
    assert Disruption.objects.seen_by(theirs).count() == 1

    client.post(address, typed | {"same_as": "another", "another_because": "Other premises"})
    assert Disruption.objects.seen_by(theirs).get(another_because="Other premises")


def test_a_claimer_is_told_nothing_of_a_claim_they_do_not_see(action, claimed, client_for, add_person, typed):
    claimed(what="What they must not read", release=POLICE)
    theirs = add_person("Licensing officer", "lead-responsible-officer", "Council", "E08000032")

    answer = client_for(theirs).post(f"/outcomes/claim/action/{action.uuid}/", typed, follow=True)

    assert answer.redirect_chain
    assert "What they must not read" not in text_of(answer)


def test_a_chair_moderates_with_what_looks_like_the_same_event_beside(claimed, client_for, bradford_chair, add_person):
    theirs = add_person("Licensing officer", "lead-responsible-officer", "Council", "E08000032")
    claimed(what="The first of them", release=POLICE)
    second = claimed(by=theirs)
    client = client_for(bradford_chair)

    page = text_of(client.get(f"/outcomes/disruptions/{second.uuid}/moderate/"))
    assert "The first of them" in page
    assert "does not see that one" in page

    told = {"version": second.version, "decision": "accept", "grade": "moderate", "because": "", "same_as": ""}
    client.post(f"/outcomes/disruptions/{second.uuid}/moderate/", told)
    second.refresh_from_db()
    assert (second.state, second.grade) == (ClaimState.ACCEPTED, Grade.MODERATE)


@pytest.mark.parametrize(
    "told",
    [
        {"decision": "accept", "grade": "major"},  # another grade, without a reason
        {"decision": "decline", "grade": "moderate"},
        {"decision": "fold", "grade": "moderate", "because": "One event"},
    ],
)
def test_a_decision_that_lacks_something_is_refused_and_nothing_is_lost(claimed, client_for, bradford_chair, told):
    made = claimed()

    sent = {"version": made.version, "because": "", "same_as": "", "agency_did": ""} | told
    answer = client_for(bradford_chair).post(f"/outcomes/disruptions/{made.uuid}/moderate/", sent)

    made.refresh_from_db()
    assert (answer.status_code, made.state) == (422, ClaimState.CLAIMED)


def test_a_duplicate_names_the_other_claim_only_to_those_who_see_it(
    claimed, client_for, bradford_chair, add_person, officer
):
    theirs = add_person("Licensing officer", "lead-responsible-officer", "Council", "E08000032")
    first = claimed(what="The first of them", release=POLICE)
    second = claimed(by=theirs)
    told = {"version": second.version, "decision": "fold", "grade": "moderate", "because": "One visit"}
    told |= {"same_as": str(first.uuid), "agency_did": "Inspected with the police"}

    client_for(bradford_chair).post(f"/outcomes/disruptions/{second.uuid}/moderate/", told)

    assert "The first of them" in text_of(client_for(officer).get(second.get_absolute_url()))
    page = text_of(client_for(theirs).get(second.get_absolute_url()))
    assert "counted with another claim" in page
    assert "The first of them" not in page


def test_charts_count_accepted_disruptions_once_and_only_what_the_viewer_sees(
    accepted, claimed, client_for, officer, council_officer, days_ago
):
    accepted(grade=Grade.MAJOR)
    accepted(release=POLICE, happened_on=days_ago(120))
    claimed(happened_on=days_ago(200))

    assert "2 accepted disruptions, 1 of them major" in text_of(client_for(officer).get("/outcomes/"))
    assert "1 accepted disruption, 1 of them major" in text_of(client_for(council_officer).get("/outcomes/"))
    narrowed = text_of(client_for(officer).get("/outcomes/?p=soc4p:protect"))
    assert "No disruption under the filters chosen" in narrowed


def test_the_lists_read_no_more_for_more_rows(accepted, recorded, client_for, officer, days_ago):
    def reads(address):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client_for(officer).get(address)
        return len(asked)

    accepted()
    recorded()
    before = [reads(address) for address in ("/outcomes/", "/outcomes/changes/")]
    for days in (100, 200, 300):
        accepted(happened_on=days_ago(days))
        recorded()

    assert [reads(address) for address in ("/outcomes/", "/outcomes/changes/")] == before


def test_hostile_words_stay_words(accepted, recorded, client_for, officer):
    made, changed = accepted(what=HOSTILE, evidence=HOSTILE), recorded(text=HOSTILE, not_explained_by=HOSTILE)
    client = client_for(officer)

    for address in ("/outcomes/", "/outcomes/changes/", made.get_absolute_url(), changed.get_absolute_url()):
        assert "<script>alert(1)" not in text_of(client.get(address))


def test_what_changed_is_recorded_with_its_periods(plan, client_for, officer, days_ago):
    told = {"text": "Fewer thefts", "harm": "financial", "direction": "less", "evidence": "The ledger"}
    told |= {"not_explained_by": "The price of copper", "observed_on": days_ago(1).isoformat(), "figures_are": "count"}
    told |= {"measure": "thefts of metal", "before": "30", "after": "12"}
    told |= {"before_start": days_ago(60).isoformat(), "before_end": days_ago(33).isoformat()}
    told |= {"after_start": days_ago(32).isoformat(), "after_end": days_ago(5).isoformat()}
    client, address = client_for(officer), f"/outcomes/record/plan/{plan.uuid}/"

    refused = client.post(address, HELD | told | {"after_start": days_ago(40).isoformat(), "not_explained_by": ""})
    assert refused.status_code == 422
    assert "overlap" in text_of(refused)
    assert "what else could explain it" in text_of(refused)

    page = text_of(client.post(address, HELD | told, follow=True))
    assert everything(Outcome).count() == 1
    assert "−60 %" in page


def test_somebody_who_was_overtaken_is_shown_what_changed(claimed, client_for, officer, typed):
    made = claimed()
    client, address = client_for(officer), f"/outcomes/disruptions/{made.uuid}/edit/"
    client.post(address, typed | {"version": made.version, "what": "Changed meanwhile"})

    answer = client.post(address, typed | {"version": made.version, "what": "Typed here"})

    assert answer.status_code == 409
    assert "Changed meanwhile" in text_of(answer)
    assert "Typed here" in text_of(answer)


def test_signals_like_one_say_which_led_to_a_disruption(
    signal_of, group, accepted, bradford_chair, client_for, council_officer
):
    first, other = signal_of(1), signal_of(2)
    from_signal(group, other, bradford_chair)
    made = accepted()

    page = text_of(client_for(council_officer).get(f"/outcomes/signals/{first.uuid}/"))
    assert "1 led to a disruption" in page
    assert made.what in page
    assert f"/outcomes/signals/{first.uuid}/" in text_of(client_for(council_officer).get(first.get_absolute_url()))


def from_signal(group, signal, by):
    tie(record=group, on=signal, because="It was found by it", by=by)
