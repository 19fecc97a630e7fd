"""Is the site well: each check says what it found, in words, and never raises."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from partnership.audit import checkpoints as audit_checkpoints
from partnership.audit import guards
from partnership.exports import pdf_engine
from partnership.find import queries as find
from partnership.intake import queries as intake
from partnership.jobs import queries as queue
from partnership.people import queries as people
from partnership.ui.wording import day, moment

NEEDED_ASSETS = ("vendor/tocsin.css", "vendor/tocsin.js", "vendor/htmx.min.js")
# The open sources are weekly to monthly; a fortnight without a scan means that nobody is looking.
SCAN_TOO_OLD = timedelta(days=14)


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Check:
    name: str
    state: State
    words: str


Found = tuple[State, str]


def run_all() -> list[Check]:
    return [_run(name, look) for name, look in CHECKS.items()]


def _run(name: str, look: Callable[[], Found]) -> Check:
    try:
        return Check(name, *look())
    except Error as fault:
        return Check(name, State.FAIL, f"The database refused the question ({type(fault).__name__}).")


def database() -> Found:
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        return State.OK, f"PostgreSQL {connection.pg_version // 10000} answers."
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        (mode,) = cursor.fetchone()
    if mode != "wal":
        return State.WARN, f"SQLite answers, but journals as “{mode}”: readers will wait for writers."
    return State.OK, "SQLite answers, with a write-ahead log."


def migrations() -> Found:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return State.FAIL, f"{len(missing)} to apply. Run: tocsin-site migrate"
    return State.OK, "All applied."


def audit_log() -> Found:
    if guards.are_standing(connection):
        return State.OK, "The database refuses to change or remove an event."
    return State.FAIL, "The guards that stop an event from being changed are missing. Find out who removed them."


def checkpoints() -> Found:
    """How far the second store has come, and whether it is one."""
    try:
        audit_checkpoints.make_sure()
        kept = audit_checkpoints.read()
    except OSError as fault:
        return State.FAIL, f"The second store cannot be written ({fault.strerror}), so nothing is recorded or shown."
    if kept.forged:
        return State.FAIL, f"{kept.forged}. Run: tocsin-site audit verify"
    words = f"The audit log was checkpointed up to event {kept.end}."
    if settings.TOCSIN_CHECKPOINTS.is_relative_to(settings.TOCSIN_HOME):
        return State.WARN, f"{words} But they lie beside the database: set TOCSIN_CHECKPOINTS to a second store."
    return State.OK, words


def pages() -> Found:
    missing = [path for path in NEEDED_ASSETS if finders.find(path) is None]
    if missing:
        return State.FAIL, f"Not built: {', '.join(missing)}. Run: make setup"
    return State.OK, "Styles and scripts are in place."


def documents() -> Found:
    if pdf_engine.IS_POSSIBLE:
        return State.OK, "PDF and Word files can be made."
    install = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    return State.WARN, f"No PDF files: Pango is missing. Install it (Debian: {install}), then start the site again."


def data_folder() -> Found:
    if not os.access(settings.TOCSIN_HOME, os.W_OK | os.X_OK):
        return State.FAIL, "The data folder (TOCSIN_HOME) cannot be written to."
    if settings.TOCSIN_HOME.stat().st_mode & 0o077:
        return State.WARN, "Other accounts of the machine can look into the data folder. Close it: chmod 700."
    return State.OK, "Writable, and closed to other accounts of the machine."


def address() -> Found:
    origin = settings.TOCSIN_ORIGIN
    if origin.is_https:
        return State.OK, "Reached over https."
    if origin.is_loopback:
        return State.OK, "Reached from this machine only."
    return State.FAIL, "Passwords travel unprotected: TOCSIN_ORIGIN begins with http. Serve it over https."


def administrators() -> Found:
    if people.has_administrator():
        return State.OK, "There is an open administrator’s account."
    return State.WARN, "Nobody can manage accounts. Run: tocsin-site first-administrator"


def last_scan() -> Found:
    delivery = intake.last_delivery()
    if delivery is None:
        return State.WARN, "Nothing has been taken in yet. Run: tocsin-site intake STORE"
    words = (
        f"Scanned {moment(timezone.localtime(delivery.scanned_at))}, taken in "
        f"{day(timezone.localtime(delivery.received_at).date())}: {delivery.signals} signals, "
        f"results {delivery.store_digest[:12]}."
    )
    is_old = timezone.now() - delivery.scanned_at > SCAN_TOO_OLD
    return (State.WARN, f"{words} That is more than a fortnight ago.") if is_old else (State.OK, words)


def store() -> Found:
    if trouble := intake.trouble_with_store():
        return State.WARN, trouble
    return State.OK, "As it was taken in." if intake.last_delivery() else "None yet."


def sources() -> Found:
    states = [source.state for source in intake.source_health()]
    if failed := states.count("failed"):
        return State.WARN, f"{failed} of {len(states)} failed in the last scan. See below."
    if partial := states.count("partial"):
        return State.OK, f"All {len(states)} were read; {partial} had records set aside. See below."
    return State.OK, f"All {len(states)} were read whole." if states else "None yet."


def jobs() -> Found:
    held = queue.health()
    words = f"{held.workers} worker{'' if held.workers == 1 else 's'}, {held.waiting} waiting"
    if held.waiting_since:
        words += f", the oldest since {moment(timezone.localtime(held.waiting_since))}"
    if held.dead:
        return State.WARN, f"{words}. {held.dead} failed for good. See below."
    if not held.workers:
        return State.WARN, f"{words}. Nothing is done in the background. Run: tocsin-site work"
    return State.OK, f"{words}."


def search() -> Found:
    """Whether every record can be found by what it says. How many there are is for nobody who sees none of them."""
    standing = find.standing()
    if standing.lacking or standing.left_over:
        return State.WARN, "Records cannot be found, or are found that are gone. Run: tocsin-site reindex"
    return State.OK, "Every record can be found."


CHECKS: dict[str, Callable[[], Found]] = {
    "Database": database,
    "Migrations": migrations,
    "Audit log": audit_log,
    "Checkpoints": checkpoints,
    "Pages": pages,
    "Documents": documents,
    "Data folder": data_folder,
    "Address": address,
    "Administrators": administrators,
    "Jobs": jobs,
    "Search": search,
    "Last scan": last_scan,
    "Store": store,
    "Sources": sources,
}
