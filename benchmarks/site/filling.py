"""Fills an empty site with made-up records of five districts, and signs fifty people in.

    python benchmarks/site/filling.py --records 100000 --seed 1 --people people.json

The database is the one that DATABASE_URL or TOCSIN_HOME names; it must hold no records. Written to `people.json`: for
each person a session cookie, their role, and addresses that they may open. All of it is synthetic and says so.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

import django_ready  # noqa: F401 - before any model is known
from django.conf import settings
from django.db import connection, models
from django.test import Client
from fill_knowledge import fill_groups, fill_profiles, fill_signals, fill_threats
from fill_work import fill_meetings, fill_outcomes, fill_plans, fill_requests
from filler import COUNCIL, DISTRICTS, OF_A_THOUSAND, POLICE, Filler
from rich.console import Console
from rich.progress import track

from partnership.find.index import take_up_all
from partnership.meetings.models import Meeting
from partnership.ocgs.models import Enabler, Group, Requirement
from partnership.outcomes.models import Disruption, Outcome
from partnership.people.models import Person, Posting
from partnership.people.rules import Marking, Role
from partnership.people.sessions import SECOND
from partnership.plans.models import Action, Plan
from partnership.profiles.models import Recommendation
from partnership.requests.models import Enquiry, Request
from partnership.threats.models import Threat
from partnership.triage.models import Signal


def fill_people(f: Filler) -> None:
    """Fifty who work on boards, and a partner's three: the roles of a force and its councils."""
    roles = [Role.DISTRICT_ANALYST] * 20 + [Role.LEAD_RESPONSIBLE_OFFICER] * 15 + [Role.PARTNERSHIP_ANALYST] * 5
    roles += [Role.BOARD_CHAIR] * 5 + [Role.COMMISSIONERS_OFFICER] * 2 + [Role.RECORDS_MANAGER] * 3
    for n, role in enumerate(roles):
        council = role is Role.PARTNERSHIP_ANALYST
        person = Person.objects.create(
            email=f"load.{n}@example.test", name=f"Made-up person {n}", role=role, clearance=Marking.OFFICIAL_SENSITIVE,
            agency=f.agencies[COUNCIL if council else POLICE],
        )  # fmt: skip
        Posting.objects.create(person=person, area_code=list(DISTRICTS)[n % len(DISTRICTS)])
        f.people.append(person)


STEPS: tuple[tuple[str, Callable[[Filler], None]], ...] = (
    ("people", fill_people),
    ("signals", fill_signals),
    ("threats", fill_threats),
    ("groups", fill_groups),
    ("profiles", fill_profiles),
    ("plans and actions", fill_plans),
    ("disruptions and outcomes", fill_outcomes),
    ("requests", fill_requests),
    ("meetings", fill_meetings),
    ("the search index", lambda filler: take_up_all() and None),
)


def signed_in(person: Person) -> str:
    """The cookie of that person's browser, signed in with both factors."""
    client = Client()
    client.force_login(person)
    session = client.session
    session[SECOND] = True
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def addresses_of(person: Person, most: int) -> dict[str, list[str]]:
    """By kind, pages of records that the person may open."""
    kinds = (Signal, Threat, Group, Enabler, Requirement, Recommendation, Plan, Action, Disruption, Outcome, Request)
    kinds += (Enquiry, Meeting)
    found = {}
    for model in kinds:
        rows = model.objects.seen_by(person).order_by("uuid")[:most]
        found[model._meta.model_name] = [row.get_absolute_url() for row in rows]
    return found


def main() -> None:
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("--records", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--people", type=Path, required=True)
    told = asked.parse_args()
    console = Console(stderr=True)
    filler = Filler(told.records, told.seed)
    for _, fill in track(STEPS, description="Filling", console=console):
        fill(filler)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    people = [
        {"role": person.role, "area": person.postings.get().area_code, "cookie": signed_in(person)}
        | {"addresses": addresses_of(person, 40)}
        for person in track(filler.people, description="Signing in", console=console)
    ]
    counted = {model._meta.label: models.QuerySet(model).count() for model in OF_A_THOUSAND}
    made = {"records": sum(counted.values()), "by_kind": counted, "cookie_name": settings.SESSION_COOKIE_NAME}
    told.people.write_text(json.dumps(made | {"people": people}, indent=1))
    console.print(
        f"{made['records']:,} records. {told.people} holds {len(people)} signed-in sessions: keep it private."
    )


if __name__ == "__main__":
    main()
