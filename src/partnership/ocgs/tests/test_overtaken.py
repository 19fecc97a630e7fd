"""Whoever saves over somebody else's change is shown the difference, and loses nothing that they typed."""

import re

import pytest
from django.urls import reverse

from partnership.ocgs.actions import edit_group, set_review
from partnership.ocgs.enabler_actions import edit_enabler
from partnership.ocgs.requirement_actions import settle_requirement
from partnership.ocgs.rules import EnablerKind, RequirementState


def hidden(answer):
    return dict(re.findall(r'<input type="hidden" name="(version|seen)" value="([^"]*)"', answer.content.decode()))


def text(answer):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def opened(client_for, bradford_analyst):
    """A form that the analyst opened, to be sent later with what they type."""

    def open_(name, record):
        client, at = client_for(bradford_analyst), reverse(f"ocgs:{name}", args=[record.uuid])
        seen = hidden(client.get(at))
        return lambda **typed: client.post(at, seen | typed)

    return open_


def test_an_overtaken_edit_of_a_group_shows_both(opened, group, bradford_chair, now_at):
    send = opened("edit", group)
    edit_group(
        group=group, by=bradford_chair, seen_version=group.version, summary="The chair’s words.", because="Board"
    )

    answer = send(
        code_name="Granite Harbour", primary="drugs-supply", reach="local", summary="My words.", mapping_reference=""
    )

    assert answer.status_code == 409
    said = text(answer)
    for words in ("Nothing that you typed is lost", "The chair’s words.", "My words.", "Edited group", "Board"):
        assert words in said
    assert now_at(group).summary == "The chair’s words."


def test_pressing_again_answers_to_what_stands_now(opened, client_for, group, bradford_chair, bradford_analyst, now_at):
    send = opened("edit", group)
    edit_group(group=group, by=bradford_chair, seen_version=group.version, summary="The chair’s words.")
    typed = {"code_name": "Granite Harbour", "primary": "drugs-supply", "reach": "local", "summary": "Both."}
    again = hidden(send(**typed))

    answer = client_for(bradford_analyst).post(reverse("ocgs:edit", args=[group.uuid]), again | typed)

    assert answer.status_code == 302
    assert now_at(group).summary == "Both."


def test_an_overtaken_review_is_compared(opened, group, bradford_chair, today):
    send = opened("review", group)
    set_review(group=group, on=today, because="Now", by=bradford_chair)

    answer = send(on=today.isoformat(), because="Later")

    assert answer.status_code == 409


def test_an_overtaken_duty_is_compared(opened, group, bradford_chair, officer, today):
    send = opened("assign", group)
    edit_group(group=group, by=bradford_chair, seen_version=group.version, summary="New")

    answer = send(duty="lead", person=str(officer.uuid), start=today.isoformat(), because="Posted")

    assert answer.status_code == 409
    assert "Bradford officer" in text(answer)
    assert group.assignments.count() == 0


def test_an_overtaken_edit_of_an_enabler_is_compared(opened, enabler, bradford_chair):
    send = opened("edit-enabler", enabler)
    told = {"name": "Letting agent", "kind": EnablerKind.BUSINESS, "description": ""}
    edit_enabler(enabler=enabler, by=bradford_chair, seen_version=enabler.version, **told)

    answer = send(name="Estate agent", kind="professional", description="")

    assert answer.status_code == 409
    assert "Estate agent" in text(answer)


def test_an_overtaken_answer_is_compared(opened, requirement_of, bradford_chair):
    need = requirement_of()
    send = opened("settle", need)
    told = {"state": RequirementState.ANSWERED, "answer": "The chair’s answer"}
    settle_requirement(requirement=need, by=bradford_chair, seen_version=need.version, **told)

    answer = send(state="answered", answer="Mine")

    assert answer.status_code == 409
    assert "The chair’s answer" in text(answer)
    assert "Mine" in text(answer)
