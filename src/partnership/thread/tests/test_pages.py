"""Tying a record on its page, and what the page offers to whom."""

from partnership.thread.actions import tie
from partnership.thread.models import Tie
from partnership.thread.queries import thread_of

from .conftest import POLICE_ONLY

WHY = "The rise of July is what the estimate speaks of."


def address(record):
    return f"/records/{record.slug}/{record.uuid}/rests-on/"


def sent(on, **changes):
    return {"rests_on": f"{on.slug}:{on.uuid}", "because": WHY} | changes


def test_the_analyst_ties_a_threat_to_a_signal(threat, signal, bradford_analyst, client_for):
    answer = client_for(bradford_analyst).post(address(threat), sent(signal))

    assert answer.status_code == 302
    assert [step.record for step in thread_of(bradford_analyst, threat).rests_on] == [signal]


def test_a_form_without_a_reason_is_given_back(threat, signal, bradford_analyst, client_for):
    answer = client_for(bradford_analyst).post(address(threat), sent(signal, because=""))

    assert answer.status_code == 422
    assert "Enter why it rests on that" in answer.content.decode()


def test_only_what_the_viewer_sees_is_offered(threat, signal_of, bradford_analyst, council_officer, client_for):
    unseen = signal_of(POLICE_ONLY, originator=council_officer.agency)

    page = client_for(bradford_analyst).get(address(threat)).content.decode()

    assert str(unseen.uuid) not in page


def test_who_may_not_tie_finds_no_page(threat, council_officer, neighbour, client_for):
    assert client_for(council_officer).get(address(threat)).status_code == 404
    assert client_for(neighbour).get(address(threat)).status_code == 404


def test_a_kind_that_rests_on_nothing_has_no_page(signal, bradford_analyst, client_for):
    assert client_for(bradford_analyst).get(address(signal)).status_code == 404


def test_a_tie_is_taken_back_with_a_reason(threat, signal, bradford_analyst, client_for):
    made = tie(record=threat, on=signal, because=WHY, by=bradford_analyst)

    answer = client_for(bradford_analyst).post(f"{address(threat)}{made.uuid}/", {"because": "Another street"})

    assert answer.status_code == 302
    assert Tie.objects.get(pk=made.pk).ended_at is not None


def test_the_tie_of_another_record_is_not_found(threat_of, threat, signal, bradford_analyst, client_for):
    made = tie(record=threat_of(), on=signal, because=WHY, by=bradford_analyst)

    assert client_for(bradford_analyst).get(f"{address(threat)}{made.uuid}/").status_code == 404


def test_the_signal_page_shows_what_came_of_it(threat, signal, bradford_analyst, council_officer, client_for):
    tie(record=threat, on=signal, because=WHY, by=bradford_analyst)

    page = client_for(council_officer).get(signal.get_absolute_url()).content.decode()

    assert WHY in page
    assert f'href="{threat.get_absolute_url()}"' in page
