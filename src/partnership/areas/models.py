"""Areas by their code, and the outline each has had."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Area(models.Model):
    """A district, a police force's area, a country or the world, under the area that holds it."""

    class Level(models.TextChoices):
        DISTRICT = "district"
        FORCE = "force", "Police force area"
        COUNTRY = "country"
        WORLD = "world"

    code = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=20, choices=Level)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def height(self) -> int:
        """How far up the area stands: 0 for a district, most for the world."""
        return self.Level.values.index(self.level)


class Outline(models.Model):
    """How an area is drawn, from the day it was loaded to the day another replaced it."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="outlines")
    geometry = models.JSONField(help_text="GeoJSON Polygon or MultiPolygon, longitude and latitude (WGS84).")
    source = models.TextField(help_text="Who drew it and under what licence, as the map must say.")
    approximate = models.BooleanField()
    sha256 = models.CharField(max_length=64, help_text="Of the file it was read from.")
    loaded_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("area_id", "-loaded_at")
        constraints = (
            models.UniqueConstraint(
                name="areas_one_outline_in_force", fields=("area",), condition=Q(replaced_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.area_id} {'approximate' if self.approximate else 'official'}"
