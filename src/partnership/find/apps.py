from importlib import import_module

from django.apps import AppConfig


class FindConfig(AppConfig):
    name = "partnership.find"
    label = "find"

    def ready(self) -> None:
        # Models can be imported only once every app is known.
        import_module("partnership.find.index").follow()
