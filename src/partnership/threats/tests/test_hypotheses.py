"""Adding to the competing hypotheses of a threat, reading evidence against them, and who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnership.audit import queries as audit
from partnership.people.rules import NotAllowed
from partnership.records.actions import share_record
from partnership.threats.actions import settle_threat
from partnership.threats.hypotheses import add_hypothesis, add_item, read_item, set_aside
from partnership.threats.models import Reading
from partnership.threats.queries import signals_tied
from partnership.threats.rules import Consistency, State

from .conftest import WAKEFIELD

MAY_NOTE = ["bradford_chair", "bradford_analyst", "council_officer", "officer"]
MAY_NOT = ["neighbour", "commissioners_officer", "partner", "records_manager", "auditor"]
AGAINST, FOR = Consistency.AGAINST, Consistency.FOR


@pytest.fixture
def competing(threat, bradford_analyst):
    """More crime, or more noticed; and one item of evidence."""
    more, noticed = (
        add_hypothesis(threat=threat, text=text, by=bradford_analyst) for text in ("More crime.", "More noticed.")
    )
    item = add_item(threat=threat, text="Three thousand were trained.", by=bradford_analyst)
    return more, noticed, item


@pytest.fixture
def table(client_for, threat):
    """What the page of competing hypotheses says to somebody, as plain text."""

    def show(person):
        answer = client_for(person).get(reverse("threats:hypotheses", args=[threat.uuid]))
        assert answer.status_code == 200
        return answer.content.decode()

    return show


@pytest.mark.parametrize("who", MAY_NOTE)
def test_who_may_note_hypotheses_adds_and_reads_them(request, who, threat, competing):
    by, (more, _, item) = request.getfixturevalue(who), competing

    add_hypothesis(threat=threat, text="A new unit looks for it.", by=by)
    read_item(threat=threat, item=item, consistency={more.uuid: AGAINST}, because="Expected anyway", by=by)

    assert threat.hypotheses.count() == 3
    assert more.readings.get(by=by).because == "Expected anyway"


@pytest.mark.parametrize("who", MAY_NOT)
def test_nobody_else_does(request, who, threat, competing):
    by, (more, _, item) = request.getfixturevalue(who), competing

    with pytest.raises(NotAllowed):
        add_hypothesis(threat=threat, text="Anything", by=by)
    with pytest.raises(NotAllowed):
        read_item(threat=threat, item=item, consistency={more.uuid: FOR}, because="", by=by)

    assert threat.hypotheses.count() == 2


def test_a_partner_with_whom_it_is_shared_adds_their_explanation_and_no_evidence(
    partner, bradford_chair, threat, competing
):
    until = timezone.localdate() + timedelta(days=30)
    share_record(record=threat, because="They inspect", until=until, by=bradford_chair, to_person=partner)

    add_hypothesis(threat=threat, text="Licences lapsed.", by=partner)

    with pytest.raises(NotAllowed):
        add_item(threat=threat, text="We saw it", by=partner)


@pytest.mark.parametrize("who", ["council_officer", "officer"])
def test_only_those_who_assess_add_evidence_and_set_a_hypothesis_aside(request, who, threat, competing):
    by = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        add_item(threat=threat, text="Anything", by=by)
    with pytest.raises(NotAllowed):
        set_aside(threat=threat, hypothesis=competing[0], because="No", by=by)


def test_a_reading_is_added_and_the_newest_counts(threat, competing, bradford_analyst):
    more, noticed, item = competing
    read_item(
        threat=threat, item=item, consistency={more.uuid: FOR, noticed.uuid: FOR}, because="", by=bradford_analyst
    )

    new = read_item(
        threat=threat, item=item, consistency={more.uuid: AGAINST, noticed.uuid: FOR}, because="", by=bradford_analyst
    )

    assert [(one.hypothesis, one.consistency) for one in new] == [(more, AGAINST)]
    assert Reading.objects.seen_by(bradford_analyst).count() == 3
    with pytest.raises(TypeError, match="frozen"):
        new[0].save()


def test_the_same_reading_twice_is_refused_rather_than_kept_twice(threat, competing, bradford_analyst):
    more, _, item = competing
    told = {"threat": threat, "item": item, "consistency": {more.uuid: FOR}, "because": "", "by": bradford_analyst}
    read_item(**told)

    with pytest.raises(NotAllowed, match="like that already"):
        read_item(**told)


def test_a_hypothesis_set_aside_keeps_its_readings_and_takes_no_more(
    threat, competing, bradford_analyst, bradford_chair
):
    more, _, item = competing
    read_item(threat=threat, item=item, consistency={more.uuid: AGAINST}, because="", by=bradford_analyst)

    set_aside(threat=threat, hypothesis=more, because="Ruled out by the count", by=bradford_chair)

    assert (more.set_aside_because, more.set_aside_by, more.readings.count()) == (
        "Ruled out by the count",
        bradford_chair,
        1,
    )
    with pytest.raises(NotAllowed, match="already set aside"):
        set_aside(threat=threat, hypothesis=more, because="Again", by=bradford_analyst)
    with pytest.raises(NotAllowed, match="set aside while you were reading"):
        read_item(threat=threat, item=item, consistency={more.uuid: FOR}, because="", by=bradford_analyst)


def test_to_a_closed_threat_nothing_is_added(threat, competing, bradford_chair):
    more, _, item = competing
    settle_threat(threat=threat, to=State.CLOSED, because="Over", by=bradford_chair, seen_version=threat.version)

    for act in (
        lambda: add_hypothesis(threat=threat, text="Late", by=bradford_chair),
        lambda: add_item(threat=threat, text="Late", by=bradford_chair),
        lambda: read_item(threat=threat, item=item, consistency={more.uuid: FOR}, because="", by=bradford_chair),
        lambda: set_aside(threat=threat, hypothesis=more, because="Late", by=bradford_chair),
    ):
        with pytest.raises(NotAllowed, match="closed"):
            act()


def test_everything_added_leaves_one_event_with_ids_and_no_words(threat, competing, bradford_analyst):
    more, _, item = competing
    read_item(threat=threat, item=item, consistency={more.uuid: FOR}, because="Clear", by=bradford_analyst)
    set_aside(threat=threat, hypothesis=more, because="Ruled out", by=bradford_analyst)

    told = [(event.did, sorted(event.detail)) for event in audit.history_of(threat)[:5]]
    assert told == [
        ("set hypothesis aside", ["hypothesis"]),
        ("read item against hypotheses", ["item", "readings"]),
        ("added item of evidence", ["item"]),
        ("added hypothesis", ["hypothesis"]),
        ("added hypothesis", ["hypothesis"]),
    ]


def test_the_table_orders_by_least_inconsistency_and_shows_where_people_differ(
    threat, competing, table, bradford_analyst, bradford_chair
):
    more, noticed, item = competing
    told = {more.uuid: Consistency.STRONGLY_AGAINST, noticed.uuid: FOR}
    read_item(threat=threat, item=item, consistency=told, because="Training came first", by=bradford_analyst)
    read_item(threat=threat, item=item, consistency={more.uuid: FOR}, because="", by=bradford_chair)

    page = table(bradford_chair)

    assert page.index("More noticed.") < page.index("More crime.")
    assert "Read differently" in page
    assert "Training came first" in page
    assert "Bradford analyst" in page
    assert ">Yes<" in page.replace("</strong>", "<")  # it tells the two apart
    assert "Each item that is inconsistent with a hypothesis counts 1 against it" in page


def test_a_signal_behind_an_item_is_named_only_to_who_sees_it(
    threat, write, confirmed, table, bradford_analyst, partner
):
    signal = confirmed(statement="Only the board reads this.")
    write(threat, rests_on=[signal], tied_because="Same trade")
    assert signals_tied(bradford_analyst, threat) == [signal]
    add_hypothesis(threat=threat, text="More crime.", by=bradford_analyst)
    add_item(threat=threat, text="Raids found workers.", signal=signal, by=bradford_analyst)
    until = timezone.localdate() + timedelta(days=30)
    share_record(record=threat, because="They inspect", until=until, by=bradford_analyst, to_person=partner)

    assert "Only the board reads this." in table(bradford_analyst)
    assert "Raids found workers." in table(partner)
    assert "Only the board reads this." not in table(partner)


def test_an_item_of_one_threat_is_not_found_under_another(client_for, competing, threat_of, bradford_analyst):
    other = threat_of("fraud")
    _, _, item = competing

    assert client_for(bradford_analyst).get(f"/threats/{other.uuid}/items/{item.uuid}/").status_code == 404


def test_the_page_is_empty_with_words_that_say_what_to_do(table, threat, bradford_analyst, commissioners_officer):
    assert "Add at least two that could not both be true" in table(bradford_analyst)
    assert "Add at least two" not in table(commissioners_officer)


def test_an_item_from_a_signal_elsewhere_is_refused(threat, signal_of, bradford_analyst):
    hidden = signal_of(area_code=WAKEFIELD, area_name="Wakefield")

    with pytest.raises(NotAllowed):
        add_item(threat=threat, text="Next door", signal=hidden, by=bradford_analyst)
