"""The page of what somebody must do: what it says, keeps and costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.find.models import SavedSearch
from partnership.meetings.rules import MeetingState
from partnership.outcomes.models import Disruption
from partnership.outcomes.rules import ClaimState, Grade
from partnership.plans.acting import Said, update_action
from partnership.plans.practice import FILE
from partnership.profiles.models import Distribution
from partnership.requests.models import Feedback
from partnership.work.finding import MOST
from partnership.work.since import DID_LOOK

from .conftest import CLOSE

# Of the whole request. A chair's, the most: 32 for the page, the rest for the session, the event and the frame.
MOST_QUERIES = 50
# Whoever looks after the site has it checked, and the self-checks alone ask about forty times.
MOST_WITH_CHECKS = 60
EVERYBODY = (
    "bradford_chair",
    "bradford_analyst",
    "council_officer",
    "officer",
    "commissioners_officer",
    "partner",
    "records_manager",
    "auditor",
    "administrator",
)


def words(answer) -> str:
    """The page as it is read, tags and runs of space taken out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


@pytest.fixture
def fill(request, in_days):
    """So many more of everything that asks for somebody."""
    of = request.getfixturevalue
    officer, partner, council_officer = of("officer"), of("partner"), of("council_officer")
    analyst = of("bradford_analyst")

    def of_groups_and_plans(n):
        of("move_of")(of("group_of")(lead=officer, code_name=f"Group {n}", next_review=in_days(n - 5)))
        for whose in ({"owner": analyst}, {"owner": officer}, {"agency": council_officer.agency}):
            of("action_of")(text=f"Action {n}", due=in_days(n - 2), **whose)
        of("share")(of("action_of")(text=f"Shared {n}"), partner)

    def of_profiles(n):
        of("edition_of")(profile := of("profile_of")(refresh_due=in_days(n - 5)))
        Distribution.objects.create(profile=profile, number=1, to_agency=partner.agency, by=analyst)
        of("recommendation_of")(profile, reference=f"B{n}", agency=council_officer.agency)

    def of_people(n):
        for person in (partner, council_officer):
            of("enquiry_of")(person, days=n + 1)
        of("meeting_of")(days=n + 1, person=officer)
        of("meeting_of")(days=-n - 1, state=MeetingState.HELD)

    def add(number):
        for n in range(number):
            of("signal_of")(statement=f"Signal {n}")
            of_groups_and_plans(n)
            of_profiles(n)
            of_people(n)
            for made in (of("claim_of")(), of("requirement_of")(), of("threat_of")(key=f"fraud-{n}")):
                type(made).objects.seen_by(officer).filter(pk=made.pk).update(review_on=in_days(n - 5))

    return add


def test_nobodys_page_asks_more_of_the_database_for_thirty_of_everything_than_for_three(client_for, request, fill):
    clients = {who: client_for(request.getfixturevalue(who)) for who in EVERYBODY}
    asked = {who: [] for who in EVERYBODY}

    for number in (3, 27):
        fill(number)
        for who, client in clients.items():
            client.get("/work/")  # whatever is read once and kept; a second look, so that both have a last one
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/work/").status_code == 200
            asked[who].append(len(queries))

    assert {who: counts for who, counts in asked.items() if counts[1] > counts[0]} == {}
    checked = {who: asked.pop(who)[1] for who in ("auditor", "administrator")}
    assert max(checked.values()) <= MOST_WITH_CHECKS, str(checked)
    assert max(counts[1] for counts in asked.values()) <= MOST_QUERIES, str(asked)


@pytest.mark.parametrize("who", EVERYBODY)
def test_reading_it_leaves_one_event_with_the_records_that_it_named(client_for, request, who, fill):
    fill(1)
    person = request.getfixturevalue(who)

    answer = client_for(person).get("/work/")

    (event,) = Event.objects.filter(actor_id=str(person.pk), did=DID_LOOK)
    assert event.verb == Verb.CONSULTATION
    assert (event.shown.count() > 0) == (who not in {"auditor", "administrator"})
    assert event.shown.filter(object_kind="ocgs.group").exists() == ("Group 0" in words(answer))


