"""The brief of a group: what stands on it, for whom, and that it leaves as a document."""

import pytest

from partnership.ocgs.models import Assessment, Enabler, Involvement
from partnership.people.rules import Act, Marking
from partnership.plans.brief import brief_of, summary_of
from partnership.records.rules import Handling, Release
from partnership.records.starting import start

from .conftest import BRADFORD, OPEN


def enabler_of(group, by, name, release=OPEN):
    told = {"act": Act.WORK_ON_GROUP, "area_code": BRADFORD, "release": release, "by": by}
    made = start(Enabler, **told, name=name, kind="business")
    Involvement.objects.create(group=group, enabler=made, how="Takes cash for cars", by=by)
    return made


@pytest.fixture
def full(officer, bradford_analyst, group, plan, action_of, done, today):
    """A group that is assessed, helped and worked on."""
    for by, band in ((officer, "high"), (bradford_analyst, "low")):
        told = {"scheme": "attributes", "scheme_version": "1", "score": 40.0, "as_of": today}
        Assessment.objects.create(group=group, band=band, by=by, **told)
    enabler_of(group, officer, "Dealership on the ring road")
    action_of(plan, text="Visit the yards")
    done(action_of(plan, text="Stop vehicles", p="soc4p:protect"), outcome="Thefts fell by a third")
    return group


def test_it_holds_status_lead_assessments_enablers_actions_results_and_gaps(client_for, officer, full):
    page = client_for(officer).get(f"/plans/brief/{full.uuid}/").content.decode()

    for words in (
        *("Granite Harbour", "Active", "Bradford officer, Force", "High", "Low", "Dealership on the ring road"),
        *("Visit the yards", "Nine visited, two closed", "Thefts fell by a third"),
        "Nothing is planned under Prevent and Prepare.",
    ):
        assert words in page


def test_an_enabler_and_an_action_that_are_hidden_stand_on_no_brief(
    client_for, officer, council_officer, full, plan, action_of, bradford_chair
):
    held = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Council only")
    action_of(plan, by=council_officer, release=held, text="Hidden deed")
    bradford_chair.agency = council_officer.agency
    bradford_chair.save()
    enabler_of(full, bradford_chair, "Hidden dealer", release=held)

    told = brief_of(officer, full)

    assert [tie.enabler.name for tie in told.enablers] == ["Dealership on the ring road"]
    assert "Hidden" not in client_for(officer).get(f"/plans/brief/{full.uuid}/").content.decode()


def test_a_group_of_which_nothing_is_known_still_has_its_brief(client_for, officer, group):
    page = client_for(officer).get(f"/plans/brief/{group.uuid}/").content.decode()

    for words in ("Not assessed yet", "There is no open plan", "Nothing is planned under Pursue, Prevent"):
        assert words in page


def test_a_sheet_says_what_it_has_no_room_for(officer, plan, group, action_of):
    for n in range(12):
        action_of(plan, text=f"Deed {n}")

    assert brief_of(officer, group).left_out_words == "2 more open actions"


def test_a_long_summary_is_cut_at_a_word(group):
    group.summary = "copper " * 200

    assert summary_of(group).endswith("copper…")
    assert len(summary_of(group)) <= 421


@pytest.mark.parametrize(
    ("format", "start_of_file"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("csv", b"")]
)
def test_it_leaves_as_a_document_or_as_tables(client_for, bradford_chair, full, format, start_of_file):
    told = {"format": format, "recipient": "R. Cipient", "agency": "Force", "because": "For the board"}

    answer = client_for(bradford_chair).post(f"/plans/brief/{full.uuid}/export/", told)

    assert answer.status_code == 200, answer.content[:2000]
    assert answer.content.startswith(start_of_file)
    assert "attachment" in answer["Content-Disposition"]


def test_a_brief_that_leaves_names_nobody(client_for, bradford_chair, full):
    told = {"format": "json", "recipient": "R. Cipient", "agency": "Force", "because": "For the board"}

    answer = client_for(bradford_chair).post(f"/plans/brief/{full.uuid}/export/", told)

    assert b"Granite Harbour" in answer.content
    assert b"Bradford officer" not in answer.content
    assert b"Bradford analyst" not in answer.content


def test_the_lead_prints_it_and_does_not_take_it_out(client_for, officer, full):
    assert client_for(officer).get(f"/plans/brief/{full.uuid}/export/").status_code == 404
    assert "Print it from your browser" in client_for(officer).get(f"/plans/brief/{full.uuid}/").content.decode()
