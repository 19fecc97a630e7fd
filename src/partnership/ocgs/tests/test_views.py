"""The pages of groups: who may open them, what they say, and what they leave in the log."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from partnership.audit.models import Event
from partnership.conftest import WAKEFIELD
from partnership.ocgs.models import Group
from partnership.ocgs.rules import Duty, Status
from partnership.ocgs.status_actions import assign, propose_move
from partnership.people.rules import Marking
from partnership.records.actions import share_record
from partnership.records.rules import Handling, Release
from partnership.records.versions import write_next_version

LISTS = ("ocgs:groups", "ocgs:enablers", "ocgs:requirements", "ocgs:network")
FORCE_ONLY = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Force only.")
HOSTILE = "<script>alert(1)</script> \u202eevil {{ 7 }}"


def at(name, record, *more):
    return reverse(f"ocgs:{name}", args=[record.uuid, *more])


def text(answer):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", answer.content.decode()))


def fields(answer):
    """What the page's hidden fields hold: the version and the words that were on the screen."""
    found = re.findall(r'<input type="hidden" name="(version|seen)" value="([^"]*)"', answer.content.decode())
    return dict(found)


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_what_to_do(client_for, bradford_analyst, name):
    answer = client_for(bradford_analyst).get(reverse(name))

    assert answer.status_code == 200
    assert "that you may see" in text(answer)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["partner", "auditor", "administrator"])
def test_who_sees_no_board_has_no_lists(client_for, request, name, who):
    assert client_for(request.getfixturevalue(who)).get(reverse(name)).status_code == 404


def test_the_list_says_that_a_count_is_no_measure_of_harm(client_for, group, bradford_analyst):
    assert "no measure of harm" in text(client_for(bradford_analyst).get(reverse("ocgs:groups")))


def test_the_list_records_what_it_showed(client_for, group, bradford_analyst):
    client_for(bradford_analyst).get(reverse("ocgs:groups"))

    event = Event.objects.order_by("sequence").last()
    assert (event.verb, event.did) == ("consultation", "read list of groups")
    assert [shown.object_key for shown in event.shown.all()] == [group.uuid.hex]


def test_a_neighbour_sees_neither_the_group_nor_that_it_is(client_for, group, neighbour):
    answer = client_for(neighbour).get(reverse("ocgs:groups"))

    assert "Granite" not in text(answer)
    for name in ("group", "compare", "edit", "review", "move", "assign", "involve", "export-group"):
        assert client_for(neighbour).get(at(name, group)).status_code == 404


