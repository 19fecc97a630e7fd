"""The pages of recommendations, of who has opened a profile, and of feedback."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from partnership.profiles import actions, distributing

HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }} \u202eesrever \"'&"


def at(name, record, *more):
    return reverse(f"profiles:{name}", args=[record.uuid, *more])


def page(client, address, **options):
    return client.get(address, **options).content.decode()


def test_a_recommendation_is_made_declined_and_asked_again_on_its_pages(client_for, draft, analyst, council):
    client = client_for(council)
    told = {"text": "Talk to the schools", "p": "soc4p:prevent", "marking": "OFFICIAL", "handling": "P"}
    answer = client.post(at("recommend", draft.profile, 1), told, follow=True)
    assert "Recommendation 1.1 stands in edition 1." in answer.content.decode()
    made = draft.profile.recommendations.get()

    assert client.post(at("decline", made), {"version": 1, "because": ""}).status_code == 422
    client.post(at("decline", made), {"version": 1, "because": "Done elsewhere"})
    body = page(client, made.get_absolute_url())
    assert "Declined" in body
    assert "Done elsewhere" in body
    client.post(at("reopen", made), {"version": 2, "because": "It came back"})
    assert "Amber: not answered yet" in page(client, made.get_absolute_url())
    stale = client.post(at("decline", made), {"version": 1, "because": "Again"})
    assert stale.status_code == 409


def test_recommendations_are_narrowed_by_district_p_agency_and_state(client_for, draft, recommend, analyst, council):
    recommend(draft, "Talk to the schools", agency=council.agency)
    actions.decline(
        recommendation=recommend(draft, "Search the yard", p="soc4p:pursue"), because="No", by=analyst, seen_version=1
    )
    client, address = client_for(council), "/profiles/recommendations/"

    def shown(query):
        body = page(client, f"{address}?{query}")
        return {words for words in ("Talk to the schools", "Search the yard") if words in body}

    both = {"Talk to the schools", "Search the yard"}
    assert shown("") == both
    assert shown("p=soc4p:pursue") == {"Search the yard"}
    assert shown("agency=Council") == {"Talk to the schools"}
    assert shown("agency=none") == {"Search the yard"}
    assert shown("state=open") == {"Talk to the schools"}
    assert shown("state=red") == set()
    assert shown("district=E08000032") == both
    assert shown("district=E08000036&sort=-state") == both  # not on offer: narrows nothing


def test_it_is_sent_and_who_has_not_opened_it_is_listed(client_for, published, chair, council, partner):
    client = client_for(chair)
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    told = {"agencies": [council.agency.name, partner.agency.name], "note": "Read it", "until": until}

    body = client.post(at("send", published.profile), told, follow=True).content.decode()

    assert "Nobody there has opened it" in body
    client_for(partner).get(published.profile.get_absolute_url())
    body = page(client, at("readers", published.profile))
    assert "Partner" in body.split("Opened by")[1].split("Sent to")[0]
    assert "Council officer" in body.split("Not yet opened by")[1].split("Opened by")[0]


def test_nobody_is_sent_nothing(client_for, published, chair):
    answer = client_for(chair).post(at("send", published.profile), {"note": "Read it", "until": "2099-01-01"})

    assert answer.status_code == 422
    assert "Choose to whom it is sent" in answer.content.decode()


def test_a_partner_reads_the_shared_profile_with_all_it_recommends_and_nothing_else(
    client_for, draft, write, publish, recommend, analyst, chair, partner
):
    recommend(draft, "Inspect the yards")
    write(draft, analyst)
    edition = publish(draft)
    until = timezone.localdate() + timedelta(days=30)
    distributing.send(edition=edition, people=[partner], note="For you", until=until, by=chair)

    body = page(client_for(partner), edition.profile.get_absolute_url())

    assert "Inspect the yards" in body
    assert "Not shown to you" in body
    assert "Who has opened it" not in body
    assert client_for(partner).get(at("readers", edition.profile)).status_code == 404
    assert "Inspect the yards" not in page(client_for(partner), "/profiles/recommendations/")


def test_feedback_stands_on_the_page_with_its_author(client_for, published, officer, council):
    told = {"edition": "1", "topic": "promotion", "text": "Nobody here had heard of it."}

    client_for(officer).post(at("feedback", published.profile), told)

    body = page(client_for(council), published.profile.get_absolute_url())
    assert "How the profile is promoted" in body
    assert "Nobody here had heard of it." in body
    assert "Bradford officer" in body


def test_a_p_that_the_list_no_longer_holds_is_shown_as_it_is(client_for, draft, recommend, analyst):
    made = recommend(draft)
    type(made)._default_manager._queryset_class(type(made)).update(p="soc4p:partnership")

    assert "soc4p:partnership" in page(client_for(analyst), made.get_absolute_url())
    assert "soc4p:partnership" in page(client_for(analyst), at("change-recommendation", made))
