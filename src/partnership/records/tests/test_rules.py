"""When a marking falls, what several markings come to, and what a share must say."""

from datetime import date, timedelta

import pytest

from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release, may_settle, may_share, strictest

TODAY = date(2026, 11, 23)
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
CLOSE = Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, "")
ASK = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask first.")
TELL = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Tell us after.")
ANNOUNCED = Release(Marking.OFFICIAL, Handling.PERMITTED, "", announced=True)


@pytest.mark.parametrize(
    ("now", "was", "looser"),
    [
        (OPEN, CLOSE, True),
        (CLOSE, OPEN, False),
        (OPEN, ASK, True),
        (ASK, OPEN, False),
        (TELL, ASK, True),
        (ANNOUNCED, OPEN, True),
        (OPEN, ANNOUNCED, False),
        (OPEN, OPEN, False),
        # Closer in one way and looser in another is looser.
        (Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, ""), ASK, True),
        (Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask first."), CLOSE, True),
    ],
)
def test_anything_that_could_reach_more_people_or_on_other_conditions_is_looser(now, was, looser):
    assert now.is_looser_than(was) is looser


def test_what_comes_of_several_records_is_held_as_closely_as_the_closest_with_every_condition():
    assert strictest(CLOSE, ASK, TELL) == Release(
        Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Ask first.\nTell us after."
    )
    assert strictest() == Release()


@pytest.mark.parametrize(
    ("release", "agreed", "stands"),
    [(ASK, "Ask first.", True), (TELL, "Ask first.", False), (OPEN, "Ask first.", True)],
)
def test_a_share_stands_while_the_record_keeps_to_what_was_agreed(release, agreed, stands):
    assert release.keeps_to(agreed) is stands


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"is_own_agency_or_self": True}, "somebody else"),
        ({"is_cleared": False}, "not cleared"),
        ({"because": "  "}, "why"),
        ({"until": TODAY}, "after today"),
        ({"until": TODAY + timedelta(days=367)}, "a year at most"),
    ],
)
def test_a_share_without_a_reason_an_end_or_a_clearance_is_refused(changes, says):
    told = {"because": "Needed", "until": TODAY + timedelta(days=366), "is_cleared": True}
    fine = told | {"is_own_agency_or_self": False, "today": TODAY}

    assert may_share(**fine) is None
    assert says in may_share(**(fine | changes))


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"is_own": True}, "Somebody else"), ({"is_open": False}, "already decided"), ({"because": " "}, "why")],
)
def test_a_proposal_is_decided_by_somebody_else_once_and_with_a_reason(changes, says):
    fine = {"because": "Agreed", "is_own": False, "is_open": True}

    assert may_settle(**fine) is None
    assert says in may_settle(**(fine | changes))
