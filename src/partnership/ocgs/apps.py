from django.apps import AppConfig


class OcgsConfig(AppConfig):
    name = "partnership.ocgs"
    label = "ocgs"
