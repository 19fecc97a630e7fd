from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.module_loading import import_string

from partnership.audit.signals import recorded


class NoticesConfig(AppConfig):
    name = "partnership.notices"
    label = "notices"

    def ready(self) -> None:
        recorded.connect(import_string("partnership.notices.addressing.tell"), dispatch_uid="notices")
        post_delete.connect(import_string("partnership.notices.addressing.forget"), dispatch_uid="notices")
