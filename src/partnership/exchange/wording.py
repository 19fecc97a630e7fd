"""Kinds of STIX objects and of records, as pages call them."""

from __future__ import annotations

from django.apps import apps

from .sheaf import MAIN

# What a record of each kind is in STIX, for whoever chooses what to send.
TYPES = {
    "indicator": "Indicator",
    "intrusion-set": "Intrusion set",
    "threat-actor": "Threat actor",
    "infrastructure": "Infrastructure",
    "report": "Report",
    "note": "Note",
    "opinion": "Opinion",
    "course-of-action": "Course of action",
}


def type_words(stix_type: str) -> str:
    """
    >>> type_words("intrusion-set"), type_words("x-other")
    ('Intrusion set', 'x-other')
    """
    return TYPES.get(stix_type, stix_type)


def kind_words(kind: str) -> str:
    """Records of that kind, in the plural."""
    return str(apps.get_model(kind)._meta.verbose_name_plural).capitalize()


def kind_choices() -> list[tuple[str, str]]:
    return [(kind, f"{kind_words(kind)} ({TYPES[stix].lower()})") for kind, stix in MAIN.items()]
