"""One event, one disruption: claimed by one, moderated by another, never twice."""

import pytest
from django.utils import timezone

from partnership.audit.models import Event
from partnership.outcomes import queries
from partnership.outcomes.actions import (
    LikelyDouble,
    edit_claim,
    join_claim,
    note_contribution,
    remove_contribution,
    withdraw_claim,
)
from partnership.outcomes.models import Disruption
from partnership.outcomes.moderation_actions import accept_claim, decline_claim, fold_claim
from partnership.outcomes.rules import ClaimState, Grade
from partnership.people.models import Agency
from partnership.people.rules import NotAllowed
from partnership.records.rules import Stale
from partnership.thread import queries as thread

from .conftest import POLICE


@pytest.fixture
def theirs(add_person):
    """An officer of another agency, posted to Bradford."""
    return add_person("Licensing officer", "lead-responsible-officer", "Council", "E08000032")


def test_a_claim_is_its_agencys_tied_to_what_it_is_for_and_waits(claimed, action, officer, bradford_chair):
    made = claimed()

    (tie,) = thread.ties_of(made)
    assert (tie.on_kind, tie.on_record) == ("plans.action", action.uuid)
    assert (made.agency, made.state, made.grade) == (officer.agency, ClaimState.CLAIMED, "")
    assert list(queries.waiting_for(bradford_chair)) == [made]
    assert queries.claims_of(officer, [action]) == {action.uuid: [made]}
    assert [event.did for event in Event.objects.order_by("-sequence")[:2]] == [
        "tied record to another",
        "claimed disruption",
    ]


def test_whoever_may_not_work_on_it_claims_nothing_for_it(claimed, neighbour, commissioners_officer):
    for person in (neighbour, commissioners_officer):
        with pytest.raises(NotAllowed, match="not yours"):
            claimed(by=person)


def test_nobody_accepts_their_own_claim_and_a_chair_waits_for_another(claimed, bradford_chair):
    own = claimed(by=bradford_chair)

    assert list(queries.waiting_for(bradford_chair)) == []
    with pytest.raises(NotAllowed, match="you claimed it"):
        accept_claim(disruption=own, grade=Grade.MODERATE, by=bradford_chair, seen_version=own.version)


def test_an_analyst_moderates_nothing(claimed, bradford_analyst):
    made = claimed()

    assert list(queries.waiting_for(bradford_analyst)) == []
    with pytest.raises(NotAllowed):
        accept_claim(disruption=made, grade=Grade.MODERATE, by=bradford_analyst, seen_version=made.version)


def test_another_grade_is_given_with_its_reason(claimed, bradford_chair):
    made = claimed()

    with pytest.raises(NotAllowed, match="claimed as moderate"):
        accept_claim(disruption=made, grade=Grade.MINOR, by=bradford_chair, seen_version=made.version)
    kept = accept_claim(
        disruption=made, grade=Grade.MINOR, reason="One reopened", by=bradford_chair, seen_version=made.version
    )

    assert (kept.state, kept.grade, kept.claimed_grade) == (ClaimState.ACCEPTED, Grade.MINOR, Grade.MODERATE)
    assert (kept.moderated_by, kept.moderated_because) == (bradford_chair, "One reopened")


def test_what_was_decided_is_not_decided_again(accepted, bradford_chair):
    made = accepted()

    with pytest.raises(NotAllowed, match="already accepted"):
        decline_claim(disruption=made, reason="Wrong", by=bradford_chair, seen_version=made.version)


def test_two_moderators_at_once_decide_once(claimed, bradford_chair):
    made = claimed()
    decline_claim(disruption=made, reason="No evidence", by=bradford_chair, seen_version=made.version)

    with pytest.raises(Stale):
        accept_claim(disruption=made, grade=Grade.MODERATE, by=bradford_chair, seen_version=1)


def test_its_claimer_changes_a_claim_until_it_is_moderated(claimed, claim_of, officer, bradford_chair):
    made = edit_claim(disruption=claimed(), claim=claim_of(what="Three revoked"), by=officer, seen_version=1)
    assert made.what == "Three revoked"

    with pytest.raises(NotAllowed, match="Only whoever"):
        edit_claim(disruption=made, claim=claim_of(), by=bradford_chair, seen_version=made.version)
    accept_claim(disruption=made, grade=Grade.MODERATE, by=bradford_chair, seen_version=made.version)
    made.refresh_from_db()
    with pytest.raises(NotAllowed, match="already accepted"):
        edit_claim(disruption=made, claim=claim_of(), by=officer, seen_version=made.version)


def test_a_withdrawn_claim_says_why_and_counts_for_nothing(claimed, officer, bradford_chair):
    made = claimed()

    with pytest.raises(NotAllowed, match="why"):
        withdraw_claim(disruption=made, reason=" ", by=officer, seen_version=made.version)
    made = withdraw_claim(disruption=made, reason="Not ours", by=officer, seen_version=made.version)

    assert (made.state, made.moderated_because) == (ClaimState.WITHDRAWN, "Not ours")
    assert list(queries.waiting_for(bradford_chair)) == []


