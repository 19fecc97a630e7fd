"""Which area a published figure belongs to, and how many people live there."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.geography import force_code, load_lookup, load_population
from tocsin.watch import CountSource, Watch


@dataclass(frozen=True)
class Areas:
    """As the files write an area → its code; persons by area code; a digest of both."""

    districts: Mapping[str, str] = field(default_factory=dict)
    police_forces: Mapping[str, str] = field(default_factory=dict)
    population: Mapping[str, int] = field(default_factory=dict)
    digest: str = ""

    def codes_for(self, source: CountSource) -> Mapping[str, str]:
        return self.districts if source.area_is == "small-area" else self.police_forces


def areas_of_watch(watch: Watch) -> Areas:
    """The look-up and population files the watch names. Raises SourceUnreadable if one cannot be read."""
    if watch.lookup is None:
        return Areas()
    table = watch.lookup
    lookup = load_lookup(
        Path(table.file),
        small_area_column=table.small_area,
        area_column=table.district,
        force_column=table.police_force,
    )
    # Only districts of the watch: a row placed in another force's district is set aside, and shown.
    districts = {small: code for small, code in lookup.districts.items() if code in watch.areas}
    forces = {name: force_code(name) for name in sorted(set(lookup.forces.values())) if name}
    population: Counter[str] = Counter()
    if watch.population is not None:
        persons = load_population(
            Path(watch.population.file),
            small_area_column=watch.population.small_area,
            persons_column=watch.population.persons,
        )
        for small, code in lookup.districts.items():
            population[code] += persons.get(small, 0)
        for small, name in lookup.forces.items():
            if name:
                population[force_code(name)] += persons.get(small, 0)
    digest = hashlib.sha256(repr((sorted(districts.items()), sorted(forces.items()))).encode()).hexdigest()
    return Areas(districts, forces, dict(sorted(population.items())), digest)
