"""What a person may see of emerging words and of who agrees."""

from __future__ import annotations

from django.db.models import QuerySet

from partnership.people.models import Person

from .models import Concept, Term


def terms_seen_by(person: Person) -> QuerySet[Term]:
    return Term.objects.seen_by(person)


def concepts_seen_by(person: Person) -> QuerySet[Concept]:
    """The lattice of the last delivery, as far as the person may see it."""
    return Concept.objects.seen_by(person).filter(is_current=True)


def right_below(person: Person, concept: Concept) -> list[Concept]:
    """Fewer groups that say more, with nothing between."""
    return list(Concept.objects.seen_by(person).filter(key__in=concept.narrower).order_by("-size", "key"))


def right_above(person: Person, concept: Concept) -> list[Concept]:
    """More groups that say less, with nothing between."""
    near = Concept.objects.seen_by(person).filter(size__gt=concept.size, window_start=concept.window_start)
    # Keys stand in a list: looked up here, since the two databases search such lists each in its own way.
    return [each for each in near.order_by("size", "key") if concept.key in each.narrower]
