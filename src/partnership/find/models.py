"""What records are found by, and the searches that people keep.

An entry holds words of a record and is no record: it is only ever looked up beside a record that the viewer sees.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from .rules import LONGEST_QUERY


class Entry(models.Model):
    """The words of one record, as everybody who may see the record reads them.

    title_words, body_words  the same as they are compared; the database indexes them (engines.py)
    state                    in words, as lists show it
    at                       when anything of the entry last changed: what is newer is news
    """

    kind = models.CharField(max_length=80)
    record = models.UUIDField()
    area_code = models.CharField(max_length=64)
    marking = models.CharField(max_length=20)
    synthetic = models.BooleanField(default=False)
    state = models.CharField(max_length=60, blank=True)
    dated = models.DateField(null=True, blank=True)
    title = models.TextField()
    body = models.TextField(blank=True)
    title_words = models.TextField(blank=True)
    body_words = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name_plural = "entries"
        constraints = (models.UniqueConstraint(name="find_entry_once", fields=("kind", "record")),)

    def __str__(self) -> str:
        return f"entry {self.pk}"


class SavedSearch(models.Model):
    """A search that somebody keeps, with what it is narrowed by, for themselves alone.

    narrowed   by facet, the values chosen
    tells      whether they want to be told of new results
    looked_at  when they last opened it: what an entry says since then is new
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=LONGEST_QUERY)
    narrowed = models.JSONField(default=dict)
    tells = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name", "pk")
        verbose_name_plural = "saved searches"
        constraints = (models.UniqueConstraint(name="find_saved_search_once", fields=("person", "name")),)

    def __str__(self) -> str:
        return f"saved search {self.pk}"
