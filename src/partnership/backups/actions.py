"""Taking a backup, and putting one back. Each is one audit event: the backup holds its own, and so does what is
restored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import count
from pathlib import Path
from zipfile import ZipFile

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, transaction

from partnership.audit import actions as audit
from partnership.audit import checkpoints, verifying
from partnership.audit.rules import Verb
from partnership.intake.models import Delivery
from partnership.people.models import Person

from . import archive, queries, rows, storing
from .archive import Backup, Tell
from .coverage import covered, left_out
from .rules import CHECKPOINTS, STORE, UNCHANGED, Manifest, NotBackedUp, NotRestored, Table, why_not_restore
from .snapshot import standing_still

TOLD_EVERY = 1000
RECIPIENT = "backup"


@dataclass(frozen=True)
class Made:
    """A backup that was written, read back and verified."""

    file: Path
    manifest: Manifest


@dataclass(frozen=True)
class Restored:
    """What was put back.

    store   where the store lies now; None if the backup holds none
    report  what verifying the audit log found afterwards
    """

    manifest: Manifest
    store: Path | None
    report: verifying.Report


def _quietly(what: str, done: int, of: int) -> None:
    """Tells nobody how far it is."""


def back_up(*, into: Path, by: Person | None, tell: Tell = _quietly) -> Made:
    """The backup, in a new file in that folder, of the site as it stood at one moment; people may go on working.

    Raises NotBackedUp while migrations wait, or if a scan published while its store was copied.
    """
    if waiting := queries.waiting_migrations():
        raise NotBackedUp(
            f"{waiting} migrations wait, so this Tocsin is newer than its database. Back up with the version that "
            "ran until now, or run tocsin-site migrate first."
        )
    now = datetime.now(UTC)
    place = into / f"tocsin-{now:%Y-%m-%dT%H-%M-%SZ}.zip"
    with archive.writing(place) as zipped:
        with transaction.atomic():
            audit.record(
                by=by, verb=Verb.DISCLOSURE, did="began backup", recipient=RECIPIENT, detail={"file": place.name}
            )
        # Before the snapshot, so that it knows of no event that the snapshot lacks.
        points = checkpoints.contents()
        with standing_still() as using:
            manifest = _add_everything(zipped, using, points, now, tell)
        archive.sign(zipped, manifest)
        tell("Verifying", 0, 1)
    return Made(place, manifest)


def _add_everything(zipped: ZipFile, using: str, points: dict[str, bytes], now: datetime, tell: Tell) -> Manifest:
    delivery = Delivery.objects.using(using).first()
    files = {CHECKPOINTS + name: archive.add(zipped, CHECKPOINTS + name, [content]) for name, content in points.items()}
    if delivery is not None:
        files |= storing.add_store(zipped, Path(delivery.folder), tell)
    return Manifest(
        product=version("tocsin"),
        made_at=now.isoformat(timespec="seconds"),
        database=connection.vendor,
        migrations=queries.applied_migrations(using),
        tables=_add_tables(zipped, using, tell),
        files=files,
        store="" if delivery is None else delivery.folder,
        head=queries.end_of_log(using),
        secret_key=queries.digest_of_secret_key(),
    )


def _add_tables(zipped: ZipFile, using: str, tell: Tell) -> dict[str, Table]:
    models = covered()
    one_more = _counting("Copying rows", sum(rows.count(model, using) for model in models.values()), tell)
    tables = {}
    for label, model in models.items():
        number, sha256 = archive.add_table(zipped, label, rows.lines(model, using), one_more)
        tables[label] = Table(number, sha256, rows.last_number(model, using))
    return tables


def restore(
    *, file: Path, by: Person | None, store: Path | None = None, because: str = "", tell: Tell = _quietly
) -> Restored:
    """What was put back from that file, all of it, into this empty installation.

    store    where the engine's store goes; where it lay, unless told
    because  why an older copy is meant, where the second store knows of later events

    Raises NotRestored, and leaves everything as it was, if anything does not fit or is not as it was backed up. If the
    very last step fails, the store and the checkpoints are in place, and the same restore can be run again.
    """
    with archive.reading(file) as backup:
        if refusal := why_not_restore(backup.manifest, queries.here(), because=because):
            raise NotRestored(refusal)
        backup.verify(tell)
        place = (store or Path(backup.manifest.store)).resolve() if backup.manifest.under(STORE) else None
        is_there = place is not None and storing.stands_at(place, backup)
        with transaction.atomic():
            _put_rows_back(backup, tell)
            if place is not None:
                Delivery.objects.filter(folder=backup.manifest.store).update(folder=str(place))
                if not is_there:
                    storing.put_store(place, backup, tell)
            _put_checkpoints_back(backup, because)
            told = {"made": backup.manifest.made_at, "head": backup.manifest.head.sequence}
            audit.record(by=by, verb=Verb.ALTERATION, did="restored backup", because=because, detail=told)
        manifest = backup.manifest
    return Restored(manifest, place, verifying.verify(checkpoints.read()))


def _put_rows_back(backup: Backup, tell: Tell) -> None:
    """Every table as it was, with its constraints checked and each digest compared."""
    if queries.is_taken():
        raise NotRestored(f"Somebody was faster: this database is not empty any more. {UNCHANGED}")
    tables, models = backup.manifest.tables, covered()
    for model in (*models.values(), *left_out()):
        rows.empty(model, DEFAULT_DB_ALIAS)
    one_more = _counting("Loading rows", backup.manifest.rows, tell)
    for label, model in models.items():
        rows.load(model, backup.lines(label), DEFAULT_DB_ALIAS, one_more)
        if (last := tables[label].last) is not None:
            rows.go_on_from(model, last, DEFAULT_DB_ALIAS)
    try:
        connection.check_constraints()
    except IntegrityError as fault:
        raise NotRestored(f"A row of the backup points to one that it does not hold. {UNCHANGED}") from fault
    one_more = _counting("Comparing rows", backup.manifest.rows, tell)
    for label, model in models.items():
        if rows.table(model, DEFAULT_DB_ALIAS, one_more) != tables[label]:
            raise NotRestored(f"{label} did not arrive as it was backed up. {UNCHANGED}")
    ContentType.objects.clear_cache()


def _put_checkpoints_back(backup: Backup, because: str) -> None:
    """Before the rows are committed: stopped in between, the same restore can be run again."""
    known, head = checkpoints.read(), backup.manifest.head
    if not known.points:
        checkpoints.put_back({name: backup.content(CHECKPOINTS + name) for name in backup.manifest.under(CHECKPOINTS)})
    elif known.end > head.sequence:
        checkpoints.note_restored(sequence=head.sequence, mac=head.mac, because=because)


def _counting(what: str, of: int, tell: Tell) -> Callable[[], None]:
    """To be called for each row; tells of every thousandth."""
    numbers = count(1)

    def one_more() -> None:
        done = next(numbers)
        if done % TOLD_EVERY == 0:
            tell(what, done, of)

    return one_more
