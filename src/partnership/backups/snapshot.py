"""A second connection that sees the database as it stood at one moment, while others go on writing."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

SNAPSHOT = "snapshot"
# The site's own connections begin each transaction as a writer, which would shut all others out.
SQLITE = {"transaction_mode": "DEFERRED", "init_command": "PRAGMA query_only=ON; PRAGMA busy_timeout=5000"}
POSTGRESQL = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


@contextmanager
def standing_still() -> Iterator[str]:
    """The alias of a connection for reading only, in one transaction that sees nothing written from now on."""
    ours = connections[DEFAULT_DB_ALIAS]
    told: dict[str, Any] = copy.deepcopy(ours.settings_dict)
    if ours.vendor == "sqlite":
        told["OPTIONS"] = SQLITE
    connections[SNAPSHOT] = type(ours)(told, alias=SNAPSHOT)
    try:
        with transaction.atomic(using=SNAPSHOT):
            with connections[SNAPSHOT].cursor() as cursor:
                # Either database takes its picture at the first thing it is asked, not before.
                if ours.vendor == "postgresql":
                    cursor.execute(POSTGRESQL)
                cursor.execute("SELECT count(*) FROM audit_head")
                cursor.fetchone()
            yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
