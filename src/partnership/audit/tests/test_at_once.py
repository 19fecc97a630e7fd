"""Eight programs write at once, and the chain neither forks nor has a gap."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

PROCESSES, EVENTS = 8, 500
WRITE = f"""
import django
django.setup()
from partnership.audit.actions import record
from partnership.audit.rules import Verb
for n in range({EVENTS}):
    record(by=None, verb=Verb.COLLECTION, did="received signal", detail={{"n": n}})
"""


@pytest.fixture
def surroundings(tmp_path: Path):
    """An installation of its own, with an empty database of the kind that the tests run on."""
    told = {**os.environ, "TOCSIN_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "partnership.site.settings"}
    told.pop("TOCSIN_CHECKPOINTS", None)
    if connection.vendor != "postgresql":
        yield told
        return
    name = f"at_once_{os.getpid()}"
    server = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield told | {"DATABASE_URL": urlunsplit(server._replace(path=f"/{name}"))}
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(surroundings: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    manage = [sys.executable, "-m", "partnership.site.manage", *command]
    return subprocess.run(manage, env=surroundings, capture_output=True, text=True, check=False)


def test_eight_programs_write_five_hundred_events_each(surroundings):
    assert run(surroundings, "migrate", "--verbosity", "0").returncode == 0
    writers = [subprocess.Popen([sys.executable, "-c", WRITE], env=surroundings) for _ in range(PROCESSES)]

    assert [writer.wait() for writer in writers] == [0] * PROCESSES
    told = run(surroundings, "audit", "verify")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith(f"{PROCESSES * EVENTS} events, each as it was written")
