from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "partnership.demonstration"
    label = "demonstration"
