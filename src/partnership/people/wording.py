"""Where a role applies, in words for the screen."""

from django.conf import settings

from .models import Person


def districts_of(person: Person) -> str:
    names = dict(settings.TOCSIN_AREAS)
    return ", ".join(sorted(names.get(code, code) for code in person.area_codes)) or "None"