def test_without_its_event_nothing_is_shown(client_for, bradford_analyst, signal_of, monkeypatch):
    signal = signal_of()

    def fail(self, *args, **kwargs):
        raise OSError("The disk is full")

    monkeypatch.setattr(Event, "save", fail)
    client = client_for(bradford_analyst)
    client.raise_request_exception = False

    answer = client.get("/work/")
    assert answer.status_code in {500, 503}
    assert signal.statement not in answer.content.decode()


def test_it_is_the_home_of_whoever_is_signed_in_and_a_stranger_is_sent_to_sign_in(client, client_for, bradford_analyst):
    assert client_for(bradford_analyst).get("/").headers["Location"] == "/work/"
    assert client.get("/work/").headers["Location"].startswith("/sign-in/")


def test_the_address_narrows_it_to_one_kind_and_an_unknown_kind_narrows_nothing(
    client_for, bradford_analyst, signal_of, requirement_of
):
    signal, requirement = signal_of(), requirement_of()
    client = client_for(bradford_analyst)

    def listed(query):
        told = words(client.get(f"/work/?{query}"))
        return [one for one in (signal.statement, requirement.question) if one in told]

    assert listed("") == [signal.statement, requirement.question]
    assert listed("kind=signals") == [signal.statement]
    assert listed("kind=requirements") == [requirement.question]
    assert listed("kind=accounts") == listed("kind=x") == [signal.statement, requirement.question]


def test_it_counts_what_it_does_not_list_and_says_where_it_stands(client_for, bradford_analyst, requirement_of):
    for n in range(MOST + 3):
        requirement_of(question=f"Question {n}")

    answer = client_for(bradford_analyst).get("/work/?kind=requirements")

    assert "3 more under intelligence requirements" in words(answer)
    assert f"({MOST + 3})" in words(answer)
    assert 'href="/groups/requirements/"' in answer.content.decode()


def test_what_came_since_the_last_visit_is_new_and_what_others_changed_is_told(
    client_for, bradford_analyst, bradford_chair, signal_of, action_of, settings, tmp_path
):
    action = action_of(owner=bradford_analyst)
    client = client_for(bradford_analyst)
    assert "since you last looked" not in words(client.get("/work/"))

    # So that the next look is another visit.
    (tmp_path / FILE.name).write_text(FILE.read_text().replace("one_look_minutes = 60", "one_look_minutes = 0"))
    settings.TOCSIN_PRACTICE = tmp_path
    signal_of()
    update_action(action=action, said=Said("The yard is shut"), by=bradford_chair)

    told = words(client.get("/work/"))
    assert "1 new since you last looked" in told
    assert "1 change by others" in told
    assert "Bradford chair: updated action" in told


def test_a_partner_answers_within_two_taps_and_reads_what_is_shared_and_until_when(
    client_for, partner, enquiry_of, in_days
):
    enquiry = enquiry_of(partner)
    client = client_for(partner)

    answer = client.get("/work/")

    assert f'href="/requests/enquiries/{enquiry.uuid}/answer/"' in answer.content.decode()
    assert 'name="answer"' in client.get(f"/requests/enquiries/{enquiry.uuid}/answer/").content.decode()
    assert "Shared with your agency by Bradford chair" in words(answer)
    assert f"until {in_days(60):%-d %B %Y}" in words(answer)


def test_what_an_answer_achieved_is_read_by_the_agency_that_gave_it(
    client_for, partner, council_officer, bradford_analyst, enquiry_of
):
    enquiry = enquiry_of(partner)
    Feedback.objects.create(enquiry=enquiry, text="Three people were found work", by=bradford_analyst)

    assert "Three people were found work" in words(client_for(partner).get("/work/"))
    assert "Three people were found work" not in words(client_for(council_officer).get("/work/"))


def test_whoever_claimed_a_disruption_reads_what_became_of_it(client_for, officer, bradford_chair, claim_of):
    claim = claim_of()
    told = {"state": ClaimState.DECLINED, "moderated_because": "Nothing shows it", "moderated_at": timezone.now()}
    Disruption.objects.seen_by(bradford_chair).filter(pk=claim.pk).update(moderated_by=bradford_chair, **told)

    page = words(client_for(officer).get("/work/"))
    assert "Your claim: declined" in page
    assert "Nothing shows it" in page


