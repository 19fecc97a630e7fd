"""What a source says of how its records are held arrives with them, never falls by an arrival, and never gets lost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.intake import holdings
from partnership.intake.holdings import Holding, of_signal
from partnership.people.rules import Marking
from partnership.records.rules import UNSTATED, Handling, Release, strictest
from partnership.records.unscoped import everything
from partnership.trends.actions import receive_series
from partnership.trends.models import Series
from partnership.trends.rules import ReceivedSeries
from partnership.triage.grounds import FusionLine, Grounds
from partnership.triage.rules import Arrival, ArrivalQuote, Level

P, C = Handling.PERMITTED, Handling.CONDITIONAL
OPEN = Release(Marking.OFFICIAL, P, "")
CLOSE = Release(Marking.OFFICIAL_SENSITIVE, C, "Police only")
releases = st.builds(
    lambda marking, conditions: Release(marking, C if conditions else P, conditions),
    st.sampled_from(list(Marking)),
    st.sampled_from(["", "Police only", "Ask first"]),
)
WORDS = dict.fromkeys(("title", "measure", "threat", "threat_name", "source_group", "licence", "store_digest"), "Words")


class FakeStore:
    """Only what `holdings` asks of a store: its table of sources."""

    def __init__(self, *rows):
        self.rows = rows

    def table(self, name):
        assert name == "sources"
        return self

    def to_pylist(self):
        return list(self.rows)


def test_a_source_of_an_older_store_is_held_as_closely_as_can_be():
    assert holdings.of_sources(FakeStore({"source": "old"})) == {"old": Holding(Release())}
    assert Release() == Release(Marking.OFFICIAL_SENSITIVE, C, UNSTATED)


def test_what_a_source_declares_is_what_its_records_carry():
    row = {"source": "s", "marking": "OFFICIAL", "handling": "C", "conditions": "Ask first", "agency": "Council"}

    assert holdings.of_sources(FakeStore(row)) == {"s": Holding(Release(Marking.OFFICIAL, C, "Ask first"), "Council")}


NO_GROUNDS = Grounds()


@pytest.fixture
def arrival_of(quote_of):
    told = dict.fromkeys(Arrival.__dataclass_fields__, "x") | {"level": Level.WATCH, "source": "figures"}
    return lambda *groups, grounds=NO_GROUNDS: Arrival(
        **told | {"quotes": tuple(quote_of(group) for group in groups), "grounds": grounds}
    )


@pytest.fixture
def quote_of():
    told = dict.fromkeys(ArrivalQuote.__dataclass_fields__, "x")
    return lambda group: ArrivalQuote(**told | {"source_group": group})


def test_a_signal_is_held_as_the_strictest_of_what_it_rests_on(arrival_of):
    held = {"figures": Holding(OPEN), "texts": Holding(CLOSE, "Council")}

    alone, with_texts = arrival_of("Home Office"), arrival_of("Home Office", "The Courier")

    assert of_signal(alone, held, {"figures": "Home Office"}).release == OPEN
    assert of_signal(with_texts, held, {"figures": "Home Office"}) == Holding(CLOSE)


def test_a_signal_weighed_with_a_voice_that_is_held_closely_is_held_as_closely(arrival_of):
    held = {"figures": Holding(OPEN), "hotline": Holding(CLOSE, "Charity")}
    voice = FusionLine("Charity", "hotline", "hotline/x", 0.8, 0.4, counted=True, why="")

    joined = arrival_of("Home Office", grounds=Grounds(fusion=(voice,)))

    assert of_signal(joined, held, {"figures": "Home Office", "hotline": "Charity"}) == Holding(CLOSE)


@given(st.lists(releases, min_size=1, max_size=5))
def test_the_strictest_is_no_looser_than_any_and_does_not_grow_by_repeating(some):
    found = strictest(*some)

    assert not any(replace(found, announced=False).marking.height < each.marking.height for each in some)
    assert (found.handling is C) == any(each.handling is C for each in some)
    assert all(each.conditions in found.conditions for each in some)
    assert strictest(found, *some) == found


def falls(before: Release, after: Release) -> bool:
    lost = [line for line in before.conditions.splitlines() if line not in after.conditions]
    return after.marking.height < before.marking.height or (before.handling is C and after.handling is P) or bool(lost)


def arrivals_fall(model, arrive, sequence) -> bool:
    """True if any of the arrivals, one after the other, left the record held less closely than before."""
    record = model()
    arrive(record, sequence[0])
    record._state.adding = False
    for release in sequence[1:]:
        before = record.release
        arrive(record, release)
        if falls(before, record.release):
            return True
    return False


@given(st.lists(releases, min_size=1, max_size=6))
def test_no_sequence_of_arrivals_makes_a_marking_fall(sequence):
    assert not arrivals_fall(Series, Series.arrive, sequence)


def test_an_arrival_that_took_the_newest_marking_would_be_caught():
    """The control."""

    def takes_the_newest(record, release):
        record.release = release

    assert arrivals_fall(Series, takes_the_newest, [CLOSE, OPEN])


@pytest.mark.django_db
def test_a_source_that_closes_up_closes_what_is_held_and_says_so():
    take("s", OPEN)
    take("s", CLOSE)

    assert everything(Series).get().release == CLOSE
    assert [event.did for event in Event.objects.filter(verb=Verb.MARKING_CHANGE)] == ["raised marking on arrival"]


@pytest.mark.django_db
def test_what_people_decided_stands_until_the_source_says_something_else():
    take("s", CLOSE)
    everything(Series).update(marking="OFFICIAL", handling="P", handling_conditions="")

    take("s", CLOSE)
    assert everything(Series).get().release == OPEN

    take("s", Release(Marking.OFFICIAL_SENSITIVE, C, "Nobody else"))
    assert everything(Series).get().release == Release(Marking.OFFICIAL_SENSITIVE, C, "Nobody else")


@pytest.mark.django_db
def test_without_a_word_it_is_held_as_closely_as_can_be():
    receive_series(by=None, series=[series("s")])

    assert everything(Series).get().release == Release()


def series(key: str) -> ReceivedSeries:
    return ReceivedSeries(key=key, area_code="E08000032", source="s", denominator_kind=None, points=(), **WORDS)


def take(key: str, release: Release) -> None:
    receive_series(by=None, series=[series(key)], releases={key: release})
