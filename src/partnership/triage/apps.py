"""Signals as they arrive from the engine, and what people decide about them."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "partnership.triage"
    label = "triage"
    verbose_name = "Signals"
    default_auto_field = "django.db.models.BigAutoField"
