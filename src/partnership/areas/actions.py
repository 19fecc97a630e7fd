"""What changes areas: official outlines taking the place of approximate ones."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person

from .models import Area, Outline
from .rules import Boundary, UnusableBoundaries, drawable, read_boundaries


@dataclass(frozen=True)
class Import:
    """What an import did. `set_aside` are districts of the file that this site does not know."""

    replaced: tuple[Area, ...]
    set_aside: tuple[Boundary, ...]


@transaction.atomic
def import_outlines(*, by: Person | None, content: bytes, file: str, source: str) -> Import:
    """Gives each area that a boundary file names its outline from that file.

    source  who drew the outlines and under what licence, as the map will say
    The outlines they replace stay on record, dated. The same file again changes nothing.

    Raises UnusableBoundaries if the file has a fault or names no area known here; then nothing is changed.
    """
    boundaries = read_boundaries(content, file=file)
    areas = Area.objects.in_bulk([boundary.code for boundary in boundaries])
    known = [boundary for boundary in boundaries if boundary.code in areas]
    set_aside = tuple(boundary for boundary in boundaries if boundary.code not in areas)
    if not known:
        raise UnusableBoundaries(
            f"{file} names no district known here; its first is {boundaries[0].code} {boundaries[0].name}. "
            "Import a file that holds the districts of the force."
        )
    sha256 = hashlib.sha256(content).hexdigest()
    in_force = Outline.objects.filter(area__in=areas, replaced_at__isnull=True)
    if in_force.filter(sha256=sha256, source=source).count() == len(known):
        return Import((), set_aside)
    now = timezone.now()
    in_force.update(replaced_at=now)
    geometries = drawable([boundary.geometry for boundary in known])
    for boundary, geometry in zip(known, geometries, strict=True):
        Outline.objects.create(
            area=areas[boundary.code],
            geometry=geometry,
            source=source,
            approximate=False,
            sha256=sha256,
            loaded_at=now,
        )
    codes = sorted(areas)
    audit.record(
        by=by,
        verb=Verb.COLLECTION,
        did="imported outlines",
        because=f"From {file}",
        detail={"areas": codes, "sha256": sha256, "set_aside": len(set_aside)},
    )
    return Import(tuple(areas[code] for code in codes), set_aside)
