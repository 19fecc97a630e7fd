"""What came through the door and when: deliveries of a scan's results, and how each source did in it."""

from django.db import models


class Delivery(models.Model):
    """One scan's results, taken in. The same results again are the same delivery, seen again."""

    store_digest = models.CharField(max_length=64, unique=True)
    folder = models.TextField()  # where the store lay, so that the self-check can look again
    watch = models.TextField()
    scanned_at = models.DateTimeField()
    received_at = models.DateTimeField()
    signals = models.PositiveIntegerField()
    totals = models.JSONField()

    class Meta:
        ordering = ("-received_at",)
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return self.store_digest[:12]


class SourceHealth(models.Model):
    """How one source did in a delivered scan."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="sources")
    source = models.TextField()
    kind = models.CharField(max_length=50)
    source_group = models.TextField()
    licence = models.TextField()
    records_read = models.PositiveBigIntegerField()
    set_aside = models.PositiveBigIntegerField()
    newest = models.DateField(null=True)
    state = models.CharField(max_length=10)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ("source",)
        verbose_name_plural = "source health"
        constraints = (models.UniqueConstraint(fields=("delivery", "source"), name="one_row_a_source"),)

    def __str__(self) -> str:
        return f"{self.source}: {self.state}"
