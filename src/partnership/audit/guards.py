"""Triggers by which the database itself refuses to change or remove an event.

SQLite drops a table's triggers whenever a migration rebuilds the table, so any later migration
that alters audit_event ends by calling `put_up` again; the self-check page reports if they are missing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TABLE = "audit_event"
SQLITE = {
    "audit_event_refuse_update": f"BEFORE UPDATE ON {TABLE}",
    "audit_event_refuse_delete": f"BEFORE DELETE ON {TABLE}",
    # INSERT OR REPLACE fires the delete trigger only under PRAGMA recursive_triggers; this one always fires.
    "audit_event_refuse_replace": (
        "BEFORE INSERT ON audit_event WHEN EXISTS (SELECT 1 FROM audit_event WHERE sequence = NEW.sequence)"
    ),
}
POSTGRESQL = {
    "audit_event_refuse_change": f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW",
    "audit_event_refuse_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}
REFUSE_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log only grows' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def put_up(connection: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(REFUSE_FUNCTION)
            for name, when in POSTGRESQL.items():
                cursor.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION audit_event_refuse()")
        else:
            for name, when in SQLITE.items():
                cursor.execute(
                    f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
                )


def take_down(connection: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in POSTGRESQL:
                cursor.execute(f"DROP TRIGGER {name} ON {TABLE}")
            cursor.execute("DROP FUNCTION audit_event_refuse()")
        else:
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER {name}")


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
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'", [TABLE])
            wanted = set(POSTGRESQL)
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
            wanted = set(SQLITE)
        return wanted <= {name for (name,) in cursor.fetchall()}
