"""What each subject asks of whom, when it stops asking, and that it asks nobody who could not do it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.meetings.rules import MeetingState
from partnership.ocgs.models import Move
from partnership.outcomes.models import Disruption
from partnership.people.models import Agency
from partnership.people.rules import Act
from partnership.plans.acting import Said, update_action
from partnership.plans.rules import ActionState
from partnership.profiles.models import Receipt, Section
from partnership.profiles.rules import EditionState
from partnership.records.actions import change_release
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything
from partnership.requests.models import Enquiry, Feedback
from partnership.requests.rules import Answer
from partnership.triage.actions import confirm_signal
from partnership.triage.rules import Level
from partnership.work.rules import Kind

from .conftest import CLOSE


def abouts(tasks):
    return [task.about for task in tasks]


def test_a_warning_asks_its_own_analyst_until_it_is_decided(tasks_of, bradford_analyst, signal_of, in_days):
    signal = signal_of()

    (task,) = tasks_of(bradford_analyst, Kind.SIGNAL)
    assert (task.due, task.url, task.about) == (in_days(2), signal.get_absolute_url(), signal.statement)

    confirm_signal(signal=signal, reason="Two sources", by=bradford_analyst)
    assert tasks_of(bradford_analyst, Kind.SIGNAL) == []


def test_signals_of_the_lowest_level_are_one_line_a_board(tasks_of, bradford_analyst, signal_of):
    signal_of(level=Level.WATCH)
    signal_of(level=Level.WATCH)

    (task,) = tasks_of(bradford_analyst, Kind.SIGNAL)
    assert (task.what, task.about, task.due) == ("Look through 2 open signals", "Bradford", None)


def test_a_signal_asks_neither_the_neighbour_nor_whoever_does_not_decide(
    tasks_of, neighbour, officer, commissioners_officer, partner, signal_of
):
    signal_of()

    for person in (neighbour, officer, commissioners_officer, partner):
        assert tasks_of(person, Kind.SIGNAL) == []


def test_an_action_asks_whoever_it_was_given_to_until_it_is_done(
    tasks_of, bradford_analyst, bradford_chair, action_of, in_days
):
    action = action_of(owner=bradford_analyst, due=in_days(3))

    (task,) = tasks_of(bradford_analyst, Kind.ACTION)
    assert (task.due, task.url) == (in_days(3), f"{action.get_absolute_url()}update/")
    assert tasks_of(bradford_chair, Kind.ACTION) == []

    update_action(action=action, said=Said("Visited", ActionState.DONE), by=bradford_analyst)
    assert tasks_of(bradford_analyst, Kind.ACTION) == []


def test_an_agencys_action_that_nobody_there_was_named_for_asks_its_partnership_analyst(
    tasks_of, council_officer, bradford_analyst, action_of
):
    action = action_of(agency=council_officer.agency)
    action_of(agency=Agency.objects.create(name="Somebody else"))

    assert abouts(tasks_of(council_officer, Kind.ACTION)) == [action.text]
    assert tasks_of(bradford_analyst, Kind.ACTION) == []


def test_a_partner_is_asked_about_the_action_shared_with_them_and_no_other(tasks_of, partner, action_of, share):
    shared = action_of(text="Inspect the yard")
    action_of(text="Follow the money")
    share(shared, partner)

    assert abouts(tasks_of(partner)) == ["Inspect the yard"]


def test_a_lead_is_asked_for_what_my_groups_asks_with_its_day(tasks_of, officer, action_of, in_days):
    action_of(text="Late", due=in_days(-4))
    action_of(text="Near", due=in_days(6), p="soc4p:prevent")

    told = {task.what: task.due for task in tasks_of(officer) if task.kind is Kind.ACTION}
    assert (told["Late"], told["Near"]) == (in_days(-4), in_days(6))
    assert told["Plan something under Protect"] is None


def test_a_lead_is_asked_for_every_step_though_my_groups_shows_the_first_five(tasks_of, officer, action_of, in_days):
    for n in range(8):
        action_of(text=f"Late {n}", due=in_days(-n - 1))

    assert len([task for task in tasks_of(officer) if task.what.startswith("Late")]) == 8


def test_the_chair_reads_overdue_actions_by_whoever_leads_their_plan(
    tasks_of, bradford_chair, officer, action_of, in_days
):
    action_of(due=in_days(-2))
    action_of(due=in_days(-9))

    (task,) = tasks_of(bradford_chair, Kind.ACTION)
    assert (task.what, task.about, task.due) == ("Ask about 2 overdue actions", officer.name, in_days(-9))
    assert f"lead={officer.uuid}" in task.url


def test_a_claim_asks_the_chair_and_not_whoever_made_it(tasks_of, bradford_chair, officer, claim_of, in_days):
    claim_of()
    own = claim_of(by=bradford_chair, what="Their own")

    (task,) = tasks_of(bradford_chair, Kind.CLAIM)
    assert task.due == in_days(14)
    assert own.what not in task.about
    assert tasks_of(officer, Kind.CLAIM) == []


def test_a_change_of_status_asks_whoever_may_approve_it_until_they_do(
    tasks_of, bradford_chair, bradford_analyst, group_of, move_of, today
):
    move = move_of(group_of(next_review=today + timedelta(days=300)))

    (task,) = tasks_of(bradford_chair, Kind.GROUP)
    assert task.what == "Decide whether it becomes under management"
    assert tasks_of(bradford_analyst, Kind.GROUP) == []

    Move.objects.allowing(bradford_chair, Act.APPROVE).filter(pk=move.pk).update(accepted=True)
    assert tasks_of(bradford_chair, Kind.GROUP) == []


def test_a_review_asks_six_weeks_ahead_and_no_earlier(tasks_of, bradford_analyst, group_of, in_days):
    group_of(code_name="Soon", next_review=in_days(42))
    group_of(code_name="Far", next_review=in_days(43))

    assert abouts(tasks_of(bradford_analyst, Kind.GROUP)) == ["Soon"]


def test_an_intelligence_requirement_asks_analysts_and_of_leads_only_whoever_raised_it(
    tasks_of, bradford_analyst, officer, requirement_of, in_days
):
    requirement_of(due=in_days(5))
    mine = requirement_of(by=officer, question="Who carries it?")

    assert len(tasks_of(bradford_analyst, Kind.REQUIREMENT)) == 2
    assert abouts(tasks_of(officer, Kind.REQUIREMENT)) == [mine.question]


def test_a_threat_without_an_estimate_asks_for_one(tasks_of, bradford_analyst, council_officer, threat_of):
    threat = threat_of()

    (task,) = tasks_of(bradford_analyst, Kind.THREAT)
    assert (task.what, task.about) == ("Make the first estimate", str(threat))
    assert tasks_of(council_officer, Kind.THREAT) == []


def test_a_profile_asks_to_be_refreshed_until_somebody_writes_the_next_edition(
    tasks_of, bradford_analyst, bradford_chair, profile_of, edition_of, in_days
):
    profile = profile_of(refresh_due=in_days(-3))
    edition_of(profile)
    assert [task.what for task in tasks_of(bradford_analyst, Kind.PROFILE)] == ["Refresh the profile"]

    edition_of(profile, number=2, state=EditionState.DRAFT)
    assert [task.what for task in tasks_of(bradford_analyst, Kind.PROFILE)] == ["Finish edition 2"]
    assert [task.what for task in tasks_of(bradford_chair, Kind.PROFILE)] == ["Read and publish edition 2"]


def test_old_evidence_asks_the_agency_that_wrote_it(
    tasks_of, council_officer, bradford_analyst, profile_of, edition_of, in_days
):
    edition = edition_of(profile_of(refresh_due=in_days(300)))
    told = {"key": "threats", "heading": "Threats", "evidence_of": in_days(-900), "text": "Words"}
    Section.objects.create(edition=edition, by=council_officer, **told)

    assert [task.what for task in tasks_of(council_officer, Kind.PROFILE)] == [
        "Bring the evidence of 1 section up to date"
    ]
    assert tasks_of(bradford_analyst, Kind.PROFILE) == []


def test_a_recommendation_asks_analysts_and_the_agency_that_it_is_for(
    tasks_of, bradford_analyst, council_officer, officer, profile_of, recommendation_of, in_days
):
    profile = profile_of(refresh_due=in_days(300))
    theirs = recommendation_of(profile, agency=council_officer.agency, due=in_days(5))
    recommendation_of(profile, reference="B4")

    assert len(tasks_of(bradford_analyst, Kind.RECOMMENDATION)) == 2
    assert abouts(tasks_of(council_officer, Kind.RECOMMENDATION)) == [theirs.title]
    assert tasks_of(officer, Kind.RECOMMENDATION) == []


def test_the_commissioners_officer_reads_what_was_published_until_they_opened_it(
    tasks_of, commissioners_officer, profile_of, edition_of, in_days
):
    edition_of(profile := profile_of(refresh_due=in_days(-3)))

    assert {task.what for task in tasks_of(commissioners_officer, Kind.PROFILE)} == {
        "Read edition 1",
        "Ask when it will be refreshed",
    }

    Receipt.objects.create(profile=profile, number=1, person=commissioners_officer)
    assert [task.what for task in tasks_of(commissioners_officer)] == ["Ask when it will be refreshed"]


def test_an_enquiry_asks_the_agency_that_it_went_to_until_it_is_answered(
    tasks_of, partner, council_officer, enquiry_of, in_days
):
    enquiry = enquiry_of(partner)

    (task,) = tasks_of(partner)
    assert (task.due, task.kind) == (in_days(5), Kind.ENQUIRY)
    assert tasks_of(council_officer, Kind.ENQUIRY) == []

    everything(Enquiry).filter(pk=enquiry.pk).update(answer=Answer.NO_HIT, answered_at=timezone.now())
    assert tasks_of(partner) == []


def test_a_hit_asks_whoever_asked_until_the_partner_is_told_what_came_of_it(
    tasks_of, partner, bradford_analyst, bradford_chair, enquiry_of
):
    enquiry = enquiry_of(partner)
    everything(Enquiry).filter(pk=enquiry.pk).update(answer=Answer.HIT, answered_at=timezone.now(), answered_by=partner)

    (task,) = tasks_of(bradford_analyst, Kind.ENQUIRY)
    assert task.what == "Follow up the hit"
    assert tasks_of(bradford_chair, Kind.ENQUIRY) == []

    Feedback.objects.create(enquiry=enquiry, text="Visited together", by=bradford_analyst)
    assert tasks_of(bradford_analyst, Kind.ENQUIRY) == []


def test_a_request_past_its_day_asks_to_be_closed(tasks_of, partner, bradford_analyst, enquiry_of, in_days):
    request = enquiry_of(partner).request
    type(request).objects.seen_by(bradford_analyst).filter(pk=request.pk).update(expires_on=in_days(-1))

    assert [task.what for task in tasks_of(bradford_analyst, Kind.ENQUIRY)] == ["Close the request"]


def test_a_meeting_is_prepared_by_those_who_convene_and_gone_to_by_those_expected(
    tasks_of, bradford_chair, officer, commissioners_officer, meeting_of
):
    meeting_of(person=officer)

    assert [task.what for task in tasks_of(bradford_chair, Kind.MEETING)] == ["Prepare the meeting: agenda and papers"]
    assert [task.what for task in tasks_of(officer, Kind.MEETING)] == ["Be ready for the meeting"]
    assert tasks_of(commissioners_officer, Kind.MEETING) == []


def test_a_held_meeting_asks_for_its_minutes(tasks_of, bradford_chair, officer, meeting_of):
    meeting_of(days=-10, state=MeetingState.HELD)

    assert [task.what for task in tasks_of(bradford_chair, Kind.MEETING)] == ["Issue the minutes"]
    assert tasks_of(officer, Kind.MEETING) == []


def test_a_proposed_lowering_asks_somebody_else_who_decides_on_the_record(
    tasks_of, bradford_chair, bradford_analyst, council_officer, group_of
):
    held = Release(CLOSE.marking, Handling.CONDITIONAL, "Ask the force first")
    for person in (bradford_chair, bradford_analyst):
        person.clearance = CLOSE.marking
        person.save()
    group = group_of(release=held)
    looser = Release(held.marking, held.handling, "Ask the lead first")
    change_release(record=group, release=looser, because="Known", by=bradford_chair, seen_version=group.version)

    assert abouts(tasks_of(bradford_analyst, Kind.HOLDING)) == ["Granite Harbour"]
    assert tasks_of(bradford_chair, Kind.HOLDING) == []
    assert tasks_of(council_officer, Kind.HOLDING) == []


def test_a_record_due_for_review_asks_the_records_manager_alone(
    tasks_of, records_manager, bradford_chair, claim_of, in_days
):
    claim = claim_of()
    Disruption.objects.seen_by(bradford_chair).filter(pk=claim.pk).update(review_on=in_days(-1))

    (task,) = tasks_of(records_manager)
    assert (task.kind, task.about, task.due) == (Kind.REVIEW, claim.what, in_days(-1))
    assert tasks_of(bradford_chair, Kind.REVIEW) == []


def test_an_account_with_a_one_time_password_out_asks_the_administrator(
    tasks_of, administrator, auditor, bradford_analyst, in_days
):
    bradford_analyst.must_change_password = True
    bradford_analyst.one_time_until = timezone.now() + timedelta(days=1)
    bradford_analyst.save()

    (task,) = tasks_of(administrator)
    assert (task.what, task.about) == ("See that they sign in", bradford_analyst.name)
    assert tasks_of(auditor) == []


@pytest.mark.parametrize("change", ["nowhere", "unused", "closed"])
def test_an_account_that_nobody_needs_asks_to_be_looked_at(tasks_of, administrator, bradford_analyst, change):
    bradford_analyst.last_login = timezone.now() - timedelta(days=91 if change == "unused" else 1)
    bradford_analyst.is_active = change != "closed"
    bradford_analyst.save()
    if change == "nowhere":
        bradford_analyst.postings.all().delete()

    assert abouts(tasks_of(administrator)) == ([] if change == "closed" else [bradford_analyst.name])


def test_what_is_held_more_closely_than_somebody_is_cleared_for_asks_them_nothing(
    tasks_of, bradford_analyst, signal_of
):
    signal_of(release=CLOSE)

    assert tasks_of(bradford_analyst, Kind.SIGNAL) == []
