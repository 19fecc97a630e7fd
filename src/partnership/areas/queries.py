"""Which areas a person sees, and how they are drawn."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import QuerySet

from partnership.people.models import Person

from .models import Area, Outline
from .rules import codes_above, codes_seen

_at_hand: ContextVar[dict[str, str | None] | None] = ContextVar("_at_hand", default=None)


@contextmanager
def at_hand(person: Person) -> Iterator[None]:
    """Within it, where the person is posted and what lies in what are read once: for a page that asks many subjects."""
    kept = _at_hand.set(_parents())
    person.posted_to = person.area_codes
    try:
        yield
    finally:
        person.posted_to = None
        _at_hand.reset(kept)


def seen_by(person: Person) -> QuerySet[Area]:
    """The areas a person is posted to today and every area above those; never a sibling."""
    return Area.objects.filter(code__in=codes_seen_by(person))


def codes_seen_by(person: Person) -> frozenset[str]:
    """Codes of the areas a person is posted to today, or is narrowed to, and of every area above those."""
    return with_those_above(person.area_codes)


def with_those_above(codes: Iterable[str]) -> frozenset[str]:
    """Those codes, and the codes of every area that holds one of them."""
    return codes_seen(codes, _parents())


def ancestors(code: str) -> list[Area]:
    """The areas that hold this one, nearest first."""
    above = codes_above(code, _parents())
    found = Area.objects.in_bulk(above)
    return [found[code] for code in above]


def outlines_of(codes: Iterable[str]) -> list[Outline]:
    """The outline in force of each of those areas that has one, by name of area."""
    outlines = Outline.objects.filter(area__in=list(codes), replaced_at__isnull=True)
    return list(outlines.select_related("area").order_by("area__name"))


def outlines_of_districts() -> list[Outline]:
    """The outline in force of every district: outlines are public, whoever looks."""
    return outlines_of(Area.objects.filter(level=Area.Level.DISTRICT).values_list("code", flat=True))


def _parents() -> dict[str, str | None]:
    known = _at_hand.get()
    return dict(Area.objects.values_list("code", "parent_id")) if known is None else known
