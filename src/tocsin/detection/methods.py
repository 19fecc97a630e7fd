"""Which methods answer for whole grids of counts, by the names that people write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tocsin.detection import accumulation, farrington_flexible, harmonic, short_history
from tocsin.detection.farrington_flexible import Farrington
from tocsin.detection.grid import Answers, Grid
from tocsin.detection.short_history import ShortHistory
from tocsin.errors import BadSetting
from tocsin.periods import A_YEAR

AUTO = "auto"
SEASONAL_YEARS = (A_YEAR["week"], A_YEAR["month"])


@dataclass(frozen=True)
class CountMethod:
    """A method that says, of every series of a grid at once, what to expect.

    recommended  the settings recommended for so many periods a year
    assess       what it says with such settings of the periods from a column on
    needed       earlier periods that it needs, by its settings and the periods in a year
    pools        whether what it says of a series leans on the other series, so that a grid must not be cut up
    """

    name: str
    version: str
    recommended: Callable[[int], Any]
    assess: Callable[[Grid, int, Any], Answers]
    needed: Callable[[Any, int], int]
    pools: bool = False


@dataclass(frozen=True)
class Configured:
    """A method with the settings to use."""

    method: CountMethod
    settings: Any

    def needed(self, a_year: int) -> int:
        """Earlier periods that it needs."""
        return self.method.needed(self.settings, a_year)

    def assess(self, grid: Grid, first: int) -> Answers:
        """Raises BadSetting if the settings do not go together."""
        try:
            return self.method.assess(grid, first, self.settings)
        except ValueError as error:
            raise BadSetting(f"{self.method.name}: {error}") from error


def _farrington(a_year: int) -> Farrington:
    if a_year not in SEASONAL_YEARS:
        raise BadSetting(
            "Farrington Flexible compares weeks or months, and these are quarters. Choose negative-binomial."
        )
    return farrington_flexible.weekly() if a_year == A_YEAR["week"] else farrington_flexible.monthly()


METHODS = {
    each.name: each
    for each in (
        CountMethod(
            "farrington-flexible",
            farrington_flexible.VERSION,
            _farrington,
            farrington_flexible.assess,
            lambda settings, a_year: int(settings.history_needed),
        ),
        CountMethod(
            "harmonic-negative-binomial",
            harmonic.VERSION,
            harmonic.recommended,
            harmonic.assess,
            lambda settings, a_year: int(settings.years_needed * a_year + settings.left_out),
            pools=True,
        ),
        CountMethod(
            "accumulation",
            accumulation.VERSION,
            accumulation.recommended,
            accumulation.assess,
            lambda settings, a_year: int(settings.usual.years_needed * a_year + settings.usual.left_out),
            pools=True,
        ),
        CountMethod(
            "negative-binomial",
            short_history.VERSION,
            lambda a_year: ShortHistory(),
            short_history.assess,
            lambda settings, a_year: int(settings.fewest + settings.left_out),
        ),
    )
}


def methods_in_turn(name: str, a_year: int) -> list[CountMethod]:
    """The method of that name; for "auto", Farrington Flexible, then the short window where that cannot say.

    Raises BadSetting for an unknown name, and for a method that does not suit such periods.
    """
    if name == AUTO:
        seasonal = [METHODS["farrington-flexible"]] if a_year in SEASONAL_YEARS else []
        return [*seasonal, METHODS["negative-binomial"]]
    if name not in METHODS:
        raise BadSetting(f"There is no method {name!r}. Choose one of {', '.join([AUTO, *METHODS])}.")
    return [METHODS[name]]
