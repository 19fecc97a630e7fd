"""Objects that others sent in STIX bundles, as they came, and what people made of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partnership.records.scoping import Scoped

from .rules import ReceivedState


class Received(Scoped):
    """One object of a bundle that came in. It asserts nothing here until somebody accepts it or rests a record on it.

    source   who made it, in its own words: whose agency holds it is whoever took it in
    told     the object as it came, without names of authors and ways to reach people
    beside   sightings, and what the bundle says it has to do with: each a line of words
    bundle   the identifier of the bundle, and `sha256` of its bytes
    because  why it was set aside, or taken up again
    """

    stix_id = models.CharField(max_length=300, db_index=True)
    stix_type = models.CharField(max_length=250)
    changed_at = models.DateTimeField()  # as its maker says
    name = models.TextField()
    words = models.TextField(blank=True)
    source = models.TextField(blank=True)
    told = models.JSONField(default=dict)
    beside = models.JSONField(default=list)
    bundle = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.label) for state in ReceivedState],
        default=ReceivedState.NEW,
        db_index=True,
    )
    because = models.TextField(blank=True)
    received_at = models.DateTimeField(default=timezone.now, db_index=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-received_at", "-pk")
        verbose_name = "received object"
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                name="exchange_received_state", condition=Q(state__in=[state.value for state in ReceivedState])
            ),
        )

    def __str__(self) -> str:
        return self.stix_id

    def get_absolute_url(self) -> str:
        return reverse("exchange:one", args=[self.uuid])

    @property
    def title(self) -> str:
        return self.name

    @property
    def origin_key(self) -> str:
        return f"{self.stix_id} {self.changed_at.isoformat()}"
