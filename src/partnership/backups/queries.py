"""What stands in this installation: what a backup tells of it, and what decides whether one may be put back."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.crypto import salted_hmac

from partnership.audit import checkpoints
from partnership.audit.models import Event
from partnership.audit.models import Head as EndOfLog
from partnership.people.models import Person

from .coverage import covered
from .rules import Head, Here


def here() -> Here:
    """This installation, as a backup about to be put back finds it."""
    kept, applied = checkpoints.read(), applied_migrations(DEFAULT_DB_ALIAS)
    return Here(
        migrations=frozenset(applied),
        tables=frozenset(covered()),
        people=Person.objects.count() if applied else 0,
        events=Event.objects.count() if applied else 0,
        secret_key=digest_of_secret_key(),
        known_to=kept.end,
        forged=kept.forged,
    )


def is_taken() -> bool:
    """True once there is a person or an event: then a backup has no place here any more."""
    return Person.objects.exists() or Event.objects.exists()


def applied_migrations(using: str) -> tuple[str, ...]:
    """As "app.name", sorted."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return tuple(sorted(f"{app}.{name}" for app, name in applied))


def waiting_migrations() -> int:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def end_of_log(using: str) -> Head:
    head = EndOfLog.objects.using(using).get()
    return Head(head.sequence, head.mac)


def digest_of_secret_key() -> str:
    """By which the key is known again, and which tells nothing of it."""
    return salted_hmac("tocsin.backups", "secret-key", algorithm="sha256").hexdigest()
