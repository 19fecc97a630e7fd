"""The sub-commands. Each prints words for a person, or JSON with --json for a program."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli import benchmarking, clustering, detecting, emerging, evaluating, forecasting, printing, scenarios
from tocsin.errors import NotFound, SourcesFailed, TocsinError
from tocsin.scan import scan as run_scan
from tocsin.sources.sample import SAMPLE_SETS, fetch_sample
from tocsin.store import Store
from tocsin.watch import load_watch

INTERRUPTED = 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Early warning of serious and organised crime from open sources.",
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
StoreFolder = Annotated[Path, typer.Option("--store", help="The folder that keeps the scan's records.")]

DEFAULT_STORE = Path("data/store")


@app.command()
def sample(
    into: Annotated[Path, typer.Option("--into", help="The folder to put the files in.")] = Path("data/sample"),
    as_json: AsJson = False,
) -> None:
    """Fetch the open sample data, stating each set's source and licence."""
    files = fetch_sample(into)
    printing.sample(files, SAMPLE_SETS, as_json=as_json)


@app.command()
def scan(
    watch: Annotated[Path, typer.Option("--watch", help="The watch file to follow (TOML).")],
    store: StoreFolder = DEFAULT_STORE,
    workers: Annotated[
        int, typer.Option("--workers", min=1, help="How many processes to use.", show_default="one a core")
    ] = os.cpu_count() or 1,
    verdicts: Annotated[
        Path | None, typer.Option("--verdicts", help="What boards decided: the file of `tocsin-site verdicts`.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read, tag, place, count, detect, grade and store. Interrupted, it goes on where it stopped when run again."""
    followed = load_watch(watch)
    if verdicts is not None:
        followed = followed.model_copy(update={"verdicts": str(verdicts)})
    kept = Store.create(store)
    with printing.progress(quiet=as_json) as on_progress:
        outcome = run_scan(followed, kept, workers=workers, progress=on_progress)
    printing.scan(kept, outcome.totals, outcome.digest, as_json=as_json)
    if outcome.failures:
        raise SourcesFailed(
            "The scan finished without these sources; everything else is in the store.\n" + "\n".join(outcome.failures)
        )


@app.command()
def signals(store: StoreFolder = DEFAULT_STORE, as_json: AsJson = False) -> None:
    """The signals of the last scan, most unusual first."""
    found = Store.open(store).query("select * from signals order by level = 'watch', q, p, signal_id")
    printing.signals(found.to_pylist(), as_json=as_json)


@app.command()
def explain(
    signal_id: Annotated[str, typer.Argument(metavar="SIGNAL", help="A signal's id, or the beginning of it.")],
    store: StoreFolder = DEFAULT_STORE,
    as_json: AsJson = False,
) -> None:
    """Why a signal was raised: observed, expected, the quotes and figures behind it, and what would lower it."""
    kept = Store.open(store)
    found = kept.query("select * from signals where starts_with(signal_id, ?)", [signal_id]).to_pylist()
    if len(found) != 1:
        raise NotFound(
            f"{store}: {len(found)} signals have an id that begins with {signal_id!r}. "
            "`tocsin signals` lists them; give enough of the id to name one."
        )
    (signal,) = found
    rows = {
        name: kept.query(f"select * from {name} where signal_id = ? order by {order}", [signal["signal_id"]])  # noqa: S608 - fixed names
        for name, order in (("windows", "period_start"), ("quotes", "rank"))
    }
    printing.explanation(signal, rows["windows"].to_pylist(), rows["quotes"].to_pylist(), as_json=as_json)


@app.command()
def sources(store: StoreFolder = DEFAULT_STORE, as_json: AsJson = False) -> None:
    """How each source did in the last scan."""
    printing.sources(Store.open(store).table("sources").to_pylist(), as_json=as_json)


@app.command(name="set-aside")
def set_aside(store: StoreFolder = DEFAULT_STORE, as_json: AsJson = False) -> None:
    """Every record the last scan could not use, with why and what to do."""
    printing.set_aside(Store.open(store).table("set_aside").to_pylist(), as_json=as_json)


@app.command()
def digest(store: StoreFolder = DEFAULT_STORE, as_json: AsJson = False) -> None:
    """One SHA-256 over everything the store holds, run times apart: equal stores have equal digests."""
    printing.digest(Store.open(store).digest(), as_json=as_json)


app.command(name="backtest")(evaluating.backtest)
app.add_typer(scenarios.app, name="scenario")
app.add_typer(benchmarking.app, name="benchmark")
app.command(name="cluster")(clustering.cluster)
app.command(name="detect")(detecting.detect)
app.command(name="emerge")(emerging.emerge)
app.command(name="associate")(forecasting.associate)
app.command(name="forecast")(forecasting.forecast)


def main() -> None:
    """Run the command; a known failure prints its message and ends with its own exit code."""
    try:
        app()
    except TocsinError as failure:
        printing.failure(str(failure), as_json="--json" in sys.argv)
        raise SystemExit(failure.exit_code) from failure
    except SystemExit as finished:
        if finished.code == INTERRUPTED:
            printing.failure("Stopped. What was done is kept: run the same command again to go on.", as_json=False)
        raise