@pytest.mark.parametrize(
    "second",
    [
        {"event_reference": "13ab 1234", "p": "soc4p:protect"},  # the same event reference, whatever else
        {"days": 25},  # the same record under the same P, five days apart
    ],
)
def test_a_second_claim_of_one_event_is_asked_about(claimed, theirs, days_ago, second):
    first = claimed(event_reference="13/AB/1234")
    told = second | {"happened_on": days_ago(second.get("days", 300))}

    with pytest.raises(LikelyDouble) as asked:
        claimed(by=theirs, **{name: value for name, value in told.items() if name != "days"})

    assert asked.value.doubles == [first]
    assert claimed(by=theirs, another_because="Other premises", **{k: v for k, v in told.items() if k != "days"})


def test_what_is_long_apart_or_under_another_p_is_another_event(claimed, days_ago):
    claimed()

    assert claimed(happened_on=days_ago(60))
    assert claimed(p="soc4p:protect")
    assert Disruption.objects.seen_by(claimed(happened_on=days_ago(200)).claimed_by).count() == 4


def test_a_claim_that_was_declined_is_no_double(claimed, bradford_chair):
    made = claimed()
    decline_claim(disruption=made, reason="No evidence", by=bradford_chair, seen_version=made.version)

    assert claimed()


def test_joining_a_claim_names_the_agency_in_it_and_claims_nothing(claimed, claim_of, action, theirs):
    first = claimed()
    told = {"target": action, "claim": claim_of(what="We closed the yard"), "by": theirs}

    join_claim(disruption=first, **told)

    (part,) = first.contributions.all()
    assert (part.agency, part.what) == (theirs.agency, "We closed the yard")
    assert Disruption.objects.seen_by(theirs).count() == 1


def test_nobody_joins_a_claim_that_does_not_look_like_theirs(claimed, claim_of, action, theirs, days_ago):
    first = claimed(happened_on=days_ago(300))

    with pytest.raises(NotAllowed, match="claims listed"):
        join_claim(disruption=first, target=action, claim=claim_of(), by=theirs)


def test_an_agency_does_not_join_its_own_claim(claimed, claim_of, action, officer):
    first = claimed()

    with pytest.raises(NotAllowed, match="own"):
        join_claim(disruption=first, target=action, claim=claim_of(), by=officer)


def test_a_hidden_claim_is_never_told_to_a_claimer_and_surfaces_for_the_moderator(claimed, theirs, bradford_chair):
    hidden = claimed(release=POLICE, event_reference="13AB1234")
    assert not Disruption.objects.seen_by(theirs).filter(pk=hidden.pk).exists()

    second = claimed(by=theirs, event_reference="13AB1234")  # no question asked

    assert list(queries.doubles_of(theirs, second)) == []
    assert list(queries.doubles_of(bradford_chair, second)) == [hidden]


def test_a_record_that_the_moderator_does_not_see_makes_no_double(
    claimed, plan, group, theirs, officer, bradford_chair
):
    """Else the page would tell that both rest on something, which is kept from the reader."""
    first = claimed(target=group)
    second = claimed(target=group, by=theirs, another_because="Other premises")
    assert list(queries.doubles_of(bradford_chair, second)) == [first]

    type(group).objects.seen_by(bradford_chair).filter(pk=group.pk).update(
        handling="C", handling_conditions="Ours", originator=theirs.agency
    )

    assert list(queries.doubles_of(bradford_chair, second)) == []


def test_a_duplicate_counts_with_the_other_and_keeps_its_own_words(claimed, theirs, bradford_chair):
    first = claimed()
    second = claimed(by=theirs, another_because="Other premises", what="What only this claim may tell")
    fire = Agency.objects.create(name="Fire service")
    note_contribution(disruption=second, agency=fire, what="Lent ladders", by=theirs, seen_version=second.version)
    second.refresh_from_db()

    told = {"words": "Inspected with the police", "reason": "One visit", "by": bradford_chair}
    fold_claim(disruption=second, into=first, seen_version=second.version, **told)

    second.refresh_from_db()
    first.refresh_from_db()
    assert (second.state, second.duplicate_of) == (ClaimState.DUPLICATE, first)
    named = {part.agency.name: part.what for part in first.contributions.select_related("agency")}
    assert set(named) == {"Council", "Fire service"}
    assert named["Council"] == "Inspected with the police"
    assert "ladders" not in named["Fire service"]


def test_a_claim_is_not_counted_with_itself_nor_with_one_that_its_moderator_does_not_see(
    claimed, theirs, bradford_chair
):
    first = claimed()
    hidden = claimed(by=theirs, release=POLICE, another_because="Another")
    told = {"words": "Took part", "reason": "One visit", "by": bradford_chair, "seen_version": first.version}

    for other in (first, hidden):
        with pytest.raises(NotAllowed, match="Choose the claim"):
            fold_claim(disruption=first, into=other, **told)


def test_contributions_are_named_changed_and_taken_out(claimed, officer):
    made, fire = claimed(), Agency.objects.create(name="Fire service")
    for what in ("Lent ladders", "Lent two ladders"):
        note_contribution(disruption=made, agency=fire, what=what, by=officer, seen_version=made.version)
        made.refresh_from_db()
    assert [part.what for part in made.contributions.all()] == ["Lent two ladders"]

    remove_contribution(disruption=made, agency=fire, by=officer, seen_version=made.version)

    assert not made.contributions.exists()


def test_a_claim_that_no_chair_may_read_says_so(claimed, theirs, bradford_chair):
    assert queries.has_moderator(claimed())
    assert not queries.has_moderator(claimed(by=theirs, release=POLICE, happened_on=timezone.localdate()))
