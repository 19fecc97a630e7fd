"""Every table is in a backup, or is left out for a reason."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from partnership.backups.coverage import EXCLUDED, covered, left_out


def every_model() -> set[str]:
    return {model._meta.label_lower for model in apps.get_models(include_auto_created=True) if not model._meta.proxy}


def test_every_model_is_backed_up_or_left_out_with_a_reason():
    assert set(covered()) | set(EXCLUDED) == every_model()
    assert set(covered()) & set(EXCLUDED) == set()
    assert all(len(reason.split()) > 3 for reason in EXCLUDED.values())
    assert [model._meta.label_lower for model in left_out()] == list(EXCLUDED)


def test_a_table_between_two_others_is_not_forgotten():
    assert "auth.group_permissions" in covered()


def test_nothing_that_is_backed_up_points_to_what_is_left_out():
    """It would point to nothing after a restore."""
    pointing = {
        f"{label}.{column.name}"
        for label, model in covered().items()
        for column in model._meta.local_concrete_fields
        if column.is_relation and column.related_model._meta.label_lower in EXCLUDED
    }

    assert pointing == set()


def test_no_column_names_a_file_outside_the_database():
    """Such a file would have to be backed up as well."""
    assert [
        f"{label}.{column.name}"
        for label, model in covered().items()
        for column in model._meta.local_concrete_fields
        if isinstance(column, models.FileField)
    ] == []
