from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "partnership.imports"
    label = "imports"
