"""What comes of setting drivers beside crime series, and its words. Nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.forecasting.forecasts import per_cent


@dataclass(frozen=True)
class AssociationSettings:
    """How pairs are compared.

    longest_lag     periods that the driver may lead by, at most
    imitations      of the driver that the strongest correlation is held against
    highest_q       q at or below which a pair is called associated
    fewest_changes  that both must have, after filtering, at the longest lag
    seed            of the imitations
    """

    longest_lag: int = 12
    imitations: int = 9_999
    highest_q: float = 0.05
    fewest_changes: int = 24
    seed: int = 20_261


@dataclass(frozen=True)
class Association:
    """One driver beside one crime series, at the lag where they go together most closely.

    lag          periods from a change of the driver to the change of crime; 0 is the same period
    correlation  correlation of their changes there, season, trend and the memory of the series taken out
    p            chance of one as strong at any of the lags tried, if the two had nothing to do with each other
    q            share of false calls to expect among all pairs at least as sure
    skill_gain   see `added_value.skill_gain`
    total_p      as p, for the driver and the denominator (reporting volume); None where there is none
    by_lag       correlation at lag 0, 1, … longest
    usual        with 19 of 20 imitations of the driver no lag's correlation is beyond plus or minus this
    periods      that both know, without a gap
    pairs        compared in the same run
    """

    series: str
    driver: str
    kind: str
    lag: int
    correlation: float
    p: float
    q: float
    skill_gain: float | None
    total_p: float | None
    by_lag: tuple[float, ...]
    usual: tuple[float, ...]
    periods: int
    pairs: int

    @property
    def direction(self) -> str:
        return "same" if self.correlation >= 0 else "opposite"

    @property
    def tests_made(self) -> int:
        return self.pairs * len(self.by_lag)


@dataclass(frozen=True)
class NotCompared:
    """A pair that could not be compared, and why."""

    series: str
    driver: str
    reason: str


@dataclass(frozen=True)
class Associations:
    """Every pair that could be compared, surest first, and those that could not.

    unit  week, month, quarter, or period for plain numbers
    """

    found: tuple[Association, ...]
    not_compared: tuple[NotCompared, ...]
    settings: AssociationSettings
    unit: str

    @property
    def called(self) -> tuple[Association, ...]:
        return tuple(each for each in self.found if self.is_called(each))

    def is_called(self, pair: Association) -> bool:
        return pair.q <= self.settings.highest_q

    def words(self, pair: Association) -> str:
        """What may be said of the pair, and what may not.

        "Associated: 2 months after copper rises, metal theft rises; q = .03 over 45 pairs × 13 lags. …"
        """
        tried = f"q = {figure(pair.q)} over {_some(pair.pairs, 'pair')} × {_some(len(pair.by_lag), 'lag')}"
        seen = self.finding(pair)
        if not self.is_called(pair):
            return f"No association shown ({tried}). The strongest: {seen}. That does not show there is none."
        reporting = ""
        if pair.total_p is not None and pair.total_p <= self.settings.highest_q:
            reporting = " What it is counted per goes with the driver too: reporting volume may be a common driver."
        return (
            f"Associated: {seen}; {tried}. {_ahead(pair.skill_gain, self.unit)}{reporting} This is no proof of cause."
        )

    def finding(self, pair: Association) -> str:
        """Which follows which, when and in what direction; nothing of how sure that is."""
        when = f"in the same {self.unit} as" if pair.lag == 0 else f"{_some(pair.lag, self.unit)} after"
        moves = "rises" if pair.correlation > 0 else "falls"
        rate = "" if pair.total_p is None else " (as a rate)"
        return f"{when} {pair.driver} rises, {pair.series}{rate} {moves}"


def _some(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _ahead(gain: float | None, unit: str) -> str:
    if gain is None:
        return "Too few periods to try it in forecasts."
    if gain <= 0:
        return f"It brought forecasts one {unit} ahead no closer."
    return f"It took {per_cent(gain)} off the squared error of forecasts one {unit} ahead."


def figure(chance: float) -> str:
    """As statisticians write it: .03, <.001.

    >>> figure(0.032), figure(0.0002), figure(1.0)
    ('.032', '<.001', '1')
    """
    if chance < 0.001:
        return "<.001"
    return f"{chance:.2g}".removeprefix("0")
