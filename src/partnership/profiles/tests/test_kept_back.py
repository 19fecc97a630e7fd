"""Nothing of the police part, and no group's code name, is in any byte that the council or a partner receives."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from partnership.profiles import distributing, pages, police, writing
from partnership.profiles.exporting import edition_contents, police_contents, recommendations_contents

from .conftest import CLOSE, PERIOD

# Each stands in one place that only police may read.
POLICE_WORDS = ("Amber Lantern", "Velvet Anchor", "Accountants of the quay", "Tungsten", "Closely held estimate")


@pytest.fixture
def closely_held(group_of, enabler_for, threat_of):
    enabler_for(group_of("Amber Lantern"), "Accountants of the quay")
    group_of("Velvet Anchor", crime="fraud")
    threat_of("drugs-supply", "Closely held estimate", CLOSE)
    threat_of("fraud", "Courier fraud.")


@pytest.fixture
def full(closely_held, profile, analyst, council, recommend, write, publish):
    """A published edition and a draft, each with a police part that holds every one of those words."""
    for because in ("", "New"):
        draft = writing.start_edition(profile=profile, by=analyst, **PERIOD)
        part = police.start_police_part(edition=draft, by=analyst)
        passage = part.passages.get(key="groups")
        police.write_passage(passage=passage, text="Tungsten says so.", by=analyst, seen_version=passage.version)
        write(draft, council, "groups", "What kinds of groups there are.")
        recommend(draft, f"Tungsten, {draft.number}", p="soc4p:pursue", release=CLOSE)
        recommend(draft, "Talk to the schools")
        if not because:
            publish(draft)
            profile.refresh_from_db()
    return profile


def addresses(profile):
    """Every page of the profile, of both editions, and of what they recommend."""
    told = [reverse("profiles:profiles"), reverse("profiles:recommendations"), profile.get_absolute_url()]
    told += [reverse(f"profiles:{name}", args=[profile.uuid]) for name in ("changes", "readers", "send", "feedback")]
    for edition in profile.editions.all():
        names = ("edition", "export-edition", "change-edition", "figures", "add-section", "recommend")
        told += [reverse(f"profiles:{name}", args=[profile.uuid, edition.number]) for name in names]
        told += [reverse("profiles:section", args=[profile.uuid, one.uuid]) for one in edition.sections.all()]
    told += [reverse("profiles:export-profiles"), reverse("profiles:export-recommendations")]
    return told


def words_in(text):
    return [word for word in POLICE_WORDS if word.casefold() in text.casefold()]


def text_of(answer):
    """All that can be read in a file, whatever it is made of."""
    data = answer.content
    if data[:4] == b"%PDF":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).replace("\n", " ")
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            return " ".join(held.read(name).decode("utf-8", "ignore") for name in held.namelist())
    return data.decode()


@pytest.mark.parametrize("who", ["council", "partner", "officer"])
def test_no_page_that_they_open_holds_a_word_of_it(request, full, client_for, analyst, chair, who):
    person = request.getfixturevalue(who)
    edition = full.editions.get(number=1)
    until = timezone.localdate() + timedelta(days=9)
    if who == "partner":
        distributing.send(edition=edition, people=[person], note="Read it", until=until, by=chair)
    client, opened = client_for(person), 0

    for address in addresses(full):
        answer = client.get(address)
        opened += answer.status_code == 200
        assert words_in(answer.content.decode() + str(answer.headers)) == [], address

    assert opened >= 4


def test_the_same_pages_hold_them_all_for_police(full, client_for, analyst):
    """Otherwise the test above would look for what is nowhere."""
    parts = police.parts_of(full.editions.get(number=1), analyst)

    body = client_for(analyst).get(parts[0].get_absolute_url()).content.decode()

    assert words_in(body) == list(POLICE_WORDS)


@pytest.mark.parametrize("name", ["internal", "internal-changes", "export-internal", "police-figures"])
@pytest.mark.parametrize("who", ["council", "partner", "neighbour"])
def test_the_police_part_looks_as_if_it_were_not_there(request, full, client_for, analyst, name, who):
    part = police.parts_of(full.editions.get(number=2), analyst)[0]
    client = client_for(request.getfixturevalue(who))
    there = [[part.uuid], [part.uuid, part.passages.first().uuid]]
    nowhere = [[uuid4()], [uuid4(), uuid4()]]

    for method in (client.get, client.post):
        answers = [
            (answer.status_code, re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content))
            for told in (there, nowhere)
            for named, args in ((name, told[0]), ("passage", told[1]))
            for answer in [method(reverse(f"profiles:{named}", args=args))]
        ]
        assert answers[:2] == answers[2:]
        assert {status for status, _ in answers} <= {404, 405}


def test_a_form_that_the_council_sends_gives_none_of_it_back(full, client_for, council):
    client, draft = client_for(council), full.editions.get(number=2)
    section = draft.sections.get(key="groups")
    at = reverse("profiles:section", args=[full.uuid, section.uuid])

    for told in ({"text": "", "version": 1}, {"text": "Ours", "version": 99, "seen": "x"}, {}):
        answer = client.post(at, told)
        assert words_in(answer.content.decode()) == []
    for name in ("figures", "change-edition", "add-section", "recommend", "start-police-part"):
        answer = client.post(reverse(f"profiles:{name}", args=[full.uuid, 2]), {}, follow=True)
        assert words_in(answer.content.decode()) == []


@pytest.mark.parametrize("form", ["pdf", "docx", "json", "csv", "xlsx"])
def test_no_file_that_the_council_takes_out_holds_a_word_of_it(full, export, council, form):
    for number in (1, 2):
        answer = export(council, reverse("profiles:export-edition", args=[full.uuid, number]), form)
        assert answer.status_code == 200, answer.content
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert words_in(text_of(answer)) == []


@pytest.mark.parametrize("form", ["pdf", "docx", "json"])
def test_a_file_for_police_holds_them(full, export, analyst, form):
    part = police.parts_of(full.editions.get(number=1), analyst)[0]

    answer = export(analyst, reverse("profiles:export-internal", args=[part.uuid]), form)

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="OFFICIAL-SENSITIVE_')
    assert set(words_in(text_of(answer))) >= {"Tungsten", "Closely held estimate"}


def test_even_police_take_none_of_it_out_with_the_edition_for_partners(full, analyst):
    contents = edition_contents(analyst, full.editions.get(number=1))

    assert words_in(str(contents.paper) + str(contents.tables)) == []
    assert contents.release == full.release


def test_the_police_paper_is_held_as_closely_as_the_closest_thing_in_it(full, analyst):
    part = police.parts_of(full.editions.get(number=1), analyst)[0]

    contents = police_contents(analyst, part)

    assert (contents.release.marking, contents.release.handling) == ("OFFICIAL-SENSITIVE", "C")
    assert "For police only." in contents.release.conditions
    assert set(words_in(str(contents.paper))) == set(POLICE_WORDS)


def test_the_list_that_the_council_exports_counts_nothing_they_do_not_see(full, analyst, council):
    assert len(recommendations_contents(analyst).records) == 4
    assert len(recommendations_contents(council).records) == 2
    assert recommendations_contents(council).left_out == 0


def test_a_closer_recommendation_leaves_the_profile_page_as_it_was(full, client_for, council, recommend):
    client = client_for(council)
    at = reverse("profiles:edition", args=[full.uuid, 2])
    before = pages.edition_parts(council, full.editions.get(number=2), timezone.localdate())["parts"]

    recommend(full.editions.get(number=2), "Tungsten again", release=CLOSE)

    after = pages.edition_parts(council, full.editions.get(number=2), timezone.localdate())["parts"]
    assert [part.recommended for part in after] == [part.recommended for part in before]
    assert "Tungsten" not in client.get(at).content.decode()
