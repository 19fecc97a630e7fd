"""Reads of accounts, for whoever manages them."""

from django.db.models import QuerySet

from .models import Agency, Person
from .rules import Role


def accounts() -> QuerySet[Person]:
    """Every account, open ones first, each with its agency and postings at hand."""
    people = Person.objects.select_related("agency").prefetch_related("postings")
    return people.order_by("-is_active", "name", "pk")


def agency_names() -> list[str]:
    return list(Agency.objects.values_list("name", flat=True))


def agency_named(name: str) -> Agency | None:
    """The agency of that name, made if it is new; None for no name."""
    return Agency.objects.get_or_create(name=name)[0] if name else None


def has_administrator() -> bool:
    return Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists()


def people_outside(domain: str) -> QuerySet[Person]:
    """Accounts whose e-mail address belongs to any other domain."""
    return Person.objects.exclude(email__endswith=f"@{domain}")
