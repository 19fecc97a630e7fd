from django.apps import AppConfig


class TraceConfig(AppConfig):
    name = "partnership.trace"
    label = "trace"
