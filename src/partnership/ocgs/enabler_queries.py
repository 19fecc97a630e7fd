"""What a person may see of enablers, the groups they help and intelligence requirements.

Of an enabler and a group that are tied, either may be hidden: a tie is shown, and counted, only to who sees both.
"""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from partnership.people.models import Person

from .models import Enabler, Group, Involvement, Requirement
from .rules import EnablerKind, RequirementState, Status

CLOSED = tuple(status for status in Status if status.is_closed)


def enablers_seen_by(person: Person) -> QuerySet[Enabler]:
    return Enabler.objects.seen_by(person)


def requirements_seen_by(person: Person) -> QuerySet[Requirement]:
    return Requirement.objects.seen_by(person)


def with_groups_counted(person: Person) -> QuerySet[Enabler]:
    """Enablers the person sees, each with `helped`: how many groups that they see, and that are not closed, it helps
    today."""
    seen = Group.objects.seen_by(person).exclude(state__in=CLOSED).values("pk")
    helped = Count(
        "involvements__group", filter=_is_current("involvements__") & Q(involvements__group__in=seen), distinct=True
    )
    return enablers_seen_by(person).annotate(helped=helped)


def ties_seen_by(person: Person) -> QuerySet[Involvement]:
    """Ties of a group and an enabler, both of which the person sees; those in force and those that ended."""
    ties = Involvement.objects.seen_by(person).filter(enabler__in=enablers_seen_by(person).values("pk"))
    return ties.select_related("group", "enabler", "by").order_by("group__code_name", "enabler__name", "pk")


def current_ties(person: Person) -> QuerySet[Involvement]:
    return ties_seen_by(person).filter(_is_current())


def professional_known(person: Person) -> int:
    """How many professional enablers the person sees."""
    return int(enablers_seen_by(person).filter(kind=EnablerKind.PROFESSIONAL).count())


def open_requirement_asking(person: Person, question: str) -> Requirement | None:
    """The open requirement with that very question, if the person sees one."""
    found = requirements_seen_by(person).filter(state=RequirementState.OPEN, question=question)
    held: Requirement | None = found.order_by("pk").first()
    return held


def _is_current(path: str = "") -> Q:
    today = timezone.localdate()
    return Q(**{f"{path}until__isnull": True}) | Q(**{f"{path}until__gte": today})
