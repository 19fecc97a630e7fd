"""The whole journey on one page: collect, read, tag, count, detect, grade, store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tocsin.geography import load_gazetteer
from tocsin.runners import Shard, run_local
from tocsin.scan import shards
from tocsin.scan.areas import areas_of_watch
from tocsin.scan.checking import refuse_unknown
from tocsin.scan.gathering import Made
from tocsin.scan.results import tables_of, totals_of
from tocsin.store import Store
from tocsin.tagging import load_vocabulary
from tocsin.watch import Watch

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What a scan came to: the digest of its results, its totals, and a message for each source that failed."""

    digest: str
    totals: Mapping[str, Any]
    failures: tuple[str, ...]


def scan(watch: Watch, store: Store, *, workers: int = 1, progress: Progress) -> Outcome:
    """Scan; what was done before and has not changed is not done again.

    progress  called with a stage's name, how many of its shards are done and how many there are
    A source that cannot be read is noted in the outcome and the rest goes on.
    Raises BadWatch if the vocabulary cannot be followed or the watch names what does not exist, SourceUnreadable if an
    area file cannot be read, StoreUnreadable if another scan holds the store.
    """
    started = datetime.now(UTC)
    with store.in_use():
        outcome = _journey(watch, store, workers, progress)
        store.note_run(
            {
                "started": started.isoformat(timespec="seconds"),
                "finished": datetime.now(UTC).isoformat(timespec="seconds"),
                "results": outcome.digest,
                "totals": outcome.totals,
            }
        )
    return outcome


def _journey(watch: Watch, store: Store, workers: int, progress: Progress) -> Outcome:
    def work(stage: str, todo: Mapping[str, Sequence[Shard]]) -> Mapping[str, Sequence[Shard]]:
        _run(stage, _all(todo), workers, progress)
        return todo

    vocabulary = load_vocabulary(watch.language, Path(watch.extra_terms) if watch.extra_terms else None)
    gazetteer = load_gazetteer()
    refuse_unknown(watch, vocabulary)
    areas = areas_of_watch(watch)
    plans = [shards.plan(source) for source in watch.sources]

    collected = work("collect", {plan.source.name: shards.collect(store, plan) for plan in plans})
    documents = {s.name: shards.read_documents(store, s, collected[s.name]) for s in watch.documents}
    figures = {s.name: shards.read_counts(store, s, collected[s.name], areas) for s in watch.counts}
    work("read", {**documents, **figures})
    copies = shards.echoes(store, _all(documents))
    work("compare", {"": [copies]})
    mentions = work(
        "tag",
        {name: [shards.tag(store, shard, vocabulary, gazetteer) for shard in of] for name, of in documents.items()},
    )
    counted = work(
        "count",
        {
            **{
                name: shards.count_documents(store, documents[name], mentions[name], copies, watch.areas)
                for name in documents
            },
            **{s.name: shards.tally_counts(store, s, figures[s.name]) for s in watch.counts},
        },
    )
    made = Made(plans, documents, figures, copies, _all(mentions), _all(counted))
    progress("detect", 0, 1)
    tables = tables_of(watch, store, made, threats=vocabulary.threats, areas=areas)
    progress("detect", 1, 1)
    every = [*_all(collected), *_all(documents), *_all(figures), copies, *_all(mentions), *_all(counted)]
    totals = totals_of(watch, store, made, tables)
    digest = store.publish(tables, shards.manifest(store, every), {"watch": watch.name, "totals": totals})
    return Outcome(digest, totals, tuple(f"{p.source.name}: {p.failure}" for p in plans if p.failure is not None))


def _all(by_source: Mapping[str, Iterable[Shard]]) -> list[Shard]:
    return [shard for of in by_source.values() for shard in of]


def _run(stage: str, todo: Sequence[Shard], workers: int, progress: Progress) -> None:
    done = 0

    def on_done(_: Shard) -> None:
        nonlocal done
        done += 1
        progress(stage, done, len(todo))

    progress(stage, 0, len(todo))
    run_local(todo, workers=workers, on_done=on_done)
