"""Which tables a backup holds: those of every installed model, but for the few listed here with the reason."""

from django.apps import apps
from django.db import models

EXCLUDED = {
    "sessions.session": "who is signed in now; whoever was signs in again",
    "usersessions.usersession": "the list of those sessions",
    "jobs.pulse": "which workers are alive now; jobs that were under way are begun again",
    "people.failedsignin": "wrong passwords of the last quarter of an hour",
}


def covered() -> dict[str, type[models.Model]]:
    """Every model whose rows are backed up, by its label, in the order in which the apps are installed."""
    found = (model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy)
    return {model._meta.label_lower: model for model in found if model._meta.label_lower not in EXCLUDED}


def left_out() -> list[type[models.Model]]:
    return [apps.get_model(label) for label in EXCLUDED]
