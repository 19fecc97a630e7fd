"""Where things are: area codes, the names of places, and look-up tables."""

from tocsin.geography.gazetteer import Gazetteer, Place, load_gazetteer
from tocsin.geography.hierarchy import (
    Area,
    ancestors,
    area_table,
    force_code,
    is_force,
    is_within,
    level_of,
    name_of,
)
from tocsin.geography.lookup import Lookup, load_lookup, load_population

__all__ = [
    "Area",
    "Gazetteer",
    "Lookup",
    "Place",
    "ancestors",
    "area_table",
    "force_code",
    "is_force",
    "is_within",
    "level_of",
    "load_gazetteer",
    "load_lookup",
    "load_population",
    "name_of",
]
