"""What an export asks for, what the log holds of it, and that without the log nothing leaves."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from django.apps import apps
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from partnership.audit.models import Event
from partnership.audit.queries import history_of
from partnership.exports import actions as exports
from partnership.exports.forms import CONDITIONS_CHANGED
from partnership.exports.rules import KEEP, SAY_WHERE, SAY_WHO, SAY_WHY, Disclosure, Format
from partnership.people.rules import Marking, NotAllowed
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything
from partnership.triage.exporting import signal_contents
from partnership.triage.models import Signal

EXPORT = reverse("triage:export-board", args=["E08000032"])
SENSITIVE = Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, "")
ASK_FIRST = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask the force first.")
FORMATS = ["csv", "xlsx", "json"]
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats", "json": "application/json"}


@pytest.fixture
def cleared_chair(bradford_chair):
    bradford_chair.clearance = Marking.OFFICIAL_SENSITIVE
    bradford_chair.save()
    return bradford_chair


@pytest.fixture
def full_disk(monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(Event, "save", fail)


def of(signal):
    return reverse("triage:export-signal", args=[signal.uuid])


def nothing_left():
    return not Event.objects.filter(verb="disclosure").exists()


@pytest.mark.parametrize(("missing", "refusal"), [("recipient", SAY_WHO), ("agency", SAY_WHERE), ("because", SAY_WHY)])
def test_without_recipient_agency_or_reason_nothing_leaves(export, bradford_chair, open_signal, missing, refusal):
    answer = export(bradford_chair, **{missing: " "})

    assert (answer.status_code, answer.content.decode().count(refusal)) == (422, 2)
    assert ("R. Cipient" in answer.content.decode()) == (missing != "recipient")
    assert nothing_left()


@pytest.mark.parametrize("kind", ["", "exe", "csv;xlsx"])
def test_a_format_that_is_not_offered_is_refused(export, bradford_chair, open_signal, kind):
    assert export(bradford_chair, format=kind).status_code == 422
    assert nothing_left()


def ticked(page):
    return {"keeps_conditions": "on", "conditions_read": re.search('name="conditions_read" value="([^"]+)"', page)[1]}


def test_conditions_are_shown_and_must_be_ticked_as_kept(client_for, export, tables_in, bradford_chair, signal_of):
    for release in (Release(Marking.OFFICIAL, Handling.PERMITTED, ""), ASK_FIRST):
        signal_of(release=release)
    page = client_for(bradford_chair).get(EXPORT).content.decode()

    refused, answer = export(bradford_chair), export(bradford_chair, **ticked(page))

    assert ASK_FIRST.conditions in page
    assert (refused.status_code, KEEP in refused.content.decode()) == (422, True)
    assert sorted(row["conditions"] for row in tables_in(answer)["signals"]) == ["", ASK_FIRST.conditions]
    assert json.loads(answer.content)["about"]["conditions"] == ASK_FIRST.conditions


def test_a_tick_for_other_conditions_than_those_of_now_is_asked_for_again(
    client_for, export, bradford_chair, signal_of
):
    signal_of(release=ASK_FIRST)
    before = ticked(client_for(bradford_chair).get(EXPORT).content.decode())
    signal_of(release=Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Tell nobody."))

    answer = export(bradford_chair, **before)

    page = answer.content.decode()
    assert (answer.status_code, page.count(CONDITIONS_CHANGED), "Tell nobody." in page) == (422, 2, True)
    assert not re.search('name="keeps_conditions" checked', page)
    assert export(bradford_chair, **ticked(page)).status_code == 200


@pytest.mark.parametrize("kind", FORMATS)
def test_the_log_holds_who_took_out_what_for_whom_and_why_and_the_files_digest(export, cleared_chair, signal_of, kind):
    signals = [signal_of(), signal_of(release=SENSITIVE)]

    answer = export(cleared_chair, format=kind)

    event = Event.objects.get(verb="disclosure")
    digest = hashlib.sha256(answer.content).hexdigest()
    assert (event.did, event.actor_id) == ("exported signals", str(cleared_chair.pk))
    assert (event.recipient, event.because) == ("R. Cipient, Refuge", "They run the refuge")
    held = {"format": kind, "rows": 2, "sha256": digest, "marking": "OFFICIAL-SENSITIVE", "area": "E08000032"}
    assert event.detail == held
    assert {shown.object_key for shown in event.shown.all()} == {signal.uuid.hex for signal in signals}


def test_a_signals_own_history_tells_that_it_left(client_for, export, bradford_chair, open_signal):
    export(bradford_chair, of(open_signal))

    assert history_of(open_signal)[0].did == "exported signal"
    assert "They run the refuge" in client_for(bradford_chair).get(open_signal.get_absolute_url()).content.decode()


def test_looking_at_the_page_is_recorded_and_takes_nothing_out(client_for, bradford_chair, open_signal):
    page = client_for(bradford_chair).get(EXPORT)

    event = Event.objects.first()
    assert (event.verb, event.did, event.shown.count()) == ("consultation", "read what would be exported", 1)
    assert open_signal.statement in page.content.decode()
    assert "Content-Disposition" not in page.headers


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("is_whole", [True, False])
def test_no_byte_leaves_whose_leaving_cannot_be_recorded(
    export, bradford_chair, open_signal, full_disk, kind, is_whole
):
    answer = export(bradford_chair, of(open_signal) if is_whole else EXPORT, format=kind)

    assert (answer.status_code, "Content-Disposition" in answer.headers) == (503, False)
    assert "text/html" in answer.headers["Content-Type"]
    assert open_signal.statement not in answer.content.decode()


@pytest.mark.parametrize("kind", FORMATS)
def test_the_answer_is_a_file_that_no_browser_shows_keeps_or_guesses_at(export, bradford_chair, open_signal, kind):
    headers = export(bradford_chair, format=kind).headers

    name = f"OFFICIAL_signals_bradford_{timezone.localdate()}.{kind}"
    assert headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert headers["Content-Type"].startswith(TYPES[kind])
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")


def test_a_record_that_changes_while_the_file_is_made_does_not_leave(export, bradford_chair, open_signal, monkeypatch):
    write = exports.TABLE_WRITERS[Format.JSON]

    def overtaken(*told):
        everything(Signal).update(marking=Marking.OFFICIAL_SENSITIVE, version=2)
        return write(*told)

    monkeypatch.setitem(exports.TABLE_WRITERS, Format.JSON, overtaken)

    answer = export(bradford_chair)

    assert (answer.status_code, exports.CHANGED in answer.content.decode()) == (422, True)
    assert open_signal.statement not in answer.content.decode()
    assert nothing_left()


def test_the_action_itself_lets_nothing_out_that_its_actor_may_not_export(officer, open_signal):
    disclosure = Disclosure(Format.JSON, "R. Cipient", "Refuge", "They run the refuge")

    with pytest.raises(NotAllowed):
        exports.export_records(contents=signal_contents(open_signal), disclosure=disclosure, by=officer)

    assert nothing_left()


def test_a_marking_raised_since_the_page_was_opened_is_the_files(client_for, export, cleared_chair, open_signal):
    client_for(cleared_chair).get(EXPORT)
    everything(Signal).update(marking=Marking.OFFICIAL_SENSITIVE)

    answer = export(cleared_chair)

    assert json.loads(answer.content)["about"]["marking"] == "OFFICIAL-SENSITIVE"
    assert 'filename="OFFICIAL-SENSITIVE_' in answer.headers["Content-Disposition"]


def test_the_page_says_what_marking_the_file_will_have(client_for, cleared_chair, signal_of):
    for release in (SENSITIVE, Release(Marking.OFFICIAL, Handling.PERMITTED, "")):
        signal_of(release=release)

    page = client_for(cleared_chair).get(EXPORT).content.decode()

    assert "The file will be marked <strong>OFFICIAL-SENSITIVE</strong>" in page
    assert '<div class="govuk-width-container">OFFICIAL-SENSITIVE' in page


def test_fields_that_were_not_asked_for_change_nothing_of_the_file(client_for, bradford_chair, open_signal):
    told = {"format": "csv", "recipient": "R. Cipient", "agency": "Refuge", "because": "They run the refuge"}
    names = {field.name for model in apps.get_models() for field in model._meta.concrete_fields}
    client = client_for(bradford_chair)

    with_all, with_none = client.post(EXPORT, dict.fromkeys(names, "OFFICIAL") | told), client.post(EXPORT, told)

    assert with_all.content == with_none.content
