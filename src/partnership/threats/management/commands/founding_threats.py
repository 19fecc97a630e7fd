"""`tocsin-site founding-threats`: the founding document's threats, as first editions of the force's estimates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from partnership.areas.models import Area
from partnership.people.models import Person
from partnership.people.rules import Act, Marking
from partnership.records.practice import practice
from partnership.records.rules import Handling, Release
from partnership.records.starting import may_start
from partnership.threats import actions
from partnership.threats.comparing import Compared, kept
from partnership.threats.models import Threat
from partnership.threats.rules import Confidence, Direction, Driver, DriverLine, Estimate, Likelihood, SourceLine
from partnership.trends.rules import Comparison, Dated, Kind, compare

FILE = Path(__file__).parents[2] / "founding.toml"
PUBLISHED = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


class Command(BaseCommand):
    help = "Adds the founding document's threats of 2015-16 as first editions. What is there already is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", metavar="EMAIL", help="who writes them; otherwise the first who may")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        told = practice(FILE)
        area = Area.objects.get(code=told["area_code"])
        by = _writer(area, options["by"])
        held = set(Threat.objects.seen_by(by).filter(area_code=area.code).values_list("key", flat=True))
        new = [row for row in told["threats"] if row["key"] not in held]
        for row in new:
            threat = actions.start_threat(key=row["key"], area=area, release=PUBLISHED, by=by, synthetic=True)
            estimate = estimate_of(row, told)
            actions.write_edition(threat=threat, estimate=estimate, by=by, seen_version=threat.version)
        left = len(told["threats"]) - len(new)
        self.stdout.write(f"{len(new)} first editions written in {area.name}, {left} there already.")


def estimate_of(row: dict[str, Any], told: dict[str, Any]) -> Estimate:
    """What one threat of the file says, with the document as its source."""
    return Estimate(
        as_of=told["as_of"],
        period_start=told["period_start"],
        period_end=told["period_end"],
        statement=row["statement"].strip(),
        likelihood=Likelihood(row["likelihood"]),
        confidence=Confidence(row["confidence"]),
        confidence_because=f"{told['own_reading']}. {row['confidence_because']}",
        trend=tuple(_compared(pair, told) for pair in row.get("trend", ())),
        trend_words=row.get("trend_words", ""),
        drivers=tuple(
            DriverLine(Driver(line["driver"]), Direction(line["direction"]), line["text"])
            for line in row.get("drivers", ())
        ),
        sources=(SourceLine(f"{told['source']}, under: {row['section']}"),),
        gaps=row.get("gaps", "").strip(),
    )


def _compared(pair: dict[str, Any], told: dict[str, Any]) -> Compared:
    earlier, later = (
        Dated(each["value"], pair["measure"], Kind.COUNT, each["start"], each["end"], told["area_code"])
        for each in (pair["earlier"], pair["later"])
    )
    found = compare(earlier, later)
    if not isinstance(found, Comparison):
        raise CommandError(f"{FILE.name}: {pair['measure']} cannot be compared. {found.reason}")
    return kept(found, measure=pair["measure"], source=told["source"], caveat=pair["caveat"])


def _writer(area: Area, email: str | None) -> Person:
    """Who writes them. Raises CommandError if nobody may, or if the one who was named may not."""
    people = Person.objects.filter(is_active=True, **({"email": email} if email else {})).order_by("pk")
    writer = next((person for person in people if may_start(person, Act.ASSESS_THREAT, area.code)), None)
    if writer is None:
        who = f"{email} may not" if email else "Nobody here may"
        raise CommandError(f"{who} assess threats in {area.name}. Post an analyst there first, or name one by --by.")
    return writer
