"""`tocsin-site demo-year`: a made-up year of West Yorkshire, so that every screen has something to show."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from rich.console import Console
from rich.progress import track

from partnership.demonstration import estimates, find, groups, meetings, outcomes, plans, profiles, requests
from partnership.demonstration.stage import Stage
from partnership.ocgs.models import Group
from partnership.people import queries as people

STEPS = (
    ("Threat estimates", estimates.load_estimates),
    ("Enablers", groups.load_enablers),
    ("Groups", groups.load_groups),
    ("Intelligence requirements", groups.load_requirement),
    ("Local profiles", profiles.load_profiles),
    ("Plans", plans.load_plans),
    ("Disruptions and what changed", outcomes.load_outcomes),
    ("Requests to partners", requests.load_requests),
    ("Meetings", meetings.load_meetings),
    ("Search", find.bring_index_up_to_date),
)


class Command(BaseCommand):
    help = "Adds a made-up year: threats, groups, profiles, plans. TOCSIN_DEMO=1 only; once only."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TOCSIN_DEMO:
            raise CommandError("This is not marked as a demonstration. Set TOCSIN_DEMO=1 where all data is synthetic.")
        if people.people_outside("example.test").exists():
            raise CommandError("There are accounts of real people here, so this is no demonstration. Nothing added.")
        stage = Stage()
        if Group.objects.seen_by(stage.analyst).exists():
            self.stdout.write("There are groups here already: the made-up year was loaded before. Nothing added.")
            return
        for _, load in track(STEPS, description="A made-up year", console=Console(stderr=True)):
            load(stage)
        self.stdout.write(f"Added: {', '.join(what.lower() for what, _ in STEPS)}. Everything is marked synthetic.")
