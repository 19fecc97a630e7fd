"""Taking a scan's results in, and handing people's verdicts back: one transaction and one audit event each."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.outcomes.tracing import what_came_of_signals
from partnership.people import queries as people
from partnership.people.models import Person
from partnership.scanning import actions as scanning
from partnership.trends import actions as trends
from partnership.trends.rules import ReceivedSeries
from partnership.triage import actions as triage
from partnership.triage import queries as triage_queries
from partnership.triage.models import Signal
from partnership.triage.rules import Arrival
from tocsin.records import OUTCOME, OUTCOMES_SUFFIX, VERDICT
from tocsin.store import Store

from . import holdings, reading, scanned
from .models import Delivery, SourceHealth

Held = dict[str, holdings.Holding]


@dataclass(frozen=True)
class Exported:
    """How many verdicts were written; of how many signals it was told, in the file beside, what came of them."""

    verdicts: int
    outcomes: int
    beside: Path


# How a source is held goes with its records, not with how it did in a scan.
HELD = {"marking", "handling", "conditions", "agency"}


@transaction.atomic
def take_in(*, folder: Path, by: Person | None) -> Delivery:
    """The delivery as it stands once every signal and series in the store is kept.

    All or nothing. The same results again change no signal; only the delivery is brought up to date.
    Raises tocsin.errors.StoreUnreadable if there is no store to read.
    """
    store = reading.open_store(folder)
    digest, summary = store.results_digest(), store.summary()
    held, groups = holdings.of_sources(store), holdings.groups_of_figures(store)
    received = [
        _take_signal(arrival, holdings.of_signal(arrival, held, groups), by) for arrival in reading.arrivals(store)
    ]
    _take_series(reading.series(store), held, by)
    trends.receive_effort(effort=scanned.effort(store), by=by)
    trends.receive_recording_changes(changes=scanned.recording_changes(store), sources=held.keys(), by=by)
    _take_words_and_agreement(store, held, groups, by)
    delivery, is_new = Delivery.objects.update_or_create(
        store_digest=digest,
        defaults={
            "folder": str(folder.resolve()),
            "scanned_at": reading.scanned_at(store),
            "received_at": timezone.now(),
            "watch": summary["watch"],
            "signals": len([signal for signal in received if signal is not None]),
            "totals": summary["totals"],
        },
    )
    if is_new:
        SourceHealth.objects.bulk_create(
            SourceHealth(delivery=delivery, **{name: value for name, value in row.items() if name not in HELD})
            for row in store.table("sources").to_pylist()
        )
    told = {"store": digest, "signals": len(received)}
    audit.record(by=by, verb=Verb.COLLECTION, did="took in delivery", to=delivery, detail=told)
    return delivery


def _take_signal(arrival: Arrival, holding: holdings.Holding, by: Person | None) -> Signal | None:
    originator = people.agency_named(holding.agency)
    return triage.receive(arrival=arrival, release=holding.release, originator=originator, by=by)


def _take_series(series: list[ReceivedSeries], held: Held, by: Person | None) -> None:
    for name, holding in held.items():
        rows = [row for row in series if row.source == name]
        releases = {row.key: holding.release for row in rows}
        originator = people.agency_named(holding.agency)
        trends.receive_series(series=rows, releases=releases, originator=originator, by=by)


def _take_words_and_agreement(store: Store, held: Held, groups: dict[str, str], by: Person | None) -> None:
    of_texts = holdings.together(holdings.of_texts(held, groups))
    terms, concepts = scanned.terms(store), scanned.concepts(store)
    scanning.receive_terms(
        terms=terms,
        releases={term.key: of_texts.release for term in terms},
        originator=people.agency_named(of_texts.agency),
        by=by,
    )
    behind = {each.key: holdings.of_groups(each.groups, held, groups) for each in concepts}
    scanning.receive_concepts(
        concepts=concepts,
        releases={key: each.release for key, each in behind.items()},
        originators={key: people.agency_named(each.agency) for key, each in behind.items()},
        by=by,
    )


@transaction.atomic
def export_verdicts(*, file: Path, by: Person | None) -> Exported:
    """How much was written for the engine: to the file what was decided on each signal and why, never by whom; and to
    one beside it what came of the signals, in numbers alone.
    """
    verdicts = [
        {name: getattr(verdict, "engine_signal_id" if name == "signal_id" else name) for name in VERDICT.names}
        for verdict in triage_queries.verdicts_for_export()
    ]
    outcomes = [
        {name: getattr(came_of, "engine_signal_id" if name == "signal_id" else name) for name in OUTCOME.names}
        for came_of in what_came_of_signals()
    ]
    done = Exported(len(verdicts), len(outcomes), file.with_suffix(OUTCOMES_SUFFIX))
    told = {"verdicts": done.verdicts, "outcomes": done.outcomes}
    audit.record(by=by, verb=Verb.DISCLOSURE, did="exported verdicts", detail=told)
    pq.write_table(pa.Table.from_pylist(outcomes, schema=OUTCOME), done.beside)
    pq.write_table(pa.Table.from_pylist(verdicts, schema=VERDICT), file)
    return done
