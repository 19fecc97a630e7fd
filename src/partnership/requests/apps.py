from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "partnership.requests"
    label = "requests"
