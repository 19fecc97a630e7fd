"""Rows that are written once. A later fact is a later row."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from .scoping import PartManager, PartOf


class FrozenRows(models.QuerySet[Any]):
    def update(self, **changes: Any) -> NoReturn:
        raise TypeError(f"{self.model._meta.verbose_name_plural} are frozen: add another instead.")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model._meta.verbose_name_plural} are frozen: they cannot be deleted.")


class Frozen(PartOf):
    """A row that is written once, and stands or falls with its record."""

    objects = PartManager.from_queryset(FrozenRows)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{self._meta.verbose_name} {self.pk} is frozen: add another instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self._meta.verbose_name} {self.pk} is frozen: it cannot be deleted.")
