"""Installations that stand beside the test suite's own: each with its data folder, second store and database."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import override_settings
from django.utils.module_loading import import_string

from partnership.backups.actions import Made
from partnership.site import settings as site_settings

NUMBERS = itertools.count(1)
SQLITE, POSTGRESQL = "sqlite", "postgresql"
KINDS = (SQLITE, POSTGRESQL) if "DATABASE_URL" in os.environ else (SQLITE,)


@dataclass(frozen=True)
class Installation:
    """A site of its own. It has the keys of the test suite's, so that one's backup fits another.

    kind  sqlite, or postgresql where the tests run on that
    name  of its database on the server; nothing for SQLite, whose file lies in the data folder
    """

    home: Path
    kind: str
    name: str = ""

    @property
    def checkpoints(self) -> Path:
        return self.home / "checkpoints"

    @property
    def environment(self) -> dict[str, str]:
        """For a program that is to run on this site."""
        told = {**os.environ, "TOCSIN_HOME": str(self.home), "TOCSIN_AUDIT_KEY": str(settings.TOCSIN_AUDIT_KEY)}
        told |= {"TOCSIN_CHECKPOINTS": str(self.checkpoints), "DJANGO_SETTINGS_MODULE": "partnership.site.settings"}
        told.pop("DATABASE_URL", None)
        return told | ({} if self.kind == SQLITE else {"DATABASE_URL": _address(self.name)})

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Everything in the block happens on this site."""
        before, told = connections[DEFAULT_DB_ALIAS], self._database()
        ours = import_string(f"{told['ENGINE']}.base.DatabaseWrapper")(told, alias=DEFAULT_DB_ALIAS)
        connections[DEFAULT_DB_ALIAS] = ours
        try:
            with override_settings(TOCSIN_HOME=self.home, TOCSIN_CHECKPOINTS=self.checkpoints):
                yield
        finally:
            ours.close()
            connections[DEFAULT_DB_ALIAS] = before

    def _database(self) -> dict[str, object]:
        with patch.dict(os.environ, self.environment):
            if self.kind == SQLITE:
                os.environ.pop("DATABASE_URL", None)
            told = site_settings._database()
        if self.kind == SQLITE:
            told["NAME"] = self.home / "site.sqlite3"
        return connections.configure_settings({DEFAULT_DB_ALIAS: told})[DEFAULT_DB_ALIAS]

    def command(self, *command: str | Path) -> list[str | Path]:
        """The site's own command, for a program to run with that environment."""
        return [sys.executable, "-m", "partnership.site.manage", *command]


class Grounds:
    """Makes installations, each a copy of one that was migrated once, and clears them away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.migrated: dict[str, Installation] = {}
        self.full: dict[str, tuple[Installation, Made]] = {}
        self.shared: Installation | None = None
        self.databases: list[str] = []

    def new(self, kind: str = KINDS[-1]) -> Installation:
        """A freshly migrated, empty installation."""
        if kind not in self.migrated:
            self.migrated[kind] = self.bare(kind)
            with self.migrated[kind].inside():
                call_command("migrate", verbosity=0)
        return self._make(kind, like=self.migrated[kind])

    def untouched(self) -> Installation:
        """One that is shared by tests that leave it as it was."""
        if self.shared is None:
            self.shared = self.new()
        return self.shared

    def bare(self, kind: str = KINDS[-1]) -> Installation:
        """One whose database holds no table yet."""
        return self._make(kind)

    def _make(self, kind: str, like: Installation | None = None) -> Installation:
        home = self.folder / f"site-{next(NUMBERS)}"
        home.mkdir(mode=0o700)
        # Keys are read when a program starts; the second factor's and the log's are those of the test suite.
        shutil.copy(site_settings.TOCSIN_HOME / "secret-key", home / "secret-key")
        if kind == SQLITE:
            if like is not None:
                shutil.copy(like.home / "site.sqlite3", home / "site.sqlite3")
            return Installation(home, kind)
        name = f"reliability_{os.getpid()}_{home.name.replace('-', '_')}"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE {like.name if like else 'template0'}")
        self.databases.append(name)
        return Installation(home, kind, name)

    def clear(self) -> None:
        if self.databases:
            with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
                for name in self.databases:
                    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _address(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
