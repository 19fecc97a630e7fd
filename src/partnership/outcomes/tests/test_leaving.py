"""Disruptions and outcomes as files and for programs: once each, never a hidden one, never a name."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from partnership.outcomes.exporting import disruptions_contents, outcomes_contents
from partnership.outcomes.moderation_actions import fold_claim
from partnership.outcomes.practice import in_force
from partnership.records import practice

from .conftest import POLICE


@pytest.fixture
def own_practice(settings, tmp_path):
    """The shipped file with something replaced, put in its place."""

    def use(old, new):
        practice._read.cache_clear()
        settings.TOCSIN_PRACTICE = str(tmp_path)
        file = tmp_path / "outcomes.toml"
        shipped = practice.__file__.replace("records/practice.py", "outcomes/outcomes.toml")
        with open(shipped) as told:
            text = told.read()
        assert old in text
        file.write_text(text.replace(old, new))

    yield use
    practice._read.cache_clear()


def test_the_shipped_practice_says_that_its_wording_is_unverified():
    assert "unverified" in in_force().status
    assert list(in_force().grades) == ["major", "moderate", "minor"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("same_event_days = 14", "same_event_days = -1", "same_event_days"),
        ('key = "minor"', 'key = "tiny"', "grades"),
        ('key = "weeks"', 'key = "months"', "lasts, number 2"),
        ('name = "A group"', 'name = " "', "affected, number 1"),
    ],
)
def test_a_practice_that_cannot_be_used_says_what_to_mend(own_practice, old, new, said):
    own_practice(old, new)

    with pytest.raises(ImproperlyConfigured, match=said):
        in_force()


def test_an_export_holds_what_leaves_and_who_had_a_part(
    rf, accepted, claimed, bradford_chair, council_officer, days_ago
):
    made = accepted()
    hidden = accepted(release=POLICE, happened_on=days_ago(100))
    told = {"words": "Took part", "reason": "One event", "by": bradford_chair}
    theirs = claimed(by=council_officer, another_because="Another")
    fold_claim(disruption=theirs, into=made, seen_version=theirs.version, **told)

    contents = disruptions_contents(council_officer, rf.get("/").GET)

    disruptions, parts = contents.tables
    assert {row.cells[0] for row in disruptions.rows} == {str(made.uuid), str(theirs.uuid)}
    assert str(hidden.uuid) not in str(contents.tables)
    assert [row.cells[1:] for row in parts.rows] == [("Council", "Took part")]
    assert "Bradford officer" not in str(contents.tables)


def test_an_export_of_what_changed_keeps_to_the_filters(rf, recorded, council_officer):
    made = recorded()

    (table,) = outcomes_contents(council_officer, rf.get("/", {"direction": "less"}).GET).tables
    (none,) = outcomes_contents(council_officer, rf.get("/", {"direction": "more"}).GET).tables

    assert [row.cells[0] for row in table.rows] == [str(made.uuid)]
    assert none.rows == ()


def test_programs_list_and_read_what_their_owner_sees(
    accepted, recorded, program_for, officer, council_officer, days_ago
):
    made, hidden = accepted(), accepted(release=POLICE, happened_on=days_ago(100))
    changed = recorded()
    ours, theirs = program_for(officer), program_for(council_officer)

    assert ours.get("/api/v1/disruptions?state=accepted").json()["total"] == 2
    told = theirs.get("/api/v1/disruptions?state=accepted").json()
    assert [one["uuid"] for one in told["disruptions"]] == [str(made.uuid)]
    assert theirs.get(f"/api/v1/disruptions/{hidden.uuid}").status_code == 404
    assert theirs.get(f"/api/v1/disruptions/{made.uuid}").json()["grade"] == "moderate"
    assert theirs.get("/api/v1/outcomes?direction=more").json()["total"] == 0
    assert theirs.get(f"/api/v1/outcomes/{changed.uuid}").json()["compared"] is None


def test_a_program_is_told_the_other_claim_only_if_its_owner_sees_it(
    claimed, program_for, bradford_chair, council_officer
):
    first = claimed(release=POLICE)
    second = claimed(by=council_officer)
    told = {"words": "Took part", "reason": "One event", "by": bradford_chair, "seen_version": second.version}
    fold_claim(disruption=second, into=first, **told)

    def counted_with(person):
        return program_for(person).get(f"/api/v1/disruptions/{second.uuid}").json()["counted_with"]

    assert counted_with(bradford_chair) == str(first.uuid)
    assert counted_with(council_officer) is None
