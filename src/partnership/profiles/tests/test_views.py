"""The pages of a profile, as those who write it, read it and answer for it open them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnership.areas.models import Area
from partnership.audit import queries as audit
from partnership.audit.models import Event
from partnership.people.rules import Role
from partnership.profiles import distributing, writing
from partnership.profiles.models import Profile
from partnership.profiles.rules import Topic

from .conftest import OPEN, PERIOD

HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }} \u202eesrever \"'&"


def at(name, record, *more):
    return reverse(f"profiles:{name}", args=[record.uuid, *more])


def page(client, address, **options):
    return client.get(address, **options).content.decode()


@pytest.fixture
def reader(officer):
    """Bradford's lead responsible officer, who reads profiles and writes none."""
    return officer


def test_without_a_profile_the_list_says_what_to_do(client_for, analyst, reader):
    assert "Start one: it is drafted from what this site holds" in page(client_for(analyst), "/profiles/")
    body = page(client_for(reader), "/profiles/")
    assert "No profile that you may see is here yet." in body
    assert "Start a profile" not in body


def test_the_list_shows_only_what_somebody_sees(client_for, published, neighbour, reader):
    assert "Bradford" in page(client_for(reader), "/profiles/")
    assert "Bradford" not in page(client_for(neighbour), "/profiles/").replace("Bradford analyst", "")
    event = Event.objects.get(did="read list of profiles", actor_id=str(reader.pk))
    assert [shown.object_key for shown in event.shown.all()] == [published.profile.uuid.hex]


def test_the_list_counts_who_has_not_opened_it(client_for, published, chair, council, reader):
    distributing.send(edition=published, people=[council], note="Read it", until=None, by=chair)

    body = page(client_for(reader), "/profiles/")

    assert "1 person" in body
    assert "Sent to you" not in body


def test_whoever_was_sent_it_is_told_so_until_they_open_it(client_for, published, chair, council):
    distributing.send(edition=published, people=[council], note="Before Tuesday’s board", until=None, by=chair)
    client = client_for(council)

    assert "Sent to you, not opened" in page(client, "/profiles/")
    assert "Before Tuesday’s board" in page(client, published.profile.get_absolute_url())
    assert "Sent to you, not opened" not in page(client, "/profiles/")


def test_the_list_is_filtered_and_sorted_by_its_address(client_for, published, draft, analyst):
    client = client_for(analyst)

    assert "No profile under the filters chosen" in page(client, "/profiles/?refresh=overdue")
    assert 'aria-sort="descending"' in page(client, "/profiles/?sort=-refresh")
    assert client.get("/profiles/?sort=nothing&page=99&refresh=x").status_code == 200


def test_a_profile_takes_as_many_reads_however_many_there_are(client_for, published, add_person, chair, council):
    """Of the list, and of the page itself."""
    distributing.send(edition=published, people=[council], note="Read it", until=None, by=chair)
    force = add_person("Force reader", Role.COMMISSIONERS_OFFICER, "Commissioner", "E08000032", "E23000010")
    client = client_for(force)

    def reads(address):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as held:
            client.get(address)
        return len(held)

    one = reads("/profiles/")
    for code in ("E08000033", "E08000034", "E08000035", "E08000036"):
        force.postings.create(area_code=code)
        made = Profile(area_code=code, area_name=Area.objects.get(code=code).name, edition=1)
        made.release = OPEN
        made.save()
    assert reads("/profiles/") == one


def test_a_long_profile_takes_as_many_reads_as_a_short_one(client_for, draft, write, publish, recommend, analyst):
    client = client_for(analyst)

    def reads():
        address = draft.get_absolute_url()
        client.get(address)
        with CaptureQueriesContext(connection) as held:
            client.get(address)
        return len(held)

    recommend(draft)
    before = reads()
    for n in range(5):
        recommend(draft, f"Number {n}")
        writing.add_area_section(edition=draft, key="area", pwa_code=f"A{n}", pwa_name=f"Area {n}", by=analyst)
    assert reads() == before


def test_the_published_edition_is_read_by_everybody_on_the_board(client_for, published, reader):
    body = page(client_for(reader), published.profile.get_absolute_url())

    assert "What this is about." in body
    assert "Write this section" not in body
    assert "Due soon" not in body
    event = audit.history_of(published.profile).first()
    assert (event.did, event.detail) == ("read profile", {"number": 1})


