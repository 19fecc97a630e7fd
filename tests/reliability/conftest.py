"""Sites of their own to back up, restore and migrate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from partnership.backups.actions import Made, back_up

from .filling import fill_everything
from .installation import KINDS, Grounds, Installation

NewSite = Callable[..., Installation]


@pytest.fixture(scope="session")
def grounds(tmp_path_factory) -> Iterator[Grounds]:
    made = Grounds(tmp_path_factory.mktemp("installations"))
    yield made
    made.clear()


@pytest.fixture
def new_site(grounds, django_db_blocker) -> Iterator[NewSite]:
    """Makes an empty, migrated installation; of the kind that the tests run on, unless told."""
    with django_db_blocker.unblock():
        yield grounds.new


@pytest.fixture
def untouched(grounds, new_site) -> Installation:
    """An empty, migrated installation for tests that leave it as it was."""
    return grounds.untouched()


@pytest.fixture
def full(grounds, new_site) -> Callable[..., tuple[Installation, Made]]:
    """A site of that kind with rows in every table, and its backup; made once, so only to be looked at."""

    def of(kind: str = KINDS[-1]) -> tuple[Installation, Made]:
        if kind not in grounds.full:
            site = new_site(kind)
            with site.inside():
                fill_everything()
                grounds.full[kind] = site, back_up(into=site.home / "backups", by=None)
        return grounds.full[kind]

    return of


@pytest.fixture
def backup(full) -> Path:
    """The file of such a backup."""
    return full()[1].file


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """The product's own hasher, set to take a millisecond."""
    with pytest.MonkeyPatch.context() as patch:
        for cost in ("time_cost", "memory_cost", "parallelism"):
            patch.setattr(Argon2PasswordHasher, cost, 8 if cost == "memory_cost" else 1)
        yield
