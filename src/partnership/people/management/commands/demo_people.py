"""`tocsin-site demo-people`: the synthetic cast of a demonstration, at least one account a role."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from partnership.people import actions, queries
from partnership.people.rules import Marking, Role

BRADFORD, WAKEFIELD = "E08000032", "E08000036"
SENSITIVE = Marking.OFFICIAL_SENSITIVE


@dataclass(frozen=True)
class Part:
    """One of the cast: who they play, where, and for whom."""

    account: str
    name: str
    role: Role
    agency: str
    area_codes: tuple[str, ...] = ()
    clearance: Marking = Marking.OFFICIAL


def cast() -> tuple[Part, ...]:
    everywhere = tuple(code for code, _ in settings.TOCSIN_AREAS)
    districts = tuple(code for code in everywhere if code.startswith("E08"))
    return (
        Part("chair", "Bradford board chair", Role.BOARD_CHAIR, "Police", (BRADFORD,), SENSITIVE),
        Part("analyst", "Bradford analyst", Role.DISTRICT_ANALYST, "Police", (BRADFORD,), SENSITIVE),
        Part("officer", "Bradford inspector", Role.LEAD_RESPONSIBLE_OFFICER, "Police", (BRADFORD,), SENSITIVE),
        Part("keighley", "Keighley sergeant", Role.LEAD_RESPONSIBLE_OFFICER, "Police", (BRADFORD,), SENSITIVE),
        Part("wakefield", "Wakefield inspector", Role.LEAD_RESPONSIBLE_OFFICER, "Police", (WAKEFIELD,), SENSITIVE),
        Part("calderdale", "Calderdale inspector", Role.LEAD_RESPONSIBLE_OFFICER, "Police", ("E08000033",), SENSITIVE),
        Part("kirklees", "Kirklees inspector", Role.LEAD_RESPONSIBLE_OFFICER, "Police", ("E08000034",), SENSITIVE),
        Part("leeds", "Leeds inspector", Role.LEAD_RESPONSIBLE_OFFICER, "Police", ("E08000035",), SENSITIVE),
        Part("finance", "Financial investigator", Role.LEAD_RESPONSIBLE_OFFICER, "Police", districts, SENSITIVE),
        Part("council", "Bradford council analyst", Role.PARTNERSHIP_ANALYST, "Bradford council", (BRADFORD,)),
        Part("neighbour", "Wakefield analyst", Role.DISTRICT_ANALYST, "Police", (WAKEFIELD,), SENSITIVE),
        Part("superintendent", "Force board chair", Role.BOARD_CHAIR, "Police", everywhere, SENSITIVE),
        Part("partner", "Trading standards officer", Role.PARTNER, "Trading standards"),
        Part("commissioner", "Commissioner’s officer", Role.COMMISSIONERS_OFFICER, "Commissioner’s office", districts),
        Part("force", "Force analyst", Role.DISTRICT_ANALYST, "Police", everywhere, SENSITIVE),
        Part("records", "Records manager", Role.RECORDS_MANAGER, "Police", everywhere, SENSITIVE),
        Part("auditor", "Auditor", Role.AUDITOR, "Internal audit"),
        Part("administrator", "Administrator", Role.ADMINISTRATOR, "Administration"),
    )


class Command(BaseCommand):
    help = "Adds the synthetic cast, or gives it new passwords, and prints them once. TOCSIN_DEMO=1 only."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TOCSIN_DEMO:
            raise CommandError("This is not marked as a demonstration. Set TOCSIN_DEMO=1 where all data is synthetic.")
        if queries.people_outside("example.test").exists():
            raise CommandError(
                "There are accounts of real people here, so this is no demonstration. Nothing was added."
            )
        table = Table("Sign in as", "Password", "Who", title="Synthetic people: passwords shown only now", box=None)
        for part in cast():
            email = f"{part.account}@example.test"
            password = actions.cast_person(
                email=email,
                name=f"{part.name} (synthetic)",
                role=part.role,
                agency=f"{part.agency} (synthetic)",
                area_codes=part.area_codes,
                clearance=part.clearance,
                by=None,
            )
            table.add_row(email, password, f"{part.name}, {part.role.label}")
        console = Console(width=110)
        console.print(table)
        console.print(
            "A demonstration on this machine alone: the second factor may wait. Anywhere else each of them would set "
            "one up before anything else."
        )
