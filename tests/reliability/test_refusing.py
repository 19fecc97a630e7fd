"""What is damaged, changed, of another kind or in the wrong place is refused before anything is touched."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS

from partnership.audit import chain, checkpoints
from partnership.audit.actions import record
from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.backups import archive, queries, rows
from partnership.backups.actions import restore
from partnership.backups.coverage import covered
from partnership.backups.rules import NotRestored
from partnership.people.models import Agency, Person
from partnership.people.rules import Role

AGENCIES, MANIFEST = "tables/people.agency.jsonl", "manifest.json"
Members = dict[str, bytes]


@pytest.fixture
def changed(backup, tmp_path) -> Callable[..., Path]:
    """The backup with its members changed; signed again, as only somebody with the key could, if told."""

    def change(how: Callable[[Members], object], *, signed: bool = False) -> Path:
        with ZipFile(backup) as before:
            members = {name: before.read(name) for name in before.namelist()}
        how(members)
        if signed:
            members[archive.SIGNATURE] = archive._signature(members[MANIFEST]).encode()
        with ZipFile(tmp_path / "changed.zip", "w") as after:
            for name, content in members.items():
                after.writestr(name, content)
        return tmp_path / "changed.zip"

    return change


def retell(change: Callable[[dict], object]) -> Callable[[Members], None]:
    """A change of what the manifest says."""

    def how(members: Members) -> None:
        told = json.loads(members[MANIFEST])
        change(told)
        members[MANIFEST] = json.dumps(told).encode()

    return how


def digests() -> dict[str, str]:
    return {label: rows.table(model, DEFAULT_DB_ALIAS).sha256 for label, model in covered().items()}


def refusal_of(file: Path, untouched) -> str:
    """Why that file is not restored into an empty site, which must be as it was afterwards."""
    with untouched.inside():
        before = digests()
        with pytest.raises(NotRestored) as refusal:
            restore(file=file, by=None)
        assert digests() == before
        assert checkpoints.contents() == {}
    return str(refusal.value)


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (
            lambda members: members.update({AGENCIES: members[AGENCIES].replace(b'"id":1', b'"id":9')}),
            "is not as it was",
        ),
        (lambda members: members.update({AGENCIES: members[AGENCIES] + b"\n"}), "is not as it was"),
        (lambda members: members.update({AGENCIES: b""}), "is not as it was"),
        (lambda members: members.update({"checkpoints/head.json": b"{}"}), "checkpoints/head.json is not as it was"),
        (lambda members: members.pop(AGENCIES), f"lacks a file or holds one too many: {AGENCIES}"),
        (lambda members: members.update({"tables/people.odd.jsonl": b""}), "holds one too many: tables/people.odd"),
        (lambda members: members.pop(MANIFEST), "It is no backup of Tocsin"),
        (lambda members: members.pop(archive.SIGNATURE), "It is no backup of Tocsin"),
        (lambda members: members.update({MANIFEST: b"[]"}), "manifest cannot be read"),
        (retell(lambda told: told.update(format=2)), "has format 2, and this Tocsin reads format 1"),
        (retell(lambda told: told["tables"]["people.agency"].update(rows=1)), "not signed with the audit-key"),
        (retell(lambda told: told.update(made_at="2020-01-01")), "not signed with the audit-key"),
    ],
)
def test_a_changed_backup_is_refused(changed, untouched, how, why):
    assert why in refusal_of(changed(how), untouched)


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (
            lambda told: told["migrations"].remove("triage.0001_initial"),
            "also has: triage.0001_initial. Restore it with",
        ),
        (
            lambda told: told["migrations"].append("triage.0099_later"),
            "lacks: triage.0099_later. Run tocsin-site migrate",
        ),
        (lambda told: told.pop("head"), "lacks something or holds too much"),
        (lambda told: told.update(secret_key="0" * 64), "Put the one that was kept apart into TOCSIN_HOME"),
    ],
)
def test_a_genuine_backup_that_does_not_fit_here_is_refused(changed, untouched, how, why):
    assert why in refusal_of(changed(retell(how), signed=True), untouched)


def test_a_path_that_leads_out_of_its_folder_is_refused(changed, untouched):
    def lead_out(members: Members) -> None:
        members["store/../../etc/passwd"] = b"x"
        retell(lambda told: told["files"].update({"store/../../etc/passwd": {"bytes": 1, "sha256": "0"}}))(members)

    assert "a file outside its folders" in refusal_of(changed(lead_out, signed=True), untouched)


def test_a_row_without_the_row_it_points_to_is_refused(changed, untouched):
    """Which no digest can tell, and only the database can, once all rows are in."""

    def orphan(members: Members) -> None:
        members[AGENCIES] = b"".join(members[AGENCIES].splitlines(keepends=True)[1:])
        told = {"rows": 1, "sha256": hashlib.sha256(members[AGENCIES]).hexdigest()}
        retell(lambda manifest: manifest["tables"]["people.agency"].update(told))(members)

    assert "points to one that it does not hold" in refusal_of(changed(orphan, signed=True), untouched)


def test_a_key_that_is_another_one_is_refused(backup, untouched, monkeypatch):
    monkeypatch.setattr(chain, "key", lambda: b"another key")

    assert "put the one that was kept apart in its place" in refusal_of(backup, untouched)


@pytest.mark.parametrize("kept", [0, 1, 1000, -1])
def test_a_file_that_was_cut_off_is_refused(backup, untouched, tmp_path, kept):
    cut = tmp_path / "cut.zip"
    cut.write_bytes(backup.read_bytes()[:kept])

    assert "cannot be read as a backup" in refusal_of(cut, untouched)


def test_a_file_that_is_not_there_is_refused(untouched, tmp_path):
    assert refusal_of(tmp_path / "none.zip", untouched).startswith("There is no file")


def test_whichever_byte_is_changed_what_would_be_restored_is_not(backup, tmp_path):
    """A few bytes of a zip archive mean nothing, such as the time of day in a header: those may change."""
    whole, chance = backup.read_bytes(), random.Random(637)  # noqa: S311 - a fixed seed for which bytes
    with archive.reading(backup) as opened:
        expected = {path: opened.content(path) for path in opened.manifest.members}
    refused = 0
    for place in chance.sample(range(len(whole)), 150):
        file = tmp_path / "flipped.zip"
        file.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :])
        try:
            with archive.reading(file) as opened:
                opened.verify()
                assert {path: opened.content(path) for path in opened.manifest.members} == expected
        except NotRestored:
            refused += 1

    assert refused > 100


def test_a_database_that_is_not_empty_is_refused(backup, new_site):
    with new_site().inside():
        agency = Agency.objects.create(name="Here already")
        Person.objects.create(email="here@example.test", name="Here", role=Role.AUDITOR, agency=agency)

        with pytest.raises(NotRestored, match=r"1 person and 0 events. A backup goes into an empty one only"):
            restore(file=backup, by=None)
        assert Person.objects.get().name == "Here"


def test_a_database_whose_log_has_begun_is_refused(backup, new_site):
    with new_site().inside():
        record(by=None, verb=Verb.COLLECTION, did="received signal")

        with pytest.raises(NotRestored, match="0 people and 1 event"):
            restore(file=backup, by=None)
        assert Event.objects.count() == 1


def test_somebody_who_signs_in_while_a_backup_is_verified_is_not_swept_away(backup, new_site, monkeypatch):
    verify = archive.Backup.verify

    def verify_slowly(*args):
        verify(*args)
        record(by=None, verb=Verb.REFUSAL, did="refused sign-in")

    monkeypatch.setattr(archive.Backup, "verify", verify_slowly)
    with new_site().inside():
        with pytest.raises(NotRestored, match="Somebody was faster"):
            restore(file=backup, by=None)
        assert Event.objects.count() == 1


def test_a_database_without_tables_says_what_to_run(backup, grounds, new_site):
    with grounds.bare().inside(), pytest.raises(NotRestored, match=r"and \d+ more. Run tocsin-site migrate"):
        restore(file=backup, by=None)


def test_the_command_fails_with_the_reason_and_its_own_code(backup, new_site, tmp_path):
    shutil.copy(backup, tmp_path / "cut.zip")
    (tmp_path / "cut.zip").write_bytes(backup.read_bytes()[:99])

    with new_site().inside(), pytest.raises(CommandError, match=r"Not restored\. .* cannot be read") as refusal:
        call_command("restore", tmp_path / "cut.zip")
    assert refusal.value.returncode == 2


def test_no_backup_is_taken_while_migrations_wait(grounds, new_site, tmp_path):
    with grounds.bare().inside(), pytest.raises(CommandError, match=r"\d+ migrations wait") as refusal:
        call_command("backup", into=tmp_path)
    assert (refusal.value.returncode, list(tmp_path.iterdir())) == (2, [])


def test_the_digest_of_the_secret_key_tells_one_key_from_another(settings):
    before = queries.digest_of_secret_key()
    settings.SECRET_KEY = before

    assert queries.digest_of_secret_key() != before
