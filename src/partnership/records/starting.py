"""How every record begins that people write here: where they are posted, and held as they say."""

from __future__ import annotations

from typing import Any

from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed

from .rules import Release
from .scoping import Scoped


def may_start(person: Person, act: Act, area_code: str) -> bool:
    """True if the person may add a record to that very area: seeing it from below is not enough."""
    return person.may(act) and area_code in person.area_codes


def start(model: type[Scoped], *, act: Act, area_code: str, release: Release, by: Person, **fields: Any) -> Any:
    """The new record, saved and claimed by the writer's agency. The caller records the event.

    Raises NotAllowed, in words for the screen, if the writer may not add one there, or could not read it afterwards.
    """
    if not may_start(by, act, area_code):
        raise NotAllowed("You may not add this here: your role does not apply to that area")
    if release.marking not in by.cleared_for:
        raise NotAllowed(f"You are not cleared for {release.marking.value}, and could not read it yourself")
    if refusal := release.refusal:
        raise NotAllowed(refusal)
    record = model(area_code=area_code, originator=by.agency, **fields)
    record.release = release
    record.save()
    return record
