"""From an outcome back to the words that raised it, and forward again; and nothing of what the viewer may not see."""

from __future__ import annotations

import pytest
from django.urls import reverse

from partnership.people.rules import Act
from partnership.records.scoping import scoped_models
from partnership.records.starting import start
from partnership.thread.actions import tie
from partnership.threats.models import Threat
from partnership.trace.queries import trace_of
from partnership.trace.rules import STAGES

from .conftest import OPEN, POLICE_ONLY, QUOTE

WAY = ("outcomes.outcome", "outcomes.disruption", "plans.action", "plans.plan", "ocgs.group")
WAY += ("threats.threat", "triage.signal")


def kinds(trace) -> tuple[str, ...]:
    return tuple(stage.kind for stage in trace.stages)


def address(record) -> str:
    return reverse("trace:trace", args=[record.slug, record.uuid])


def test_an_outcome_leads_back_to_the_words_that_raised_it(outcome, bradford_analyst):
    trace = trace_of(bradford_analyst, outcome)

    assert kinds(trace) == WAY
    assert [quote.quote for stop in trace.with_evidence for quote in stop.evidence.quotes.all()] == [QUOTE.quote]


def test_a_signal_leads_forward_to_what_came_of_it(outcome, signal, bradford_analyst):
    trace = trace_of(bradford_analyst, signal)

    assert kinds(trace) == WAY
    assert [stop.is_start for stop in trace.stops] == [False] * 6 + [True]


def test_every_stop_says_on_which_numbers_it_rests_and_why(outcome, bradford_analyst):
    first, second, *_ = trace_of(bradford_analyst, outcome).stops

    assert [(ground.number, ground.tie.because) for ground in first.grounds] == [
        (second.number, "It fell after the yards closed")
    ]


def test_what_came_of_the_same_signal_by_another_way_is_not_on_the_way_back(
    outcome, threat, action_for, bradford_analyst
):
    other = action_for(threat, text="Talk to the church wardens")

    assert other.uuid not in {record.uuid for record in trace_of(bradford_analyst, outcome).records}
    assert other.uuid in {record.uuid for record in trace_of(bradford_analyst, threat).records}


def test_a_step_that_is_hidden_ends_the_way_there(group_of, action_for, outcome_of, council_officer):
    hidden = outcome_of(action_for(group_of(POLICE_ONLY)))

    assert kinds(trace_of(council_officer, hidden)) == WAY[:4]


def test_two_records_that_rest_on_each_other_do_not_send_it_round_for_ever(threat, outcome, bradford_analyst):
    told = {"key": "fraud", "name": "Fraud", "area_name": "Bradford"}
    other = start(Threat, act=Act.ASSESS_THREAT, area_code=threat.area_code, release=OPEN, by=bradford_analyst, **told)
    tie(record=threat, on=other, because="One feeds the other", by=bradford_analyst)
    tie(record=other, on=threat, because="And the other way", by=bradford_analyst)

    assert other.uuid in {record.uuid for record in trace_of(bradford_analyst, outcome).records}


def test_the_reads_do_not_grow_with_the_records_beside_each_other(
    threat, action_for, bradford_analyst, django_assert_max_num_queries
):
    action_for(threat)
    with django_assert_max_num_queries(40) as few:
        trace_of(bradford_analyst, threat)
    for n in range(5):
        action_for(threat, text=f"Letter {n}")

    with django_assert_max_num_queries(len(few)):
        assert len(trace_of(bradford_analyst, threat).records) == 2 + 2 * 6


def test_every_kind_of_record_has_its_place_on_a_trail():
    assert {model._meta.label_lower for model in scoped_models().values()} == set(STAGES)


def test_a_kind_stands_below_every_kind_that_can_rest_on_it():
    place = {kind: n for n, kind in enumerate(STAGES)}
    pairs = [
        (model._meta.label_lower, on)
        for model in scoped_models().values()
        for on in (
            *model.may_rest_on,
            *(model._meta.get_field(way).related_model._meta.label_lower for way in model.rests_on),
        )
    ]

    assert [(kind, on) for kind, on in pairs if kind != on and place[kind] > place[on]] == []


def test_the_page_draws_the_trail_and_tells_it_in_words(outcome, client_for, bradford_analyst):
    page = client_for(bradford_analyst).get(address(outcome)).content.decode()

    assert "<svg" in page
    assert QUOTE.quote in page
    assert 'href="https://example.test/scrap"' in page
    assert "19 counted, where 6.4 was expected" in page


def test_a_hidden_title_is_nowhere_on_the_page(group_of, action_for, outcome_of, client_for, council_officer):
    hidden = outcome_of(action_for(group_of(POLICE_ONLY), text="Open letter"))

    page = client_for(council_officer).get(address(hidden)).content.decode()

    assert "Open letter" in page
    assert "They take the copper" not in page


@pytest.mark.parametrize("who", ["neighbour", "partner"])
def test_who_may_not_see_the_record_finds_no_trail(outcome, who, request, client_for):
    assert client_for(request.getfixturevalue(who)).get(address(outcome)).status_code == 404


def test_the_trail_leaves_as_a_paper_with_the_quotes(outcome, client_for, bradford_analyst):
    at = reverse("trace:export", args=[outcome.slug, outcome.uuid])
    page = client_for(bradford_analyst).get(at)
    told = {
        "recipient": "The commissioner",
        "agency": "Their office",
        "because": "Asked at the panel",
        "format": "docx",
    }

    answer = client_for(bradford_analyst).post(at, told)

    assert page.status_code == 200
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_the_record_page_leads_to_its_trail(signal, client_for, bradford_analyst):
    page = client_for(bradford_analyst).get(signal.get_absolute_url()).content.decode()

    assert f'href="{address(signal)}"' in page
