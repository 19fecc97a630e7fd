"""Triggers by which the database itself refuses to change or remove an event.

SQLite drops a table's triggers whenever a migration rebuilds the table, so any later migration
that alters audit_event ends by calling `put_up` again; the self-check page reports if they are missing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# Each table whose rows are never changed or removed, with its key.
TABLES = {"audit_event": "sequence", "audit_shown": "id"}
SQLITE = {
    trigger: when
    for table, key in TABLES.items()
    for trigger, when in {
        f"{table}_refuse_update": f"BEFORE UPDATE ON {table}",
        f"{table}_refuse_delete": f"BEFORE DELETE ON {table}",
        # INSERT OR REPLACE fires the delete trigger only under PRAGMA recursive_triggers; this one always fires.
        f"{table}_refuse_replace": (
            f"BEFORE INSERT ON {table} WHEN NEW.{key} IN (SELECT {key} FROM {table})"  # noqa: S608 -- our own names
        ),
    }.items()
}
POSTGRESQL = {
    trigger: when
    for table in TABLES
    for trigger, when in {
        f"{table}_refuse_change": f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
        f"{table}_refuse_truncate": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
    }.items()
}
_REFUSE = {
    "postgresql": "EXECUTE FUNCTION audit_event_refuse()",
    "sqlite": "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END",
}
REFUSE_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log only grows' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def put_up(connection: Any) -> None:
    """On every table that is there already; the migration that makes another calls this again."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(REFUSE_FUNCTION)
        for name, when in (POSTGRESQL if connection.vendor == "postgresql" else SQLITE).items():
            if _table_of(name) in there:
                cursor.execute(f"CREATE TRIGGER {name} {when} {_REFUSE[connection.vendor]}")


def take_down(connection: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in POSTGRESQL:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {_table_of(name)}")
            cursor.execute("DROP FUNCTION IF EXISTS audit_event_refuse()")
        else:
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Without the triggers, for the test suite's own clearing-up between tests and nothing else."""
    take_down(connection)
    try:
        yield
    finally:
        put_up(connection)


def are_standing(connection: Any) -> bool:
    """True if every trigger is in place and switched on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
            wanted = set(POSTGRESQL)
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted = set(SQLITE)
        return wanted <= {name for (name,) in cursor.fetchall()}


def _table_of(trigger: str) -> str:
    return trigger.partition("_refuse_")[0]
