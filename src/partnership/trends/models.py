"""Series, points, reporting effort and recording changes as the engine's store has them; figures from documents."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from partnership.records.scoping import PartOf, Scoped

from .reporting import ReceivedRecordingChange
from .rules import Dated, Kind, ReceivedEffort, ReceivedPoint, ReceivedSeries


class Series(Scoped):
    """One measure, in one area, from one source, over time."""

    key = models.TextField(unique=True)
    title = models.TextField()
    measure = models.TextField()
    threat = models.TextField()
    threat_name = models.TextField()
    source = models.TextField()
    source_group = models.TextField()
    licence = models.TextField(blank=True)
    denominator_kind = models.CharField(max_length=40, null=True, blank=True)
    discovery = models.CharField(max_length=20, blank=True)  # proactive or reported; empty where not known
    store_digest = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("threat_name", "title", "key")
        verbose_name_plural = "series"
        constraints = Scoped.Meta.constraints

    def __str__(self) -> str:
        return self.key

    @property
    def origin_key(self) -> str:
        return self.key

    @property
    def as_received(self) -> ReceivedSeries:
        """The series and all its points, oldest first, as a value."""
        return ReceivedSeries(
            **{name: getattr(self, name) for name in SERIES_FIELDS},
            points=tuple(point.as_received for point in self.points.all()),
        )


SERIES_FIELDS = (
    *("key", "title", "measure", "threat", "threat_name", "area_code"),
    *("source", "source_group", "licence", "denominator_kind", "discovery", "store_digest"),
)


class Point(PartOf):
    """How many in one period, both its days included, and out of how many."""

    part_of = "series"

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="points")
    period = models.CharField(max_length=20)
    period_start = models.DateField()
    period_end = models.DateField()
    count = models.PositiveBigIntegerField()
    denominator = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ("period_start",)
        constraints = (
            models.UniqueConstraint(name="trends_point_once", fields=("series", "period")),
            models.CheckConstraint(name="trends_point_in_order", condition=Q(period_end__gte=F("period_start"))),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.count}"

    @property
    def as_received(self) -> ReceivedPoint:
        return ReceivedPoint(self.period, self.period_start, self.period_end, self.count, self.denominator)


class Effort(models.Model):
    """How much a source sent in one period, whatever it says: reporting effort, shown with every series of the source.

    It tells nothing of an area. Whoever sees a series of the source may see it.
    """

    source = models.TextField()
    period = models.CharField(max_length=20)
    period_start = models.DateField()
    period_end = models.DateField()
    received = models.PositiveBigIntegerField()  # documents, or rows of published figures
    reporters = models.PositiveIntegerField()
    reporters_are = models.CharField(max_length=20)  # publishers, or areas
    areas = models.PositiveIntegerField()
    compared = models.BooleanField()

    class Meta:
        ordering = ("source", "period_start")
        verbose_name_plural = "effort"
        constraints = (models.UniqueConstraint(name="trends_effort_once", fields=("source", "period")),)

    def __str__(self) -> str:
        return f"{self.source} {self.period} {self.received}"

    @property
    def as_received(self) -> ReceivedEffort:
        return ReceivedEffort(**{name: getattr(self, name) for name in ReceivedEffort.__dataclass_fields__})


class RecordingChange(models.Model):
    """A period from which many areas of one level stand at another level: perhaps counted otherwise, not changed.

    It tells nothing of one area. Whoever sees a series of the same measure may see it.
    """

    source = models.TextField()
    threat = models.TextField()
    measure = models.TextField()
    area_level = models.CharField(max_length=20)
    period = models.CharField(max_length=20)
    direction = models.CharField(max_length=10)
    stepped = models.PositiveIntegerField()
    compared = models.PositiveIntegerField()
    expected = models.FloatField()
    p = models.FloatField()
    words = models.TextField()

    class Meta:
        ordering = ("source", "threat", "measure", "area_level", "period")
        constraints = (
            models.UniqueConstraint(
                name="trends_recording_change_once",
                fields=("source", "threat", "measure", "area_level", "period", "direction"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.measure} {self.period}"

    @property
    def as_received(self) -> ReceivedRecordingChange:
        return ReceivedRecordingChange(
            **{name: getattr(self, name) for name in ReceivedRecordingChange.__dataclass_fields__}
        )


class Figure(Scoped):
    """A single number that a document states, with its words and what to beware of."""

    statement = models.TextField()
    value = models.DecimalField(max_digits=14, decimal_places=2)
    unit = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    source_title = models.TextField()
    source_paragraph = models.TextField(help_text="Where in the source, and its own words.")
    caveat = models.TextField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            *Scoped.Meta.constraints,
            models.UniqueConstraint(name="trends_figure_once", fields=("area_code", "statement")),
            models.CheckConstraint(
                name="trends_figure_in_order",
                condition=Q(period_from__isnull=True, period_to__isnull=True) | Q(period_to__gte=F("period_from")),
            ),
        )

    def __str__(self) -> str:
        return self.statement

    @property
    def dated(self) -> Dated:
        return Dated(float(self.value), self.unit, Kind(self.kind), self.period_from, self.period_to, self.area_code)
