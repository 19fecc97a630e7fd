"""The site under a weekday's load: PostgreSQL with many records, fifty signed-in people, how long pages take.

    python benchmarks/site/load.py --records 100000 --minutes 5

Starts a PostgreSQL server and the site for itself, on loopback, and ends both. Prints a table: for every page how often
it was asked for, the middle and the 95th percentile in milliseconds, errors, and how many questions it asks the
database. Exit code 0 if the aims were met, 1 if not.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
PROGRAMS = Path(sys.executable).parent
AIM_MS, AIM_SEARCH_MS = 500, 1000  # at the 95th percentile, on two cores
SEARCH = "Find"
STARTS_WITHIN = 60  # seconds


@dataclass(frozen=True)
class Page:
    """times in milliseconds; queries is None where a page was not asked alone"""

    name: str
    asked: int
    failed: int
    middle: float
    high: float
    queries: int | None

    @property
    def aim(self) -> int:
        return AIM_SEARCH_MS if self.name == SEARCH else AIM_MS

    @property
    def is_met(self) -> bool:
        return self.failed == 0 and self.high <= self.aim


def on_postgres(told: Namespace) -> int:
    """This same program once more, with DATABASE_URL of a server that stands as long as it runs."""
    again = [sys.executable, str(Path(__file__).resolve()), *sys.argv[1:], "--here"]
    server = [sys.executable, str(CHECKOUT / "scripts" / "with_postgres.py"), "--", *again]
    return subprocess.run(server, check=False).returncode  # noqa: S603 - our own programs


def measure(told: Namespace, console: Console) -> int:
    with tempfile.TemporaryDirectory() as folder:
        home, people = Path(folder), Path(folder) / "people.json"
        origin = f"http://127.0.0.1:{told.port}"
        told_to = {**os.environ, "TOCSIN_HOME": folder, "TOCSIN_DEMO": "1", "TOCSIN_ORIGIN": origin}
        told_to |= {"DJANGO_SETTINGS_MODULE": "partnership.site.settings", "TOCSIN_LOAD_PEOPLE": str(people)}
        told_to |= {"TOCSIN_LOAD_SEED": str(told.seed), "PYTHONWARNINGS": "ignore"}
        _run(told_to, PROGRAMS / "tocsin-site", "migrate", "-v0")
        _run(told_to, sys.executable, HERE / "filling.py", "--records", told.records, "--seed", told.seed,
             "--people", people)  # fmt: skip
        queries = _queries(told_to, home / "queries.json", people)
        site = subprocess.Popen(  # noqa: S603 - our own program
            [PROGRAMS / "tocsin-site", "serve", "--port", str(told.port)], env=told_to, stdout=subprocess.DEVNULL
        )
        try:
            _wait_for(origin)
            _load(told_to, told, origin, home / "load")
        finally:
            site.terminate()
            site.wait(timeout=30)
        pages = _pages(home / "load_stats.csv", queries)
        held = json.loads(people.read_text())
    return _say(console, pages, held, told)


def _queries(told_to: dict[str, str], out: Path, people: Path) -> dict[str, int]:
    _run(told_to, sys.executable, HERE / "counting.py", "--people", people, "--out", out)
    found: dict[str, int] = json.loads(out.read_text())
    return found


def _load(told_to: dict[str, str], told: Namespace, origin: str, out: Path) -> None:
    _run(
        told_to, PROGRAMS / "locust", "-f", HERE / "weekday.py", "--headless", "--host", origin, "--users", told.users,
        "--spawn-rate", 5, "--run-time", f"{told.minutes}m", "--csv", out, "--only-summary", "--exit-code-on-error", 0,
        "--loglevel", "WARNING", "--reset-stats", quiet=True,
    )  # fmt: skip


def _run(told_to: dict[str, str], *command: object, quiet: bool = False) -> None:
    output = subprocess.DEVNULL if quiet else None
    subprocess.run(list(map(str, command)), env=told_to, check=True, cwd=HERE, stdout=output)  # noqa: S603


def _wait_for(origin: str) -> None:
    for _ in range(STARTS_WITHIN * 5):
        try:
            with urllib.request.urlopen(f"{origin}/", timeout=5):  # noqa: S310 - loopback
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The site did not answer at {origin} within {STARTS_WITHIN} seconds.")


def _pages(stats: Path, queries: dict[str, int]) -> list[Page]:
    with stats.open() as file:
        rows = list(csv.DictReader(file))
    return [
        Page(
            row["Name"],
            int(row["Request Count"]),
            int(row["Failure Count"]),
            float(row["50%"]),
            float(row["95%"]),
            queries.get(row["Name"]),
        )
        for row in rows
        if row["Name"] != "Aggregated"
    ]


def _say(console: Console, pages: list[Page], held: dict[str, object], told: Namespace) -> int:
    title = f"{held['records']:,} records, {told.users} people, {told.minutes} minutes"
    table = Table("page", "asked", "p50 ms", "p95 ms", "aim", "failed", "queries", title=title, title_justify="left")
    for page in sorted(pages, key=lambda page: -page.high):
        word = "[green]met[/]" if page.is_met else "[bold red]not met[/]"
        told_queries = "" if page.queries is None else str(page.queries)
        row = (str(page.asked), f"{page.middle:.0f}", f"{page.high:.0f}", word, str(page.failed), told_queries)
        table.add_row(page.name, *row)
    console.print(table)
    asked, failed = sum(page.asked for page in pages), sum(page.failed for page in pages)
    console.print(f"{asked:,} pages, {failed} failed; {asked / told.minutes / 60:.1f} a second.")
    return 0 if all(page.is_met for page in pages) else 1


def main() -> int:
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("--records", type=int, default=100_000)
    asked.add_argument("--users", type=int, default=50)
    asked.add_argument("--minutes", type=int, default=5)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--port", type=int, default=8199)
    asked.add_argument("--here", action="store_true", help="on the database that DATABASE_URL names, which is empty")
    told = asked.parse_args()
    return measure(told, Console()) if told.here else on_postgres(told)


if __name__ == "__main__":
    sys.exit(main())
