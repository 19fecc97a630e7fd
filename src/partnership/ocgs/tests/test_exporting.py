"""What leaves: only what the person may take out, with roles and no name of anybody who works here."""

import json

from django.urls import reverse

from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release

FORCE_ONLY = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Force only.")
SENT = {"format": "json", "recipient": "A reader", "agency": "An agency", "because": "Asked for"}


def taken(client, at):
    answer = client.post(at, SENT)
    assert answer.status_code == 200, answer.content.decode()
    assert "Content-Disposition" in answer.headers, answer.content.decode()
    return json.loads(b"".join(answer.streaming_content) if answer.streaming else answer.content)


def words(told):
    return json.dumps(told, ensure_ascii=False)


def test_the_groups_leave_with_their_assessments_and_enablers(
    client_for, group, assess, enabler, tie, bradford_analyst
):
    assess(step=3, note="By what was seized")
    tie(group, enabler)

    said = words(taken(client_for(bradford_analyst), reverse("ocgs:export-groups")))

    for part in ("Granite Harbour", "By what was seized", enabler.name, "Lets flats without papers", "measure of harm"):
        assert part in said
    assert "District analyst" in said
    assert bradford_analyst.name not in said


def test_an_enabler_that_may_not_leave_is_left_out_with_its_tie(client_for, group, enabler_of, tie, council_officer):
    tie(group, enabler_of(name="Freight depot", release=FORCE_ONLY), how="Lends lorries")

    said = words(taken(client_for(council_officer), reverse("ocgs:export-groups")))

    assert "Granite Harbour" in said
    assert "Freight depot" not in said
    assert "Lends lorries" not in said


def test_one_group_leaves_whole(client_for, group, assess, bradford_analyst):
    assess()

    said = words(taken(client_for(bradford_analyst), reverse("ocgs:export-group", args=[group.uuid])))

    assert "Four people acting together for a year" in said
    assert "It meets it" in said


def test_enablers_and_requirements_leave(client_for, enabler, requirement_of, bradford_analyst):
    requirement_of()
    client = client_for(bradford_analyst)

    assert enabler.name in words(taken(client, reverse("ocgs:export-enablers")))
    assert "Who lets the flats?" in words(taken(client, reverse("ocgs:export-requirements")))


def test_the_officer_exports_nothing(client_for, group, officer):
    assert client_for(officer).get(reverse("ocgs:export-groups")).status_code == 404
