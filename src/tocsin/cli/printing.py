"""How results are printed: words and tables for a person, JSON for a program."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tocsin.sources.sample import SampleSet
from tocsin.store import Store

_out = Console(soft_wrap=True, highlight=False)
_err = Console(stderr=True, soft_wrap=True, highlight=False)


def _json(value: object) -> None:
    sys.stdout.write(json.dumps(value, indent=2, default=str, ensure_ascii=False) + "\n")


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage, on standard error."""
    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, disable=quiet) as bars:
        tasks: dict[str, Any] = {}

        def on_progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield on_progress


def sample(files: Sequence[Path], sets: Sequence[SampleSet], *, as_json: bool) -> None:
    """What was fetched, from where, under what licence."""
    if as_json:
        about = [{"title": s.title, "source": s.source, "licence": s.licence} for s in sets]
        _json({"files": [str(file) for file in files], "sets": about})
        return
    for sample_set in sets:
        _out.print(f"[bold]{escape(sample_set.title)}[/]")
        _out.print(f"  Source:  {escape(sample_set.source)}\n  Licence: {escape(sample_set.licence)}")
        for file in sample_set.files:
            _out.print(f"  {escape(file.name)}")


def scan(store: Store, totals: Mapping[str, Any], digest: str, *, as_json: bool) -> None:
    """The scan's totals, what was set aside and why, and the signals it raised."""
    aside = store.table("set_aside").to_pylist()
    unassessed = store.table("unassessed").to_pylist()
    if as_json:
        _json({"totals": dict(totals), "results": digest, "set_aside": _by_problem(aside)})
        return
    table = Table(title="Scan", show_header=False, title_justify="left")
    for name, value in totals.items():
        table.add_row(name.replace("_", " "), f"{value:,}")
    _out.print(table)
    if aside:
        _out.print("[bold]Set aside[/] (`tocsin set-aside` lists every record)")
        for entry in _by_problem(aside):
            _out.print(f"  {entry['records']:>7,}  {escape(entry['source'])}: {escape(entry['problem'])}")
            _out.print(f"           first in {escape(entry['first'])}. {escape(entry['remedy'])}")
    for reason, count in sorted(Counter(row["reason"] for row in unassessed).items()):
        _out.print(f"  {count:>7,}  series not assessed: {escape(reason)}")
    signals(
        store.query("select * from signals order by level = 'watch', q, p, signal_id").to_pylist(),
        as_json=False,
    )


