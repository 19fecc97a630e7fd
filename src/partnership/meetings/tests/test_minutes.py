"""Minutes: what is recorded, until they are issued; then what stood, for good. Their files are opened and read."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from docx import Document
from pypdf import PdfReader

from partnership.audit.models import Event
from partnership.meetings.actions import close_meeting, open_meeting
from partnership.meetings.agenda_actions import add_item
from partnership.meetings.board_actions import Task, decide, note_discussion, raise_action
from partnership.meetings.minutes import minutes_of
from partnership.meetings.minutes_actions import issue_minutes
from partnership.meetings.minutes_rules import Bare, lacking, may_issue
from partnership.meetings.models import Meeting
from partnership.meetings.rules import MeetingState
from partnership.ocgs.models import Group
from partnership.people.rules import Act, Marking, NotAllowed
from partnership.plans.acting import Deed, Said, update_action
from partnership.records.rules import Handling, Release
from partnership.records.starting import start
from partnership.records.unscoped import everything

DUE = date(2031, 3, 4)
CLOSELY = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Police only.")
LEAVES = {"recipient": "A. Chair", "agency": "Council", "because": "For the board", "keeps_conditions": "on"}


@pytest.fixture
def held(meeting, bradford_analyst):
    """A meeting held, with one item discussed and decided and one action set."""
    by = bradford_analyst
    open_meeting(meeting=meeting, by=by)
    now = Meeting.objects.seen_by(by).get(pk=meeting.pk)
    item = add_item(meeting=now, section="levers", text="Licensing of washes", by=by, seen_version=now.version)
    note_discussion(item=item, text="Eleven of eighteen were inspected.", was="", by=by)
    decide(item=item, text="Inspect the rest on one day.", by=by)
    deed = Deed(p="soc4p:protect", text="Name the day", owner_role="Licensing officer", due=DUE)
    raise_action(item=item, task=Task(deed), by=by)
    close_meeting(meeting=now, by=by)
    return Meeting.objects.seen_by(by).get(pk=meeting.pk)


def the_action(person, meeting):
    return minutes_of(person, meeting).items[0].actions[0].record


def file_of(browser, meeting, kind):
    at = f"/meetings/{meeting.uuid}/minutes/export/"
    return browser.post(at, LEAVES | {"format": kind}).content


def test_a_draft_shows_what_is_recorded_and_changes_with_it(held, bradford_analyst):
    by = bradford_analyst
    action = the_action(by, held)

    update_action(action=action, said=Said("Later", due=DUE + timedelta(days=7)), by=by)

    (line,) = minutes_of(by, held).items[0].actions
    assert (line.due, line.carried, line.who) == (DUE + timedelta(days=7), 1, "Licensing officer")


def test_issued_minutes_keep_how_each_action_stood(held, bradford_chair, bradford_analyst):
    issue_minutes(meeting=held, by=bradford_chair, seen_version=held.version)
    action = the_action(bradford_analyst, held)

    update_action(action=action, said=Said("Later", due=DUE + timedelta(days=7)), by=bradford_analyst)
    everything(type(action)).filter(pk=action.pk).update(text="Other words", owner_role="Somebody else")

    issued = Meeting.objects.seen_by(bradford_analyst).get(pk=held.pk)
    (line,) = minutes_of(bradford_analyst, issued).items[0].actions
    assert (line.what, line.who, line.due, line.carried) == ("Name the day", "Licensing officer", DUE, 0)
    assert "issued" in minutes_of(bradford_analyst, issued).standing


def test_nothing_of_a_meeting_changes_once_its_minutes_are_issued(held, bradford_chair):
    issue_minutes(meeting=held, by=bradford_chair, seen_version=held.version)
    item = minutes_of(bradford_chair, held).items[0].shown.item

    with pytest.raises(NotAllowed, match="nothing of this meeting changes"):
        note_discussion(item=item, text="Other", was=item.discussion, by=bradford_chair)
    with pytest.raises(NotAllowed, match="nothing of this meeting changes"):
        decide(item=item, text="Other", by=bradford_chair)


def test_issuing_is_recorded_as_a_publication(held, bradford_chair):
    issue_minutes(meeting=held, by=bradford_chair, seen_version=held.version)

    event = Event.objects.latest("sequence")
    assert (event.verb, event.did, event.detail["actions"]) == ("publication", "issued minutes", 1)


def test_whoever_chaired_may_issue_and_another_who_convenes_may_not(held, council_officer, bradford_analyst):
    with pytest.raises(NotAllowed, match="Only whoever chaired"):
        issue_minutes(meeting=held, by=council_officer, seen_version=held.version)

    everything(Meeting).filter(pk=held.pk).update(chair=council_officer)
    issue_minutes(meeting=held, by=council_officer, seen_version=held.version)
    assert Meeting.objects.seen_by(bradford_analyst).get(pk=held.pk).issued_by == council_officer


def test_an_action_without_owner_or_day_is_named_and_holds_the_minutes_back(held, bradford_chair):
    everything(type(the_action(bradford_chair, held))).update(owner_role="", due=None)

    with pytest.raises(NotAllowed, match="Item 1: \u2068Name the day\u2069 has no owner and no day"):
        issue_minutes(meeting=held, by=bradford_chair, seen_version=held.version)


def test_a_bare_action_that_the_chair_does_not_see_is_not_betrayed(held, bradford_chair, add_person):
    action = the_action(bradford_chair, held)
    everything(type(action)).update(owner_role="", due=None, marking="OFFICIAL-SENSITIVE")

    issue_minutes(meeting=held, by=bradford_chair, seen_version=held.version)

    assert minutes_of(bradford_chair, held).items[0].actions == ()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (MeetingState.PLANNED, "Close the meeting first"),
        (MeetingState.UNDER_WAY, "Close the meeting first"),
        (MeetingState.ISSUED, "The minutes are issued"),
        (MeetingState.CANCELLED, "This meeting was cancelled"),
    ],
)
def test_only_of_what_was_held_are_minutes_issued(state, words):
    assert may_issue(state, may_sign=True).startswith(words)
    assert may_issue(MeetingState.HELD, may_sign=True) is None


@pytest.mark.parametrize(
    ("has_owner", "has_day", "has_ended", "lacks"),
    [
        (True, True, False, ()),
        (False, True, False, ("owner",)),
        (True, False, False, ("day",)),
        (False, False, True, ()),
    ],
)
def test_what_an_action_lacks(has_owner, has_day, has_ended, lacks):
    assert lacking(has_owner=has_owner, has_day=has_day, has_ended=has_ended) == lacks
    assert Bare(2, "Visit", ("day",)).words == "Item 2: \u2068Visit\u2069 has no day"


@pytest.fixture
def with_group(held, bradford_analyst, bradford_chair):
    """The same, with an item about a group that the council may not see."""
    type(bradford_analyst).objects.update(clearance=Marking.OFFICIAL_SENSITIVE)
    chief = type(bradford_chair).objects.get(pk=bradford_chair.pk)
    group = start(
        Group, act=Act.WORK_ON_GROUP, area_code="E08000032", release=CLOSELY, by=chief, code_name="Granite Heron"
    )
    add_item(meeting=held, section="groups", about=group, by=chief, seen_version=held.version)
    return Meeting.objects.seen_by(chief).get(pk=held.pk)


def test_minutes_of_a_record_that_a_reader_may_not_see_are_not_there_for_them(
    with_group, client_for, council_officer, bradford_chair
):
    at = f"/meetings/{with_group.uuid}/minutes/"

    council = client_for(council_officer).get(at).content.decode()

    assert "Granite Heron" not in council
    assert "1. <bdi>Licensing of washes" in council
    assert "Granite Heron" in client_for(bradford_chair).get(at).content.decode()


def test_the_pdf_holds_who_came_what_was_said_decided_and_set(held, client_for, bradford_analyst):
    reader = PdfReader(io.BytesIO(file_of(client_for(bradford_analyst), held, "pdf")))

    text = " ".join(page.extract_text() for page in reader.pages)
    for words in (
        "Eleven of eighteen",
        "Decided: Inspect the rest",
        "Name the day",
        "Licensing officer",
        "4 March 2031",
    ):
        assert words in text
    assert "Draft minutes, not issued" in text
    assert [entry["/Title"] for entry in reader.outline if isinstance(entry, dict)]


def test_the_word_file_has_real_headings_and_a_table_of_actions(held, client_for, bradford_analyst):
    document = Document(io.BytesIO(file_of(client_for(bradford_analyst), held, "docx")))

    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "1. Licensing of washes" in headings
    assert {"Name the day", "Licensing officer"} <= set(cells)


def test_a_file_names_nobody(held, client_for, bradford_analyst, officer):
    held.attendance.create(agency=officer.agency, capacity="Lead responsible officer", person=officer)
    file = file_of(client_for(bradford_analyst), held, "pdf")

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)

    assert "Lead responsible officer" in text
    assert officer.name not in text


def test_a_file_for_somebody_holds_no_word_of_what_they_may_not_take_out(with_group, client_for, council_officer):
    data = file_of(client_for(council_officer), with_group, "pdf")

    assert "Heron" not in "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_whoever_reads_while_another_writes_issues_nothing(held, client_for, bradford_chair, bradford_analyst):
    browser = client_for(bradford_chair)
    seen = browser.get(f"/meetings/{held.uuid}/minutes/issue/").context["form"]
    item = minutes_of(bradford_analyst, held).items[0].shown.item
    note_discussion(item=item, text="Twelve.", was=item.discussion, by=bradford_analyst)

    answer = browser.post(f"/meetings/{held.uuid}/minutes/issue/", dict(seen.initial))

    assert answer.status_code == 409
    assert Meeting.objects.seen_by(bradford_chair).get(pk=held.pk).state == MeetingState.HELD
