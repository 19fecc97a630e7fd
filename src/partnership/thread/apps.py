from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "partnership.thread"
    label = "thread"
