"""The agenda: built from what is due, kept in order, and shown to each as much as they may see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.meetings.actions import close_meeting, open_meeting
from partnership.meetings.agenda import shown
from partnership.meetings.agenda_actions import add_item, build_agenda, edit_item, move_item, remove_item
from partnership.meetings.agenda_due import due_for
from partnership.meetings.board_actions import Task, decide, raise_action
from partnership.meetings.practice import in_force
from partnership.ocgs.models import Requirement
from partnership.ocgs.rules import Status
from partnership.ocgs.status_actions import propose_move
from partnership.people.rules import Act, Marking, NotAllowed
from partnership.plans.acting import Deed
from partnership.records.rules import Handling, Release, Stale
from partnership.records.starting import start

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
CLOSE = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "For the police")


def titles(person, meeting):
    return [(row.number, row.title) for row in shown(person, meeting)]


def build(meeting, by):
    meeting.refresh_from_db()
    return build_agenda(meeting=meeting, by=by, seen_version=meeting.version)


def sections(meeting, person):
    return {row.title: row.item.section for row in shown(person, meeting) if row.record}


def test_what_is_about_a_hidden_record_leaves_no_gap_in_the_numbers(
    meeting, item_of, group_of, bradford_analyst, council_officer
):
    hidden = group_of("Hidden Harbour", release=CLOSE)
    item_of(meeting, about=hidden)
    item_of(meeting, about=group_of())

    assert titles(bradford_analyst, meeting) == [(1, "Hidden Harbour"), (2, "Granite Harbour")]
    assert titles(council_officer, meeting) == [(1, "Granite Harbour")]


def test_what_was_decided_under_a_hidden_record_is_not_there(
    under_way, item_of, group_of, bradford_analyst, council_officer
):
    item = item_of(under_way, about=group_of(release=CLOSE))
    decide(item=item, text="Close the yard", by=bradford_analyst)

    (row,) = shown(bradford_analyst, under_way)
    assert [one.text for one in row.decisions] == ["Close the yard"]
    assert shown(council_officer, under_way) == ()


def test_an_agenda_is_built_in_the_order_of_its_sections(meeting, group_of, bradford_analyst):
    group_of("New Group", state=Status.PROPOSED)
    due = timezone.localdate() + timedelta(days=20)
    group_of("Reviewed Soon", next_review=due)

    build(meeting, bradford_analyst)

    assert sections(meeting, bradford_analyst) == {"New Group": "groups", "Reviewed Soon": "reviews"}
    words = [row.section_name for row in shown(bradford_analyst, meeting) if row.record is None]
    assert words == [
        "What partners can use",
        "Finance and proceeds of crime",
        "Victims and safeguarding",
        "Any other business",
    ]


def test_a_group_with_a_change_of_status_proposed_stands_under_that_alone(meeting, group_of, bradford_analyst):
    group = group_of(next_review=timezone.localdate())
    propose_move(group=group, to=Status.ARCHIVED, because="Nothing seen of it", by=bradford_analyst)

    build(meeting, bradford_analyst)

    assert sections(meeting, bradford_analyst) == {"Granite Harbour": "moves"}


def test_building_again_adds_only_what_is_new_and_moves_nothing(meeting, item_of, group_of, bradford_analyst):
    item_of(meeting, "Said by hand", section="levers")
    group_of("Second", next_review=timezone.localdate())
    build(meeting, bradford_analyst)
    before = titles(bradford_analyst, meeting)

    assert build(meeting, bradford_analyst) == 0
    assert titles(bradford_analyst, meeting) == before
    assert [title for _, title in before].count("Said by hand") == 1

    group_of("Third", next_review=timezone.localdate())
    assert build(meeting, bradford_analyst) == 1


def test_a_section_takes_up_so_many_and_offers_the_rest(meeting, group_of, bradford_analyst):
    most = next(section.most for section in in_force().sections if section.key == "reviews")
    for n in range(most + 3):
        group_of(f"Group {n}", next_review=timezone.localdate())

    build(meeting, bradford_analyst)

    assert len(sections(meeting, bradford_analyst)) == most
    (left,) = [due.records for due in due_for(bradford_analyst, meeting) if due.section.key == "reviews"]
    assert len(left) == 3
    assert build(meeting, bradford_analyst) == 0


def test_only_what_the_convener_sees_comes_on_the_agenda(meeting, group_of, council_officer):
    group_of(release=CLOSE, next_review=timezone.localdate())

    build(meeting, council_officer)

    assert sections(meeting, council_officer) == {}


def test_what_we_need_to_find_out_comes_on_the_agenda_and_another_district_does_not(
    meeting, bradford_analyst, neighbour
):
    for by, area, question in (
        (bradford_analyst, "E08000032", "Who lets the flats?"),
        (neighbour, "E08000036", "Who runs the yard?"),
    ):
        told = {"question": question, "raised_by": by}
        start(Requirement, act=Act.WORK_ON_GROUP, area_code=area, release=OPEN, by=by, **told)

    build(meeting, bradford_analyst)

    assert sections(meeting, bradford_analyst) == {"Who lets the flats?": "gaps"}


def test_an_open_action_of_the_meeting_before_comes_first(series, meeting_of, item_of, bradford_analyst):
    before, after = meeting_of(series, days=-28), meeting_of(series, days=1)
    open_meeting(meeting=before, by=bradford_analyst)
    deed = Deed("soc4p:prevent", "Talk to the schools", due=timezone.localdate() + timedelta(days=5))
    raise_action(item=item_of(before, "Young people", section="other"), task=Task(deed), by=bradford_analyst)
    before.refresh_from_db()
    close_meeting(meeting=before, by=bradford_analyst)

    build(after, bradford_analyst)

    assert shown(bradford_analyst, after)[0].title == "Talk to the schools"


def test_an_item_moves_past_one_that_the_writer_does_not_see(
    meeting, item_of, group_of, bradford_analyst, council_officer
):
    first, last = item_of(meeting, "First"), None
    item_of(meeting, about=group_of(release=CLOSE))
    last = item_of(meeting, "Last")
    meeting.refresh_from_db()

    move_item(item=last, up=True, by=council_officer, seen_version=meeting.version)

    assert titles(council_officer, meeting) == [(1, "Last"), (2, "First")]
    assert [title for _, title in titles(bradford_analyst, meeting)] == ["Last", "First", "Granite Harbour"]
    assert first.pk != last.pk


def test_an_item_about_a_hidden_record_is_not_there_to_be_moved_or_taken_off(
    meeting, item_of, group_of, council_officer
):
    item = item_of(meeting, about=group_of(release=CLOSE))
    meeting.refresh_from_db()

    with pytest.raises(NotAllowed, match="no longer on the agenda"):
        remove_item(item=item, by=council_officer, seen_version=meeting.version)


def test_what_something_is_recorded_under_stays_on_the_agenda(under_way, item_of, bradford_analyst):
    item = item_of(under_way, "Yards")
    decide(item=item, text="Close them", by=bradford_analyst)
    under_way.refresh_from_db()

    with pytest.raises(NotAllowed, match="stays on the agenda"):
        remove_item(item=item, by=bradford_analyst, seen_version=under_way.version)


def test_two_who_write_the_agenda_at_once_lose_nothing(meeting, item_of, bradford_analyst):
    seen = meeting.version
    item = item_of(meeting, "Yards")

    with pytest.raises(Stale):
        edit_item(item=item, text="Shops", by=bradford_analyst, seen_version=seen)


def test_a_record_stands_once_on_an_agenda(meeting, item_of, group_of, bradford_analyst):
    group = group_of()
    item_of(meeting, about=group)
    meeting.refresh_from_db()

    with pytest.raises(NotAllowed, match="already"):
        add_item(meeting=meeting, section="leads", about=group, by=bradford_analyst, seen_version=meeting.version)


def test_nobody_puts_on_an_agenda_what_they_do_not_see(meeting, group_of, council_officer):
    hidden = group_of(release=CLOSE)

    with pytest.raises(NotAllowed):
        add_item(meeting=meeting, section="groups", about=hidden, by=council_officer, seen_version=meeting.version)


def test_an_item_in_words_and_about_a_record_at_once_is_refused_so_that_no_words_are_lost(
    meeting, group_of, client_for, bradford_analyst
):
    group = group_of(next_review=timezone.localdate())
    sent = {"version": meeting.version, "section": "other", "text": "Vans", "about": f"group:{group.uuid}"}

    answer = client_for(bradford_analyst).post(f"/meetings/{meeting.uuid}/agenda/", sent)

    assert answer.status_code == 422
    assert "not both" in answer.content.decode()
    assert not meeting.items.exists()
