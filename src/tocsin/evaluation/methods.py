"""Which methods are evaluated, each as production runs it: never a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.detection.grid import Answers, Grid
from tocsin.detection.methods import AUTO, METHODS, Configured, methods_in_turn
from tocsin.detection.named_settings import with_settings
from tocsin.errors import BadSetting


@dataclass(frozen=True)
class Evaluated:
    """A method with its settings, under a name that says which settings were not the recommended ones."""

    name: str
    version: str
    configured: Configured

    def assess(self, grid: Grid, first: int) -> Answers:
        return self.configured.assess(grid, first)


def method_named(name: str, a_year: int, written: Sequence[str] = ()) -> Evaluated:
    """The method of that name, with the settings recommended for so many periods a year and KEY=VALUE put in.

    Raises BadSetting for an unknown name or setting, and for "auto", which is several methods.
    """
    if name == AUTO:
        raise BadSetting(f"A replay needs one method. Choose one of {', '.join(METHODS)}.")
    (method,) = methods_in_turn(name, a_year)
    settings = with_settings(method.recommended(a_year), written)
    return Evaluated(" ".join((name, *written)), method.version, Configured(method, settings))


def every_method(a_year: int) -> tuple[Evaluated, ...]:
    """Every method that answers for such periods, with its recommended settings."""
    found = []
    for name in METHODS:
        try:
            found.append(method_named(name, a_year))
        except BadSetting:  # it does not suit such periods: quarters have no window of weeks
            continue
    return tuple(found)
