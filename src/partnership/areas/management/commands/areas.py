"""`tocsin-site areas import FILE.geojson`: official outlines in place of approximate ones."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partnership.areas.actions import import_outlines
from partnership.areas.rules import UnusableBoundaries

UNREADABLE, UNUSABLE = 3, 4
SHOWN = 5


class Command(BaseCommand):
    help = "Areas and their outlines. Exit codes: 0 done, 2 wrong usage, 3 file not readable, 4 file not usable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        step = steps.add_parser("import", help="replace the outlines of the districts that a GeoJSON file names")
        step.add_argument("file", type=Path, help="ONS local authority districts, as GeoJSON in WGS84")
        step.add_argument("--source", help="whose outlines they are and their licence, as the map must say")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            content = file.read_bytes()
        except OSError as fault:
            raise CommandError(f"{file}: {fault.strerror}. Check the path.", returncode=UNREADABLE) from fault
        source = options["source"] or f"Outlines imported from {file.name}"
        try:
            done = import_outlines(by=None, content=content, file=file.name, source=source)
        except UnusableBoundaries as fault:
            raise CommandError(f"{fault} Nothing was changed.", returncode=UNUSABLE) from fault
        names = ", ".join(sorted(area.name for area in done.replaced))
        self.stdout.write(f"Outlines replaced: {names}." if names else "These outlines are already in force.")
        if done.set_aside:
            shown = ", ".join(f"{aside.code} {aside.name}" for aside in done.set_aside[:SHOWN])
            more = len(done.set_aside) - SHOWN
            self.stdout.write(f"Not known here, set aside: {shown}{f' and {more} more' if more > 0 else ''}.")