def _by_problem(aside: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Records set aside, added up by source and kind of problem (what is quoted in the problem left out)."""
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for row in aside:
        kind = re.sub(r" '[^']*'", "", row["problem"])
        first = f"{row['file']}, record {row['row']}"
        entry = groups.setdefault(
            (row["source"], kind),
            {"source": row["source"], "problem": kind, "remedy": row["remedy"], "first": first, "records": 0},
        )
        entry["records"] += 1
    return sorted(groups.values(), key=lambda entry: -entry["records"])


def signals(found: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """A line for each signal."""
    if as_json:
        _json(found)
        return
    if not found:
        _out.print("No signal: nothing stood out in the sources scanned. That is not the same as no crime.")
        return
    table = Table(title=f"Signals ({len(found)})", title_justify="left")
    for heading in ("signal", "level", "statement", "q"):
        table.add_column(heading)
    for row in found:
        table.add_row(row["signal_id"], row["level"], escape(row["statement"]), f"{row['q']:.2g}")
    _out.print(table)
    _out.print("`tocsin explain SIGNAL` says why.")


def explanation(
    signal: Mapping[str, Any],
    window: Sequence[Mapping[str, Any]],
    quotes: Sequence[Mapping[str, Any]],
    *,
    as_json: bool,
) -> None:
    """A signal, the stretch of series behind it, its quotes and what would lower it."""
    if as_json:
        _json({**signal, "window": window, "quotes": quotes})
        return
    _out.print(f"[bold]{escape(signal['statement'])}.[/]\n")
    _out.print(f"Level      {signal['level']}: {escape(signal['level_reason'])}")
    _out.print(f"Threat     {escape(signal['threat_name'])}")
    _out.print(f"Observed   {signal['observed']:,}")
    _out.print(f"Expected   {signal['expected']:.1f}, and up to {signal['upper']:,.0f} would be unsurprising")
    _out.print(f"Chance     p = {signal['p']:.2g} if nothing had changed; q = {signal['q']:.2g} among all compared")
    _out.print(f"Since      {signal['first_excess']}")
    _out.print(f"Compared   {escape(signal['baseline'])}")
    _out.print(f"Method     {signal['method']} {signal['method_version']}")
    _weight(signal)
    table = Table("period", "observed", "expected", "would not alarm up to", title="Window", title_justify="left")
    for point in window:
        bounds = ("", "") if point["expected"] is None else (f"{point['expected']:.1f}", f"{point['upper']:.0f}")
        table.add_row(point["period"], f"{point['observed']:,}", *bounds)
    _out.print(table)
    _out.print("\n[bold]What it rests on[/]")
    for quote in quotes:
        _out.print(
            f"{quote['rank']:>3}. {escape(quote['title'])}, {quote['published']}, {escape(quote['source_group'])}"
        )
        _out.print(f"     “{escape(quote['quote'])}”")
        _out.print(f"     for “{escape(quote['term'])}”, {escape(quote['link'])}")
        _out.print(f"     {escape(quote['where'])}; sha256 {quote['content_hash']}")
    _out.print("\n[bold]What would lower it[/]")
    for reason in signal["would_lower"]:
        _out.print(f"  - {escape(reason)}")


def _weight(signal: Mapping[str, Any]) -> None:
    """How far to believe it: its method's false alarms, its likes' record, its evidence part by part, its cautions."""
    states = ", ".join(f"{signal[f'record_{state}']} {state}" for state in ("confirmed", "watching", "dismissed"))
    _out.print(f"Alarms     {signal['false_alarm_words']}")
    led_to = f"{signal['record_disrupted']} led to a disruption"
    _out.print(f"Record     {states}; {led_to}, of other signals of this threat, measure and level of area")
    if signal["stands_across_periods"] is not None:
        stands = "stands" if signal["stands_across_periods"] else "does not stand"
        _out.print(f"Over time  {stands} when every assessed period is weighed together")
    _out.print(f"Evidence   {10 ** signal['strength']:,.1f} to 1 that something changed, fused from")
    for part in signal["fusion"]:
        weight = f"{10 ** part['evidence']:,.1f} to 1, reliability {part['reliability']:.2f}"
        _out.print(f"             {escape(part['source_group'])} ({escape(part['source'])}): {weight}; {part['why']}")
    for caution in signal["cautions"]:
        _out.print(f"Ask first  {escape(caution)}")
    _out.print()


def sources(found: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """A line for each source."""
    if as_json:
        _json(found)
        return
    for row in found:
        _out.print(f"[bold]{row['source']}[/]: {row['state']}. {escape(row['message'])}".rstrip())
        counted = f"{row['records_read']:,} read, {row['set_aside']:,} set aside"
        newest = f", newest {row['newest']}" if row["newest"] else ""
        _out.print(f"    {counted}{newest}. Licence: {escape(row['licence'])}")


def set_aside(found: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Every record set aside."""
    if as_json:
        _json(found)
        return
    for row in found:
        _out.print(f"{escape(row['file'])}, record {row['row']} ({row['source']}): {escape(row['problem'])}.")
        _out.print(f"    {escape(row['remedy'])} [dim]{escape((row['excerpt'] or '')[:120])}[/]")


def digest(value: str, *, as_json: bool) -> None:
    """The store's digest."""
    if as_json:
        _json({"digest": value})
    else:
        _out.print(value)


def failure(message: str, *, as_json: bool) -> None:
    """Why the command failed, on standard error."""
    if as_json:
        sys.stderr.write(json.dumps({"error": message}, ensure_ascii=False) + "\n")
    else:
        _err.print(f"[bold red]{escape(message)}[/]")
