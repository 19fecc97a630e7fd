"""Every migration of ours, back and forth with rows in every table: what both sides of it know stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration

from partnership.people.models import Person
from partnership.people.rules import Role

from .filling import fill_everything
from .installation import KINDS

OURS = {config.label for config in apps.get_app_configs() if config.name.startswith("partnership.")}
# What going back and forth changes by intention: migration, then table or table and column, with the reason.
MADE_ANEW = {
    ("areas.0002_hierarchy", "areas_area"): "loads what is shipped; going back removes every area",
    ("areas.0002_hierarchy", "areas_outline"): "loads what is shipped; going back removes every outline",
    ("trends.0002_founding_figures", "trends_figure"): "loads what is shipped, which gets new numbers",
}
# Others' migrations that are left as they are, with the reason.
LEFT = {"django_tasks_database": "its own steps cannot go back, and it rests on no table of ours"}
Tables = dict[str, list[dict[str, Any]]]


def tables() -> Tables:
    """Every row of every table of ours, as it lies in the database."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return {name: list(_rows(cursor, name)) for name in names if name.partition("_")[0] in OURS}


def _rows(cursor: Any, table: str) -> Iterator[dict[str, Any]]:
    cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 -- a table of ours
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def changed(before: Tables, after: Tables) -> list[str]:
    """Tables whose rows differ in what both sides know of them."""
    return [name for name in before if name in after and not are_alike(before[name], after[name])]


def are_alike(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> bool:
    if not before or not after:
        return len(before) == len(after)
    shared = sorted(before[0].keys() & after[0].keys())
    told = [sorted(repr([row[column] for column in shared]) for row in rows) for rows in (before, after)]
    return told[0] == told[1]


class Ladder:
    """All migrations, in the order in which they build on each other."""

    def __init__(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
        self.steps = [step for step, _ in plan]

    def down(self, step: Migration) -> Tables:
        return self._go(step, back=True)

    def up(self, step: Migration) -> Tables:
        return self._go(step, back=False)

    def _go(self, step: Migration, *, back: bool) -> Tables:
        MigrationExecutor(connection).migrate(None, plan=[(step, back)])
        return tables()


@pytest.mark.parametrize("kind", KINDS)
def test_every_migration_goes_back_and_forth_and_changes_no_row(new_site, kind):
    found, tried = [], set()
    with new_site(kind).inside():
        fill_everything()
        ladder, now = Ladder(), tables()
        for step in reversed(ladder.steps):
            if step.app_label in OURS:
                below = ladder.down(step)
                again = ladder.up(step)
                tried.add(step.app_label)
                found += [(str(step), name) for name in {*changed(now, below), *changed(below, again)}]
            if step.app_label not in LEFT:
                now = ladder.down(step)
        call_command("migrate", verbosity=0)

        assert tried == OURS_WITH_TABLES
        assert set(found) == set(MADE_ANEW)


def test_a_change_of_one_value_would_be_seen(new_site):
    """The control."""
    with new_site().inside():
        fill_everything()
        before = tables()
        Person.objects.filter(pk=Person.objects.first().pk).update(version=99)

        assert changed(before, tables()) == ["people_person"]


def test_going_back_before_a_role_is_refused_while_somebody_holds_it(new_site):
    """people.0002_standing made three roles. Nobody's role is changed quietly."""
    with new_site().inside():
        fill_everything()
        Person.objects.update(role=Role.PARTNER)

        with pytest.raises(DatabaseError, match="people_person_role"):
            call_command("migrate", "people", "0001", verbosity=0)
        assert set(Person.objects.values_list("role", flat=True)) == {Role.PARTNER}


def test_no_model_has_changed_without_its_migration(new_site):
    with new_site().inside():
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


OURS_WITH_TABLES = {model._meta.app_label for model in apps.get_models() if model._meta.app_label in OURS}
