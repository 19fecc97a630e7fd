"""The papers pack: one document of what whoever draws it may take out, held as the strictest of that."""

from __future__ import annotations

import io

import pytest
from docx import Document
from pypdf import PdfReader

from partnership.exports.paper import Grid, Heading
from partnership.meetings.actions import close_meeting, open_meeting
from partnership.meetings.agenda_actions import add_item
from partnership.meetings.board_actions import Task, decide, raise_action
from partnership.meetings.models import Meeting
from partnership.meetings.papers import papers_contents
from partnership.ocgs.models import Group, Requirement
from partnership.people.rules import Act, Marking
from partnership.plans.acting import Deed
from partnership.records.rules import Handling, Release
from partnership.records.starting import start

BRADFORD = "E08000032"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
CLOSELY = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Police only.")
LEAVES = {"recipient": "A. Chair", "agency": "Council", "because": "For the board", "keeps_conditions": "on"}


@pytest.fixture
def analyst(bradford_analyst):
    bradford_analyst.clearance = Marking.OFFICIAL_SENSITIVE
    bradford_analyst.save()
    return bradford_analyst


def fresh(meeting, person):
    return Meeting.objects.seen_by(person).get(pk=meeting.pk)


@pytest.fixture
def put_on(meeting, analyst):
    """Puts what is made on the agenda, in that section."""

    def put(record, section="groups"):
        now = fresh(meeting, analyst)
        add_item(meeting=now, section=section, about=record, by=analyst, seen_version=now.version)

    return put


@pytest.fixture
def group_of(analyst):
    def make(code_name, release=OPEN):
        told = {
            "code_name": code_name,
            "summary": f"{code_name} moves stock by night.",
            "crime_types": ["drugs-supply"],
        }
        return start(Group, act=Act.WORK_ON_GROUP, area_code=BRADFORD, release=release, by=analyst, **told)

    return make


def blocks_of(person, meeting):
    return papers_contents(person, fresh(meeting, person)).paper.blocks


def words_of(person, meeting):
    return repr(blocks_of(person, meeting))


def headings_of(person, meeting):
    return [block.text for block in blocks_of(person, meeting) if isinstance(block, Heading)]


def test_the_last_meeting_comes_before_the_first_item(series, meeting_of, analyst):
    before, now = meeting_of(series, days=-7), meeting_of(series, days=7)
    open_meeting(meeting=before, by=analyst)
    before = fresh(before, analyst)
    item = add_item(meeting=before, section="levers", text="Washes", by=analyst, seen_version=before.version)
    decide(item=item, text="Inspect them all", by=analyst)
    raise_action(item=item, task=Task(Deed(p="soc4p:protect", text="Name the day")), by=analyst)
    close_meeting(meeting=before, by=analyst)

    text = words_of(analyst, now)

    assert "Name the day" in text
    assert "Inspect them all" in text
    assert headings_of(analyst, now)[:2] == ["Agenda", "What became of the last meeting"]


def test_a_group_s_brief_begins_a_page_and_a_short_item_follows_on(meeting, put_on, group_of, analyst):
    put_on(group_of("Granite Harbour"))
    put_on(group_of("Copper Finch"))
    question = {"question": "Who buys?", "raised_by": analyst}
    put_on(start(Requirement, act=Act.WORK_ON_GROUP, area_code=BRADFORD, release=OPEN, by=analyst, **question), "gaps")

    headings = [block for block in blocks_of(analyst, meeting) if isinstance(block, Heading)]

    starts = {one.text: one.starts_page for one in headings}
    assert starts["2. Copper Finch"]
    assert not starts["What we need to find out"]
    assert "Granite Harbour moves stock by night" in words_of(analyst, meeting)


def test_the_pack_is_held_as_the_strictest_of_what_is_in_it(meeting, put_on, group_of, analyst):
    assert papers_contents(analyst, meeting).release.marking is Marking.OFFICIAL

    put_on(group_of("Granite Harbour", CLOSELY))

    release = papers_contents(analyst, fresh(meeting, analyst)).release
    assert (release.marking, release.conditions) == (Marking.OFFICIAL_SENSITIVE, "Police only.")


def test_what_somebody_may_not_take_out_is_not_in_theirs(meeting, put_on, group_of, analyst, council_officer):
    put_on(group_of("Granite Harbour", CLOSELY))
    put_on(group_of("Copper Finch"))

    contents = papers_contents(council_officer, fresh(meeting, council_officer))

    assert "Granite" not in repr(contents.paper)
    assert "1. Copper Finch" in headings_of(council_officer, meeting)
    assert contents.left_out == 0


def test_the_purpose_of_a_series_that_is_held_more_closely_stays_out(series_of, meeting_of, analyst, council_officer):
    closely = series_of(release=CLOSELY, purpose="To hear of Heron")
    meeting = meeting_of(closely)

    assert "Heron" in words_of(analyst, meeting)
    assert "Heron" not in words_of(council_officer, meeting)


def test_the_file_says_for_whom_it_is_on_its_first_page_and_has_an_outline(
    meeting, put_on, group_of, analyst, client_for
):
    put_on(group_of("Granite Harbour"))
    at = f"/meetings/{meeting.uuid}/papers/"

    reader = PdfReader(io.BytesIO(client_for(analyst).post(at, LEAVES | {"format": "pdf"}).content))

    first = reader.pages[0].extract_text()
    assert "Made for A. Chair, Council." in first
    assert f"page 1 of {len(reader.pages)}" in first
    titles = repr(reader.outline)
    assert "1. Granite Harbour" in titles
    assert "Agenda" in titles


def test_in_word_an_item_that_begins_a_page_does_so(meeting, put_on, group_of, analyst, client_for):
    put_on(group_of("Granite Harbour"))
    at = f"/meetings/{meeting.uuid}/papers/"

    document = Document(io.BytesIO(client_for(analyst).post(at, LEAVES | {"format": "docx"}).content))

    begins = {one.text for one in document.paragraphs if one.paragraph_format.page_break_before}
    assert {"Agenda", "What became of the last meeting", "New and changed groups, and their scores"} <= begins


def test_every_table_of_a_long_pack_has_its_cells(meeting, put_on, group_of, analyst):
    for n in range(12):
        put_on(group_of(f"Group {n}"))

    grids = [block for block in blocks_of(analyst, meeting) if isinstance(block, Grid)]

    assert len(next(grid for grid in grids if grid.caption == "Agenda").rows) == 12
