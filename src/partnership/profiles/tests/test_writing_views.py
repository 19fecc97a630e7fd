"""The pages on which a profile is written and published."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from partnership.profiles import writing
from partnership.records.rules import Release

from .conftest import CLOSE, PERIOD

HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }} \u202eesrever \"'&"


def at(name, record, *more):
    return reverse(f"profiles:{name}", args=[record.uuid, *more])


def page(client, address, **options):
    return client.get(address, **options).content.decode()


def test_a_profile_is_begun_and_drafted_in_two_steps(client_for, analyst):
    client = client_for(analyst)
    told = {"area": "E08000032", "marking": "OFFICIAL", "handling": "P", "conditions": ""}

    first = client.post("/profiles/start/", told, follow=True)
    second = client.post(first.request["PATH_INFO"], {"start": "2015-04-01", "end": "2015-09-30"}, follow=True)

    assert "Start the edition" in first.content.decode()
    assert "Drafted from live figures" in second.content.decode()
    assert "Every district where you are posted has a profile already" in page(client, "/profiles/start/")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"start": "", "end": "2015-09-30"}, "Enter a day"),
        ({"start": "2015-10-01", "end": "2015-09-30"}, "Enter a last day that is not before the first"),
        ({"start": "soon", "end": "2015-09-30"}, "Enter a day, such as"),
    ],
)
def test_a_period_that_is_none_is_refused_beside_its_field(client_for, profile, analyst, told, words):
    answer = client_for(analyst).post(at("start-edition", profile), told)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_whoever_is_overtaken_loses_nothing_and_sees_both(client_for, draft, write, analyst, council):
    section = draft.sections.get(key="about")
    client, address = client_for(analyst), at("section", draft.profile, section.uuid)
    form = client.get(address).context["form"]
    sent = {"version": form["version"].value(), "seen": form["seen"].value(), "text": "Mine", "evidence_of": ""}
    write(draft, council, "about", "Theirs")

    answer = client.post(address, sent)

    body = answer.content.decode()
    assert answer.status_code == 409
    assert "Council officer wrote in it while you were." in body
    assert "Theirs" in body
    assert ">\nMine</textarea>" in body
    again = answer.context["form"]
    told = {"version": again["version"].value(), "seen": again["seen"].value(), "text": "Both", "evidence_of": ""}
    assert client.post(address, told).status_code == 302
    section.refresh_from_db()
    assert section.text == "Both"


def test_what_somebody_wrote_is_not_published_unread(client_for, draft, write, analyst, council, chair):
    write(draft, analyst)
    client, address = client_for(chair), at("publish", draft.profile, 1)
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in ("version", "seen", "read")}
    write(draft, council, "victims", "At the last moment")

    answer = client.post(address, sent)

    assert answer.status_code == 409
    assert "Somebody wrote in it after you opened this page" in answer.content.decode()
    sent["read"] = answer.context["form"]["read"].value()
    assert client.post(address, sent).status_code == 302
    draft.refresh_from_db()
    assert not draft.is_draft


def test_the_chair_is_told_what_is_missing_before_publishing(client_for, draft, write, recommend, analyst, chair):
    write(draft, analyst, "impact", "Old news.", date(2014, 1, 31))
    recommend(draft)

    body = page(client_for(chair), at("publish", draft.profile, 1))

    assert "nobody has written anything" in body
    assert "its evidence is of 31 January 2014" in body
    assert "no agency named, or no day set" in body


@pytest.mark.parametrize("name", ["change-edition", "figures", "add-section", "recommend", "start-police-part"])
def test_a_published_edition_is_no_longer_written(client_for, published, analyst, name):
    client = client_for(analyst)

    for method in (client.get, client.post):
        answer = method(at(name, published.profile, 1))
        assert (answer.status_code, answer.headers["Location"]) == (302, published.get_absolute_url())


def test_a_profile_held_closely_is_compared_with_what_it_may_say(profile, analyst, threat_of):
    """Held as closely as the threat, it may tell of it."""
    threat_of("fraud", "Closely held", CLOSE)
    release = Release(CLOSE.marking, CLOSE.handling, CLOSE.conditions)
    profile.release = release
    profile.save()

    draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)

    assert "Closely held" in str(draft.sections.get(key="threats").figures)
