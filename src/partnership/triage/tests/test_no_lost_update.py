"""Many people at one record at the same moment: of each version exactly one is the author, and none is skipped."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from partnership.people.rules import Marking, Role
from partnership.records.actions import change_release
from partnership.records.rules import Handling, Release, Stale
from partnership.records.unscoped import everything
from partnership.triage.actions import decide_signal
from partnership.triage.models import Signal
from partnership.triage.rules import State

PEOPLE, ROUNDS = 8, 12
CLOSER = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask first.")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once(tmp_path, monkeypatch) -> Callable:
    """Runs every job at the same moment, each on a connection of its own; what each returned, or its refusal.

    SQLite in memory would have all share one connection, so there the jobs work on a copy in a file.
    """
    if connection.vendor == "sqlite":
        file = tmp_path / "site.sqlite3"
        with sqlite3.connect(file) as copy:
            connection.connection.backup(copy)
        monkeypatch.setitem(connections.settings["default"], "NAME", str(file))

    def run(*jobs: Callable) -> list:
        ready = Barrier(len(jobs))

        def do(job: Callable) -> object:
            try:
                ready.wait(timeout=30)
                return job()
            except Stale as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(len(jobs)) as pool:
            return [future.result(timeout=60) for future in [pool.submit(do, job) for job in jobs]]

    return run


@pytest.fixture
def deciders(add_person):
    return [add_person(f"Chair {n}", Role.BOARD_CHAIR, "Force", "E08000032") for n in range(PEOPLE)]


def test_of_many_verdicts_on_one_version_exactly_one_is_taken(deciders, open_signal, request):
    at_once = request.getfixturevalue("at_once")

    def decide(person, version):
        to = State.WATCHING if version % 2 else State.OPEN
        return lambda: (
            decide_signal(signal=open_signal, state=to, reason=person.name, by=person, seen_version=version).version
        )

    for version in range(1, ROUNDS + 1):
        outcomes = at_once(*(decide(person, version) for person in deciders))
        assert [outcome for outcome in outcomes if not isinstance(outcome, Stale)] == [version + 1]

    def look():
        signal = everything(Signal).get(pk=open_signal.pk)
        return signal.version, sorted(signal.verdicts.values_list("version", flat=True))

    assert at_once(look) == [(ROUNDS + 1, list(range(2, ROUNDS + 2)))]


def test_a_verdict_and_a_change_of_marking_do_not_overwrite_each_other(deciders, signal_of, request):
    signals = [signal_of() for _ in range(ROUNDS)]
    at_once = request.getfixturevalue("at_once")

    def job(n, person, signal):
        if n % 2:
            return lambda: decide_signal(signal=signal, state=State.WATCHING, reason="", by=person, seen_version=1)
        return lambda: change_release(record=signal, release=CLOSER, because="Asked", by=person, seen_version=1)

    for signal in signals:
        outcomes = at_once(*(job(n, person, signal) for n, person in enumerate(deciders)))
        assert sum(not isinstance(outcome, Stale) for outcome in outcomes) == 1

    def look():
        rows = everything(Signal).values_list("version", "state", "handling")
        return {version for version, _, _ in rows}, {(state, code) for _, state, code in rows}

    ((versions, states),) = at_once(look)
    assert versions == {2}
    assert states <= {("watching", "P"), ("open", "C")}