def test_a_hidden_group_changes_no_byte_of_the_list(client_for, group, proposed, wakefield_chair, bradford_analyst):
    client = client_for(bradford_analyst)
    names = [reverse(name) for name in LISTS]
    token = re.compile('name="csrfmiddlewaretoken" value="[^"]+"')
    before = [token.sub("", client.get(name).content.decode()) for name in names]
    proposed(area_code=WAKEFIELD, by=wakefield_chair)

    assert [token.sub("", client.get(name).content.decode()) for name in names] == before


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"status": "proposed"}, ["Waiting"]),
        ({"crime": "fraud"}, ["Fraudulent"]),
        ({"reach": "national"}, ["Fraudulent"]),
        ({"waiting": "yes"}, ["Waiting"]),
        ({"lead": "none"}, ["Plain", "Fraudulent", "Waiting"]),
        ({"band": "very-high"}, ["Fraudulent"]),
        ({"band": "none"}, ["Plain", "Waiting"]),
        ({"review": "none"}, []),
        ({"review": "overdue"}, []),
        ({"district": "E08000032"}, ["Plain", "Fraudulent", "Waiting"]),
        ({"district": "nowhere"}, ["Plain", "Fraudulent", "Waiting"]),
        ({"crime": "fraud", "status": "proposed"}, []),
        ({"sort": "name"}, ["Fraudulent", "Plain", "Waiting"]),
        ({"sort": "-name"}, ["Waiting", "Plain", "Fraudulent"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(client_for, group_of, proposed, assess, bradford_analyst, asked, found):
    group_of(code_name="Plain")
    rich = group_of(code_name="Fraudulent", crime_types=["fraud"], reach="national")
    proposed(code_name="Waiting")
    assess(of=rich, step=4)

    answer = client_for(bradford_analyst).get(reverse("ocgs:groups"), asked)

    shown = [row.group.code_name for row in answer.context["rows"] if row.group.code_name != "Granite Harbour"]
    assert sorted(shown) == sorted(found)
    if "sort" in asked:
        assert shown == found


def test_an_overdue_review_says_how_late_it_is(client_for, group, bradford_analyst, today, now_at):
    write_next_version(group, seen=group.version, next_review=today - timedelta(days=12))

    assert "Overdue by 12 days" in text(client_for(bradford_analyst).get(reverse("ocgs:groups")))
    assert "Overdue by 12 days" in text(client_for(bradford_analyst).get(group.get_absolute_url()))


def test_the_reviews_of_ticked_groups_are_set_at_once(client_for, group_of, bradford_analyst, now_at, today):
    ticked, left = group_of(), group_of()
    on = today + timedelta(days=40)
    sent = {"group": f"{ticked.uuid}:{ticked.version}", "on": on.isoformat(), "because": "Board of the month"}

    answer = client_for(bradford_analyst).post(reverse("ocgs:review-many"), sent, follow=True)

    assert f"Next review of \u2068{ticked.code_name}" in text(answer)
    assert (now_at(ticked).next_review, now_at(left).next_review == on) == (on, False)


def test_a_refused_row_says_why_and_stays_ticked(client_for, proposed, bradford_analyst, today):
    waiting = proposed()
    row = f"{waiting.uuid}:{waiting.version}"
    sent = {"group": row, "on": (today + timedelta(days=40)).isoformat(), "because": "Board"}

    answer = client_for(bradford_analyst).post(reverse("ocgs:review-many"), sent)

    assert answer.status_code == 409
    assert "not being worked on" in text(answer)
    assert f'value="{row}" checked' in answer.content.decode()


def test_nothing_ticked_is_said(client_for, group, bradford_analyst):
    answer = client_for(bradford_analyst).post(reverse("ocgs:review-many"), {"on": "", "because": ""})

    assert answer.status_code == 422
    assert "Tick at least one group" in text(answer)


def test_a_group_is_proposed_on_the_page(client_for, officer):
    sent = {
        "area_code": "E08000032",
        "code_name": "Amber Lantern",
        "primary": "drugs-supply",
        "others": ["money-laundering"],
        "reach": "local",
        "areas": ["E08000035"],
        "because": "Five people, since spring",
        "marking": "OFFICIAL",
        "handling": "P",
    }

    answer = client_for(officer).post(reverse("ocgs:propose"), sent, follow=True)

    made = Group.objects.seen_by(officer).get()
    assert "Proposed." in text(answer)
    assert made.crime_types == ["drugs-supply", "money-laundering"]
    assert made.areas == ["E08000035"]


def test_a_name_that_leads_to_a_person_is_refused_beside_its_field(client_for, officer):
    answer = client_for(officer).post(reverse("ocgs:propose"), {"code_name": "Ring of 07700 900123"})

    assert answer.status_code == 422
    assert "This holds a telephone number" in text(answer)


@pytest.fixture
def led(group, officer, bradford_analyst, today):
    """The group, with Bradford's officer as its lead."""
    told = {"duty": Duty.LEAD, "person": officer, "start": today, "because": "Posted", "by": bradford_analyst}
    assign(group=group, seen_version=group.version, **told)
    return Group.objects.seen_by(officer).get(pk=group.pk)


def test_the_page_of_a_group_shows_what_is_known(client_for, led, fill, assess, enabler, tie, officer):
    fill(2)
    assess(step=4, of=led)
    tie(led, enabler)

    said = text(client_for(officer).get(led.get_absolute_url()))

    for words in (
        "The 3 assessors disagree on the band",
        "Letting agent, west of the centre",
        "Lets flats without papers",
        "Who? 1",
        "Bradford officer, Force, since",
        "Drugs",
        "never averaged",
    ):
        assert words in said, words


def test_an_enabler_that_the_viewer_may_not_see_is_not_on_the_groups_page(
    client_for, group, enabler_of, tie, council_officer
):
    hidden = enabler_of(name="Freight depot", release=FORCE_ONLY)
    tie(group, hidden, how="Lends lorries to it")

    said = text(client_for(council_officer).get(group.get_absolute_url()))

    assert "Freight depot" not in said
    assert "Lends lorries" not in said


def test_both_pages_of_a_merger_say_so(client_for, group_of, approve, bradford_analyst):
    kept, gone = group_of(), group_of()
    propose_move(group=gone, to=Status.MERGED, because="Same people", into=kept, by=bradford_analyst)
    approve(gone)
    client = client_for(bradford_analyst)

    assert f"into {kept.code_name}" in text(client.get(gone.get_absolute_url()))
    assert f"{gone.code_name} was merged into this group" in text(client.get(kept.get_absolute_url()))


def test_the_chair_decides_on_the_page_and_the_proposer_cannot(client_for, proposed, bradford_analyst, bradford_chair):
    group = proposed(by=bradford_chair)
    move = group.moves.get()

    own = client_for(bradford_chair).get(at("decide", group, move.uuid))

    assert "Somebody else must decide" in text(own)
    assert "Save decision" not in text(own)
    assert client_for(bradford_analyst).get(at("decide", group, move.uuid)).status_code == 404


def test_the_chair_approves_what_somebody_else_proposed(client_for, proposed, bradford_chair, now_at):
    group = proposed()
    client, address = client_for(bradford_chair), at("decide", group, group.moves.get().uuid)
    sent = fields(client.get(address)) | {"decision": "approve", "because": "It meets it"}

    answer = client.post(address, sent, follow=True)

    assert "Approved." in text(answer)
    assert now_at(group).status is Status.ACTIVE


def test_the_list_tells_the_chair_what_waits_for_them(client_for, proposed, bradford_chair, bradford_analyst):
    proposed()
    proposed(by=bradford_chair)

    said = text(client_for(bradford_chair).get(reverse("ocgs:groups")))

    assert "1 change of status waits for your decision" in said
    assert "for your decision" not in text(client_for(bradford_analyst).get(reverse("ocgs:groups")))


def test_a_move_of_another_group_is_not_found(client_for, proposed, bradford_chair):
    one, other = proposed(), proposed()

    assert client_for(bradford_chair).get(at("decide", one, other.moves.get().uuid)).status_code == 404


def test_an_assessment_is_made_on_the_page(client_for, group, officer, steps, today):
    given = {f"criterion_{key}": "3" for key in steps()} | {"criterion_reach": "unknown"}
    sent = given | {"as_of": today.isoformat(), "note": "Seen twice"}

    answer = client_for(officer).post(at("assess", group, "attributes"), sent, follow=True)

    made = group.assessments.get()
    assert "Kept: 75 of 100" in text(answer)
    assert (made.by, made.inputs["reach"], made.inputs["activity"]) == (officer, None, 3)


def test_each_criterion_wants_an_answer(client_for, group, officer):
    answer = client_for(officer).post(at("assess", group, "harm"), {})

    assert answer.status_code == 422
    assert "Choose a step for physical harm, or say that it is not known" in text(answer)


def test_there_is_no_assessing_by_a_scheme_that_is_none(client_for, group, officer):
    assert client_for(officer).get(at("assess", group, "moon")).status_code == 404


def test_an_assessment_under_a_scheme_no_longer_in_use_is_still_shown(client_for, assess, group, bradford_analyst):
    made = assess(step=2)
    type(group.assessments).create(group.assessments, **_like(made, scheme="older", band="band-4"))

    for name in ("group", "compare"):
        said = text(client_for(bradford_analyst).get(at(name, group)))
        assert "older" in said
        assert "band-4" in said


def _like(made, **changes):
    names = ("scheme", "scheme_version", "inputs", "score", "band", "as_of", "by")
    return {name: getattr(made, name) for name in names} | changes


def test_the_page_compares_and_keeps_the_earlier_ones(client_for, assess, group, second_analyst, bradford_analyst):
    assess(step=0, note="My first view")
    assess(step=2, note="My second view")
    assess(step=4, by=second_analyst, note="Theirs")

    said = text(client_for(bradford_analyst).get(at("compare", group)))

    assert "Scores run from 50 to 100 (standard deviation 35.4)" in said
    for note in ("My first view", "My second view", "Theirs"):
        assert note in said
    assert said.index("My second view") < said.index("Earlier assessments") < said.index("My first view")


def test_a_partner_reads_what_was_shared_and_nothing_else(client_for, group, partner, bradford_chair, today):
    told = {"record": group, "because": "To ask", "until": today + timedelta(days=5), "by": bradford_chair}
    share_record(to_person=partner, seen_version=group.version, **told)

    answer = client_for(partner).get(group.get_absolute_url())

    assert answer.status_code == 200
    assert "What you can do" not in answer.content.decode()
    assert reverse("records:shared") in answer.content.decode()
    assert client_for(partner).get(at("edit", group)).status_code == 404


def test_hostile_words_stay_words(client_for, group_of, enabler_of, tie, requirement_of, bradford_analyst):
    group = group_of(code_name=HOSTILE[:80], summary=HOSTILE, crime_types=[HOSTILE], areas=[HOSTILE])
    enabler = enabler_of(name=HOSTILE)
    tie(group, enabler, how=HOSTILE)
    need = requirement_of(question=HOSTILE, because=HOSTILE, about=group)
    client = client_for(bradford_analyst)

    for address in (*map(reverse, LISTS), *(one.get_absolute_url() for one in (group, enabler, need))):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "<script>alert(1)" not in answer.content.decode()
