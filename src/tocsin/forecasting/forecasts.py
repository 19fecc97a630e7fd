"""What a forecast says, how good its like has been, and its words. Nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ForecastSettings:
    """How a forecast is made and when it is refused.

    horizon         periods ahead
    levels          of the intervals, in per cent, narrowest first
    most_dates      earlier dates at which every candidate is tried
    lowest_mean     counts a period over the last two years; below it a series is too thin
    most_gaps       share of periods that may be unknown
    clearly_better  share by which another candidate's score must have been lower to replace the combined forecast: on
                    few dates the lowest score is mostly luck (figures in docs/decisions/0032-statsmodels.md)
    """

    horizon: int = 12
    levels: tuple[int, ...] = (80, 95)
    most_dates: int = 16
    lowest_mean: float = 5.0
    most_gaps: float = 0.1
    clearly_better: float = 0.2


@dataclass(frozen=True)
class Band:
    """Central interval that the count should fall in so many times of a hundred, a whole number a period ahead."""

    level: int
    lower: tuple[int, ...]
    upper: tuple[int, ...]


@dataclass(frozen=True)
class Score:
    """How good forecasts made at earlier dates were, the model chosen each time from what was known then.

    forecasts     counts that were forecast and have come
    score         weighted interval score, in counts; smaller is better
    naive_score   the same of the seasonal naive forecast
    scaled_error  mean absolute error over the mean absolute change from a year before; None if nothing ever changed
    coverage      share of counts inside the interval, by level
    width         mean width of the interval in counts, by level
    """

    forecasts: int
    score: float
    naive_score: float
    scaled_error: float | None
    coverage: dict[int, float]
    width: dict[int, float]

    @property
    def skill(self) -> float:
        """1 − score ÷ seasonal naive score; nought where the naive forecast is as good, below where it is better."""
        return 1 - self.score / self.naive_score if self.naive_score > 0 else 0.0


@dataclass(frozen=True)
class Forecast:
    """A series' forecast 1, 2, … periods ahead.

    model        what it was made with
    choice_skill of choosing among the models, all periods ahead together; at nought or below, the seasonal naive
                 forecast is what is given, and the scores are its own
    naive        the seasonal naive forecast, to see beside it
    ahead        the score 1, 2, … periods ahead; None where none was made and known
    overall      of all periods ahead together
    tried        score of each candidate over the same counts
    """

    model: str
    choice_skill: float
    mean: tuple[float, ...]
    bands: tuple[Band, ...]
    naive: tuple[float, ...]
    ahead: tuple[Score | None, ...]
    overall: Score
    tried: dict[str, float]

    @property
    def beats_naive(self) -> bool:
        return self.choice_skill > 0

    @property
    def words(self) -> str:
        """What it was made with, and how far to believe it."""
        score = self.overall
        first, *others = score.coverage.items()
        inside = f"{per_cent(first[1])} of counts fell in the {first[0]} % band"
        inside += "".join(f", {per_cent(share)} in the {level} % band" for level, share in others)
        if not self.beats_naive:
            return f"No model beat the same period a year ago, so that is given. In {score.forecasts} trials {inside}."
        return (
            f"Model: {self.model}. In {score.forecasts} trials such forecasts were {per_cent(score.skill)} better than "
            f"the same period a year ago; {inside}."
        )


@dataclass(frozen=True)
class NoForecast:
    """Why no forecast is made of a series, and what to do."""

    reason: str


def per_cent(share: float) -> str:
    """The share in whole per cent.

    >>> per_cent(0.356)
    '36 %'
    """
    return f"{share:.0%}".replace("%", " %")
