"""The ui slice as Django sees it: templates, static files and template tags; no rows."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "partnership.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
