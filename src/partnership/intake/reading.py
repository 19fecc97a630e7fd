"""A store's tables as the site's own value types. No model is touched here."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from partnership.trends.rules import ReceivedPoint, ReceivedSeries
from partnership.triage.rules import Arrival, ArrivalQuote, Level, WindowPoint
from tocsin.store import Store

from .scanned import grounds

Row = dict[str, Any]


def open_store(folder: Path) -> Store:
    """The store in that folder. Raises tocsin.errors.StoreUnreadable if there is none to read."""
    return Store.open(folder)


def files_of(store: Store) -> tuple[str, ...]:
    """Paths of its current results, and of every shard they rest on that is still there."""
    shards = [entry["file"] for entry in json.loads((store.results / "manifest.json").read_text(encoding="utf-8"))]
    own = ("store.json", "current.json", "runs.jsonl")
    results = [path.relative_to(store.folder).as_posix() for path in store.results.iterdir()]
    return tuple(sorted(path for path in (*own, *results, *shards) if (store.folder / path).is_file()))


def scanned_at(store: Store) -> datetime:
    """When the scan that made the current results finished."""
    run = store.last_run()
    return datetime.now(UTC) if run is None else datetime.fromisoformat(run["finished"])


def arrivals(store: Store) -> Iterable[Arrival]:
    """Every signal with its window and its quotes, in the order of their ids."""
    windows = _by_signal(store, "windows", "period_start")
    quotes = _by_signal(store, "quotes", "rank")
    digest = store.results_digest()
    for row in store.query("select * from signals order by signal_id").to_pylist():
        yield _arrival(row, windows[row["signal_id"]], quotes[row["signal_id"]], digest)


def _by_signal(store: Store, table: str, order: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in store.table(table).sort_by([("signal_id", "ascending"), (order, "ascending")]).to_pylist():
        found[row.pop("signal_id")].append(row)
    return found


def _arrival(row: Row, window: list[Row], quotes: list[Row], digest: str) -> Arrival:
    told = {name: row[name] for name in Arrival.__dataclass_fields__ if name in row}
    told |= {
        "engine_signal_id": row["signal_id"],
        "level": Level(row["level"]),
        "source_groups": tuple(row["source_groups"]),
        "would_lower": tuple(row["would_lower"]),
        "window": tuple(WindowPoint(**point) for point in window),
        "quotes": tuple(ArrivalQuote(**quote) for quote in quotes),
        "grounds": grounds(row),
        "store_digest": digest,
    }
    return Arrival(**told)


def series(store: Store) -> list[ReceivedSeries]:
    """Every series of a watched area, its points oldest first."""
    sources = {row["source"]: row for row in store.table("sources").to_pylist()}
    threats = {row["threat"]: row["name"] for row in store.table("threats").to_pylist()}
    points: dict[str, list[Row]] = defaultdict(list)
    for row in store.query("select * from series order by series_id, period_start").to_pylist():
        points[row["series_id"]].append(row)
    return [
        _series(key, rows, sources[rows[0]["source"]], threats, store.results_digest()) for key, rows in points.items()
    ]


def _series(key: str, rows: list[Row], source: Row, threats: dict[str, str], digest: str) -> ReceivedSeries:
    first = rows[0]
    threat_name = threats[first["threat"]]
    of_documents = source["kind"] == "documents"
    return ReceivedSeries(
        key=key,
        title=f"Documents that speak of {threat_name[0].lower()}{threat_name[1:]}"
        if of_documents
        else first["measure"],
        measure=first["measure"],
        threat=first["threat"],
        threat_name=threat_name,
        area_code=first["area_code"],
        source=first["source"],
        source_group=source["source_group"],
        licence=source["licence"],
        discovery=first.get("discovery") or "",
        denominator_kind=first["denominator_kind"],
        store_digest=digest,
        points=tuple(
            ReceivedPoint(
                period=row["period"],
                period_start=row["period_start"],
                period_end=row["period_end"],
                count=row["count"],
                denominator=row["denominator"],
            )
            for row in rows
        ),
    )
