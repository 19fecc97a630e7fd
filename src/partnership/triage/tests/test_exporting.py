"""Which signals leave a board as a file, and what of each: only what its reader may export."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnership.audit.models import Event
from partnership.people.models import Agency
from partnership.people.rules import Marking
from partnership.records.actions import share_record
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything
from partnership.triage.actions import dismiss_signal, note_hypothesis, watch_signal
from partnership.triage.models import Signal

BOARD, EXPORT = (reverse(f"triage:{name}", args=["E08000032"]) for name in ("board", "export-board"))
NO_SUCH_BOARD = reverse("triage:export-board", args=["E99999999"])
SENSITIVE = Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, "")
ASK_FIRST = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask the force first.")
EXPORTERS = ["bradford_chair", "bradford_analyst", "council_officer", "commissioners_officer"]
OTHERS = ["neighbour", "officer", "partner", "records_manager", "administrator", "auditor"]
FORMATS = ["csv", "xlsx", "json"]


@pytest.fixture
def forces(signal_of):
    """A signal that only the force may read, under its conditions."""
    force, _ = Agency.objects.get_or_create(name="Force")
    return signal_of(statement="The force’s own.", release=ASK_FIRST, originator=force)


def of(signal):
    return reverse("triage:export-signal", args=[signal.uuid])


def about(answer):
    return json.loads(answer.content)["about"]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_board_leaves_with_its_signals_of_every_state(export, tables_in, bradford_chair, signal_of, kind):
    watched, dismissed, untouched = (signal_of(statement=f"Signal {n}.") for n in range(3))
    watch_signal(signal=watched, by=bradford_chair)
    dismiss_signal(signal=dismissed, by=bradford_chair, reason="Counted twice")

    rows = {row["signal"]: row for row in tables_in(export(bradford_chair, format=kind))["signals"]}

    told = rows[str(dismissed.uuid)]
    assert set(rows) == {str(signal.uuid) for signal in (watched, dismissed, untouched)}
    assert (told["state"], told["verdict"], told["verdict_reason"]) == ("dismissed", "dismissed", "Counted twice")
    assert (told["verdict_by"], float(told["observed"])) == ("Board chair", 19)
    assert (told["marking"], told["handling"], told["conditions"] or "") == ("OFFICIAL", "P", "")
    assert not rows[str(untouched.uuid)]["verdict"]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_signal_leaves_whole_with_every_edition_of_its_evidence(export, tables_in, bradford_chair, signal_of, kind):
    signal = signal_of()
    signal_of(engine_signal_id=signal.engine_signal_id, observed=25)
    watch_signal(signal=everything(Signal).get(pk=signal.pk), by=bradford_chair)
    note_hypothesis(signal=signal, text="An amnesty", by=bradford_chair)

    found = tables_in(export(bradford_chair, of(signal), format=kind))

    counts = {"signal": 1, "window": 16, "quotes": 2, "verdicts": 1, "hypotheses": 1, "editions": 2}
    assert {name: len(found[name]) for name in counts} == counts
    assert found["quotes"][0]["link"] == "https://example.org/july"
    assert [float(row["observed"]) for row in found["editions"]] == [19, 25]


@pytest.mark.parametrize("kind", FORMATS)
def test_who_decided_and_who_wrote_leave_as_roles_never_as_names(
    export, tables_in, bradford_chair, council_officer, open_signal, kind
):
    watch_signal(signal=open_signal, by=bradford_chair)
    note_hypothesis(signal=open_signal, text="An amnesty", by=council_officer)

    board, whole = (tables_in(export(bradford_chair, at, format=kind)) for at in (EXPORT, of(open_signal)))

    assert (whole["verdicts"][0]["role"], whole["hypotheses"][0]["role"]) == ("Board chair", "Partnership analyst")
    assert not any(one.name in f"{board}{whole}" for one in (bradford_chair, council_officer))


@pytest.mark.parametrize("who", EXPORTERS)
def test_whoever_may_export_here_is_shown_the_way(request, client_for, open_signal, who):
    client = client_for(request.getfixturevalue(who))

    for page, link in ((BOARD, EXPORT), (open_signal.get_absolute_url(), of(open_signal))):
        assert f'href="{link}"' in client.get(page).content.decode()
        assert client.get(link).status_code == 200


@pytest.mark.parametrize("who", OTHERS)
def test_for_everybody_else_it_is_not_there_and_missing_looks_the_same(request, client_for, export, open_signal, who):
    person = request.getfixturevalue(who)

    for address in (EXPORT, of(open_signal), NO_SUCH_BOARD):
        assert client_for(person).get(address).status_code == 404
        assert export(person, address).status_code == 404
    assert not Event.objects.filter(verb="disclosure").exists()


def test_a_reader_of_the_board_who_may_not_export_is_shown_no_link(client_for, officer, open_signal):
    for page in (BOARD, open_signal.get_absolute_url()):
        assert "Export" not in client_for(officer).get(page).content.decode()


@pytest.mark.parametrize("kind", FORMATS)
def test_what_somebody_is_not_cleared_for_is_not_in_their_file(export, tables_in, bradford_chair, signal_of, kind):
    signal_of(statement="Open.")
    close = signal_of(statement="Close.", release=SENSITIVE)

    answer = export(bradford_chair, format=kind)

    assert {row["statement"] for row in tables_in(answer)["signals"]} == {"Open."}
    assert 'filename="OFFICIAL_signals' in answer.headers["Content-Disposition"]
    assert export(bradford_chair, of(close)).status_code == 404


def test_what_somebody_may_not_see_is_not_counted_either(client_for, export, council_officer, forces, signal_of):
    signal_of(release=SENSITIVE)

    assert "rows_left_out" not in about(export(council_officer))
    assert "Left out" not in client_for(council_officer).get(EXPORT).content.decode()


def test_what_is_only_shared_with_somebody_is_left_out_and_page_and_file_say_so(
    client_for, export, tables_in, bradford_chair, council_officer, forces
):
    told = {"because": "They asked", "until": timezone.localdate() + timedelta(days=30), "by": bradford_chair}
    share_record(record=forces, to_person=council_officer, **told)

    answer, page = export(council_officer), client_for(council_officer).get(EXPORT).content.decode()

    assert (tables_in(answer)["signals"], about(answer)["rows_left_out"]) == ([], 1)
    assert "1 that you see here and may not export" in page
    assert forces.statement not in page
    assert export(council_officer, of(forces)).status_code == 404


def test_a_longer_board_asks_the_database_no_more_often(export, bradford_chair, signal_of):
    signal_of()
    export(bradford_chair)
    with CaptureQueriesContext(connection) as few:
        export(bradford_chair)
    for _ in range(30):
        signal_of()

    with CaptureQueriesContext(connection) as many:
        export(bradford_chair)

    assert len(many) == len(few)


def test_a_board_with_nothing_on_it_leaves_as_an_open_file_without_rows(export, tables_in, bradford_chair):
    answer = export(bradford_chair, format="csv")

    assert tables_in(answer)["signals"] == []
    assert 'filename="OFFICIAL_signals' in answer.headers["Content-Disposition"]
