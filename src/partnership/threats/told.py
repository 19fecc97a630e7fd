"""What of a threat and its estimates travels to a program."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from partnership.records.api import Record
from partnership.tokens.paging import AreaPageAsked, Paged

from .comparing import Compared, Trend, read_trend, trend_of
from .models import Edition, Hypothesis, Reading, Threat
from .rules import Confidence, Consistency, Direction, Driver, Kind, Likelihood, State
from .scales import the_scales
from .scoring import scored


class EstimateSummary(Schema):
    """An edition as a list shows it: likelihood, harm and confidence are three things, and none is part of another."""

    edition: int
    as_of: date
    period_start: date
    period_end: date
    statement: str
    likelihood: Likelihood = Field(description="A band of the probability yardstick.")
    confidence: Confidence = Field(description="How sure the analyst is. Enters neither likelihood nor harm.")
    impact: int | None = Field(description="From the harm; null where no harm was known.")
    risk: int | None = Field(description="Impact × the number of the likelihood, on those scales.")
    risk_band: str
    scales: str = Field(description="The version of the scales it was scored on.")
    trend: Trend = Field(description="Which way the counts compared point, as far as they tell.")

    @staticmethod
    def resolve_trend(edition: Edition) -> Trend:
        return trend_of(read_trend(edition.trend))


class Scored(Schema):
    """One dimension."""

    key: str
    name: str
    score: int | None = Field(description="null is not known, which is not 0.")
    words: str


class SpanTold(Schema):
    """A count of one period, both its days included."""

    value: float
    start: date
    end: date
    per_month: float


class ComparedTold(Schema):
    """One measure in two like periods."""

    measure: str
    source: str
    caveat: str
    earlier: SpanTold
    later: SpanTold
    change_percent: float | None = Field(description="null where the earlier count is nothing.")
    ratio: tuple[float, float, float] | None = Field(
        description="Of the rates a month, with its 95 % interval; null unless both are counts."
    )

    @staticmethod
    def resolve_change_percent(compared: Compared) -> float | None:
        return compared.change


class DriverTold(Schema):
    """What pushes the threat from outside. Raises attention; is never evidence."""

    driver: Driver
    direction: Direction
    text: str


class SourceTold(Schema):
    text: str
    link: str = Field(description="As it was typed; not always a web address.")
    dated: date | None


class EstimateInFull(EstimateSummary):
    """An edition with all that its page shows."""

    confidence_because: str
    likelihood_number: int = Field(description="What the likelihood counts for in the risk.")
    harm: list[Scored]
    position: list[Scored] = Field(description="Where the organisation stands; apart from harm and likelihood.")
    compared: list[ComparedTold] = Field(description="What the trend was read from, as it stood.")
    trend_words: str
    drivers: list[DriverTold]
    sources: list[SourceTold]
    gaps: str
    because: str = Field(description="What changed since the edition before.")
    role: str = Field(description="That whoever wrote it has today.")
    at: datetime

    @staticmethod
    def resolve_harm(edition: Edition) -> list[dict[str, Any]]:
        return _scores(the_scales().harm, edition.harm)

    @staticmethod
    def resolve_position(edition: Edition) -> list[dict[str, Any]]:
        return _scores(the_scales().position, edition.position)

    @staticmethod
    def resolve_compared(edition: Edition) -> list[Compared]:
        return list(read_trend(edition.trend))

    @staticmethod
    def resolve_drivers(edition: Edition) -> list[Any]:
        return list(edition.drivers.all())

    @staticmethod
    def resolve_sources(edition: Edition) -> list[Any]:
        return list(edition.sources.all())

    @staticmethod
    def resolve_role(edition: Edition) -> str:
        return str(edition.by.role_label)


class ReadingTold(Schema):
    """How an analyst reads a piece of evidence against the hypothesis. What counts is what speaks against."""

    evidence: str
    dated: date | None = Field(description="Of the evidence.")
    reads: Consistency
    because: str
    role: str
    at: datetime

    @staticmethod
    def resolve_evidence(reading: Reading) -> str:
        return str(reading.item.text)

    @staticmethod
    def resolve_dated(reading: Reading) -> date | None:
        found: date | None = reading.item.dated
        return found

    @staticmethod
    def resolve_reads(reading: Reading) -> Consistency:
        return Consistency(reading.consistency)

    @staticmethod
    def resolve_role(reading: Reading) -> str:
        return str(reading.by.role_label)


class HypothesisTold(Schema):
    """One of the explanations that compete."""

    text: str
    set_aside_because: str = Field(description="Empty while it stands.")
    role: str
    at: datetime
    readings: list[ReadingTold] = Field(description="Oldest first: of one analyst’s of one item, the newest counts.")

    @staticmethod
    def resolve_role(hypothesis: Hypothesis) -> str:
        return str(hypothesis.by.role_label)

    @staticmethod
    def resolve_readings(hypothesis: Hypothesis) -> list[Reading]:
        return list(hypothesis.readings.all())


class ThreatTold(Record):
    """What could harm one area."""

    key: str = Field(description="Of the taxonomy, such as modern-slavery.")
    name: str
    area_name: str
    kind: Kind = Field(description="demand is only a volume of work, and never ranked beside threats.")
    state: State
    edition: int = Field(description="In force; 0 until there is one.")


class ThreatSummary(ThreatTold):
    """A threat as a list shows it."""

    current: EstimateSummary | None = Field(description="The edition in force.")


class ThreatInFull(ThreatTold):
    """A threat with all that its pages show."""

    editions: list[EstimateInFull] = Field(description="Newest first.")
    hypotheses: list[HypothesisTold]

    @staticmethod
    def resolve_editions(threat: Threat) -> list[Edition]:
        return list(threat.editions.select_related("by").prefetch_related("drivers", "sources"))

    @staticmethod
    def resolve_hypotheses(threat: Threat) -> list[Hypothesis]:
        return list(threat.hypotheses.select_related("by").prefetch_related("readings__item", "readings__by"))


class Threats(Paged):
    threats: list[ThreatSummary]


class ThreatsAsked(AreaPageAsked):
    state: State | None = Field(None, description="Only those in that state.")
    key: str = Field("", max_length=64, description="Only those of that threat, by its key.")


def _scores(dimensions: Any, scores: Any) -> list[dict[str, Any]]:
    return [
        {"key": one.key, "name": one.name, "score": score, "words": one.words(score)}
        for one, score in scored(dimensions, scores)
    ]
