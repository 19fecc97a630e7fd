"""The repeated lines of an edition's form: drivers and sources. They work without a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from partnership.ui.editing import day_field, words_field

from .rules import Direction, Driver

BLANK, MOST = 2, 30


@dataclass(frozen=True)
class Repeated:
    """Lines of one kind: what its fields are called, and how they are made for the line of that number."""

    name: str
    parts: tuple[str, ...]
    make: Callable[[int], tuple[forms.Field, ...]]

    def fields(self, told: Mapping[str, Any], *, has_more: bool) -> Iterator[dict[str, forms.Field]]:
        """A line for each that is told of and some blank ones, further ones if asked for; each as fields by name."""
        pattern = re.compile(rf"{self.name}-([0-9]{{1,2}})-{self.parts[0]}")
        numbers = [int(found[1]) for name in told if (found := pattern.fullmatch(name))]
        filled = [n for n in numbers if any(told.get(f"{self.name}-{n}-{part}") for part in self.parts)]
        wanted = max([*(n + 1 for n in numbers), max(filled, default=-1) + 1 + BLANK]) + BLANK * has_more
        for n in range(min(MOST, wanted)):
            yield dict(zip((f"{self.name}-{n}-{part}" for part in self.parts), self.make(n + 1), strict=True))

    def initial(self, rows: Iterator[tuple[Any, ...]]) -> dict[str, Any]:
        """What fills the lines at first, one row a line."""
        return {
            f"{self.name}-{n}-{part}": value
            for n, row in enumerate(rows)
            for part, value in zip(self.parts, row, strict=True)
        }


def _driver(number: int) -> tuple[forms.Field, ...]:
    return (
        _choice(f"What driver {number} is", [(one.value, one.label) for one in Driver]),
        _choice(f"Which way driver {number} pushes", [(one.value, one.label) for one in Direction]),
        words_field(f"Driver {number}", rows=2),
    )


def _source(number: int) -> tuple[forms.Field, ...]:
    return (
        words_field(f"Source {number}", rows=2),
        forms.CharField(label=f"Where source {number} can be read", required=False, max_length=2000),
        day_field(f"Day of source {number}"),
    )


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "Choose"), *choices], required=False)


DRIVERS = Repeated("driver", ("factor", "way", "text"), _driver)
SOURCES = Repeated("source", ("text", "link", "dated"), _source)