def test_the_commissioners_officer_reads_the_quarters_accepted_disruptions_by_p_and_grade(
    client_for, commissioners_officer, bradford_chair, officer, claim_of, today
):
    for person in (bradford_chair, officer):
        person.clearance = CLOSE.marking
    for changes in ({}, {"happened_on": today - timedelta(days=200)}, {"release": CLOSE}):
        claim = claim_of(**changes)
        rows = Disruption.objects.seen_by(bradford_chair).filter(pk=claim.pk)
        rows.update(state=ClaimState.ACCEPTED, grade=Grade.MAJOR)

    answer = client_for(commissioners_officer).get("/work/")
    assert answer.context["quarter"].disruptions[0] == ("Pursue", "1", "0", "0")
    assert "no disruption" not in words(answer).lower()


def test_the_chair_reads_what_changed_since_the_board_met(
    client_for, bradford_chair, officer, neighbour, action_of, meeting_of
):
    meeting_of(days=-2, state=MeetingState.ISSUED)
    update_action(action=action_of(), said=Said("Visited"), by=officer)

    told = client_for(bradford_chair).get("/work/").context["board"]
    assert [(kind, number) for kind, number, _ in told.kinds] == [("action", 2), ("plan", 1)]
    assert client_for(neighbour).get("/work/").context["board"] is None


def test_the_auditor_reads_what_to_look_at_first_in_the_log_and_the_chair_does_not(client_for, auditor, bradford_chair):
    assert "Disclosures: exports and shares" in words(client_for(auditor).get("/work/"))
    assert "Disclosures: exports and shares" not in words(client_for(bradford_chair).get("/work/"))


def test_a_failing_self_check_asks_whoever_looks_after_the_site(client_for, auditor, bradford_chair, settings):
    settings.TOCSIN_HOME = settings.TOCSIN_HOME / "nowhere"

    assert "Mend it: Data folder" in words(client_for(auditor).get("/work/"))
    assert "Data folder" not in words(client_for(bradford_chair).get("/work/"))


def test_saved_searches_are_ones_own(client_for, bradford_analyst, bradford_chair):
    SavedSearch.objects.create(person=bradford_analyst, name="Scrapyards", query="scrapyard")

    assert "Scrapyards" in words(client_for(bradford_analyst).get("/work/"))
    assert "Scrapyards" not in words(client_for(bradford_chair).get("/work/"))


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("officer", "Look at your boards"),
        ("partner", "When somebody shares a record or asks your agency something, it stands here."),
    ],
)
def test_whoever_has_nothing_to_do_is_told_what_there_is_instead(client_for, request, who, said):
    told = words(client_for(request.getfixturevalue(who)).get("/work/"))

    assert "Nothing asks for you today." in told
    assert said in told


def test_somebody_posted_nowhere_is_told_so(client_for, officer):
    officer.postings.all().delete()

    assert "applies to no district today" in words(client_for(officer).get("/work/"))


def test_the_weeks_are_drawn_once_there_is_something_to_see(client_for, bradford_analyst, requirement_of, in_days):
    client = client_for(bradford_analyst)
    requirement_of(due=in_days(3))
    assert client.get("/work/").context["chart"] is None

    for n in range(4):
        requirement_of(due=in_days(-n - 1))
    chart = client.get("/work/").context["chart"]
    assert chart.title.startswith("4 overdue")
    assert chart.rows[0] == ("Overdue", "4")


def test_a_record_that_somebody_may_not_see_changes_nothing_on_their_page(
    client_for, bradford_analyst, signal_of, group_of, claim_of, in_days, bradford_chair
):
    client = client_for(bradford_analyst)
    signal_of()
    before = words(client.get("/work/"))

    bradford_chair.clearance = CLOSE.marking
    signal_of(release=CLOSE)
    group_of(release=CLOSE, next_review=in_days(-3))

    assert words(client.get("/work/")) == before
