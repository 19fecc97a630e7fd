from django.apps import AppConfig


class ThreatsConfig(AppConfig):
    name = "partnership.threats"
    label = "threats"