def test_a_draft_is_read_by_those_alone_who_write_it(client_for, draft, write, reader, council):
    write(draft, council, text="Half a sentence")

    assert "Half a sentence" in page(client_for(council), draft.get_absolute_url())
    body = page(client_for(reader), draft.get_absolute_url())
    assert "Edition 1 is being written" in body
    assert "Half a sentence" not in body
    assert "Half a sentence" not in page(client_for(reader), at("changes", draft.profile))
    assert client_for(council).get(at("export-edition", draft.profile, 1)).status_code == 200


@pytest.mark.parametrize("name", ["profile", "changes", "readers", "send", "feedback", "start-edition"])
def test_a_neighbour_from_the_next_district_finds_nothing(client_for, published, neighbour, name):
    assert client_for(neighbour).get(at(name, published.profile)).status_code == 404


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "Out of date: its refresh was due"), (10, "Its refresh is due"), (100, "")],
)
def test_a_profile_says_when_its_refresh_is_due(client_for, published, reader, days, words):
    due = timezone.localdate() + timedelta(days=days)
    type(published.profile)._default_manager._queryset_class(Profile).update(refresh_due=due)

    body = page(client_for(reader), published.profile.get_absolute_url())

    assert words in body
    assert ("refresh" in body.split("<h1")[1].split("records/")[0]) is bool(words)


def test_old_evidence_is_greyed_and_says_so(client_for, draft, write, publish, analyst, reader):
    write(draft, analyst, "impact", "What residents notice.", date(2014, 1, 31))
    write(draft, analyst, "victims", "Who is at risk.", timezone.localdate())
    publish(draft)

    body = page(client_for(reader), draft.profile.get_absolute_url())

    assert body.count("profiles-wording profiles-old") == 1
    assert "Newest evidence: 31 January 2014, older than 12 months." in body


def test_opening_a_published_edition_leaves_one_receipt(client_for, published, reader, council):
    client = client_for(reader)
    for _ in range(2):
        client.get(published.profile.get_absolute_url())
    client_for(council).head(published.get_absolute_url())

    assert [receipt.person for receipt in published.profile.receipts.all()] == [reader]


def test_an_earlier_edition_leads_to_the_newest(client_for, published, write, publish, analyst, reader):
    publish(writing.start_edition(profile=published.profile, by=analyst, **PERIOD))

    body = page(client_for(reader), published.get_absolute_url())

    assert "This is an earlier edition." in body
    assert "Read edition 2" in body


def test_two_editions_are_compared_word_by_word(client_for, published, write, publish, analyst, reader):
    after = writing.start_edition(profile=published.profile, by=analyst, **PERIOD)
    write(after, analyst, text="What this is all about.")
    publish(after)
    client = client_for(reader)

    body = page(client, at("changes", published.profile))

    assert "What changed from edition 1 to edition 2" in body
    assert "</span>all <span" in body.replace("\n", "") or "all" in body.split("<ins>")[1]
    assert "As they were: Threat picture;" in body.replace("<bdi>", "").replace("</bdi>", "")
    backwards = page(client, f"{at('changes', published.profile)}?from=2&to=1")
    assert "from edition 2 to edition 1" in backwards
    assert client.get(f"{at('changes', published.profile)}?from=x&to=99").status_code == 200


def test_with_one_edition_there_is_nothing_to_compare(client_for, published, reader):
    assert "only one edition is published" in page(client_for(reader), at("changes", published.profile))


def test_hostile_words_stay_words_on_every_page(client_for, draft, write, publish, recommend, analyst, officer):
    writing.add_area_section(edition=draft, key="area", pwa_code="H1", pwa_name=HOSTILE, by=analyst)
    write(draft, analyst, "about", f"{HOSTILE}\n\n# {HOSTILE}\n- {HOSTILE}")
    made = recommend(draft, HOSTILE, owner_role=HOSTILE, measure=HOSTILE)
    publish(draft)
    distributing.give_feedback(profile=draft.profile, number=1, topic=Topic.OTHER, text=HOSTILE, by=officer)
    client = client_for(analyst)

    for address in (
        draft.profile.get_absolute_url(),
        made.get_absolute_url(),
        "/profiles/recommendations/",
    ):
        body = page(client, address)
        assert "<script>alert" not in body
        assert "{{ 7|add:7 }}" in body


def test_a_section_that_the_list_no_longer_holds_is_still_read(client_for, published, reader):
    published.sections.filter(key="about").update(key="gone", heading="What it was called")

    body = page(client_for(reader), published.profile.get_absolute_url())

    assert "What it was called" in body
    assert "What this is about." in body
