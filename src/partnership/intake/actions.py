"""Taking a scan's results in, and handing people's verdicts back: one transaction and one audit event each."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.people.models import Person
from partnership.trends import actions as trends
from partnership.triage import actions as triage
from partnership.triage import queries as triage_queries
from tocsin.records import VERDICT

from . import reading
from .models import Delivery, SourceHealth


@transaction.atomic
def take_in(*, folder: Path, by: Person | None) -> Delivery:
    """The delivery as it stands once every signal and series in the store is kept.

    All or nothing. The same results again change no signal; only the delivery is brought up to date.
    Raises tocsin.errors.StoreUnreadable if there is no store to read.
    """
    store = reading.open_store(folder)
    digest, summary = store.results_digest(), store.summary()
    received = [triage.receive(arrival=arrival, by=by) for arrival in reading.arrivals(store)]
    trends.receive_series(series=reading.series(store), by=by)
    delivery, is_new = Delivery.objects.update_or_create(
        store_digest=digest,
        defaults={
            "folder": str(folder.resolve()),
            "scanned_at": reading.scanned_at(store),
            "received_at": timezone.now(),
            "watch": summary["watch"],
            "signals": len(received),
            "totals": summary["totals"],
        },
    )
    if is_new:
        SourceHealth.objects.bulk_create(
            SourceHealth(delivery=delivery, **row) for row in store.table("sources").to_pylist()
        )
    audit.record(by=by, did="took in delivery", to=delivery, detail={"store": digest, "signals": len(received)})
    return delivery


@transaction.atomic
def export_verdicts(*, file: Path, by: Person | None) -> int:
    """How many verdicts were written to the file, for the engine: what was decided and why, and never by whom."""
    rows = [
        {name: getattr(verdict, "engine_signal_id" if name == "signal_id" else name) for name in VERDICT.names}
        for verdict in triage_queries.verdicts_for_export()
    ]
    audit.record(by=by, did="exported verdicts", detail={"verdicts": len(rows)})
    pq.write_table(pa.Table.from_pylist(rows, schema=VERDICT), file)
    return len(rows)
