"""What of a signal travels to a program, and what a program sends about one."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from partnership.records.api import Record

from .forms import LONGEST
from .grounds import Grounds
from .models import Evidence, Hypothesis, Signal, Verdict
from .rules import Level, State

HIGHEST_VERSION = 2**31 - 1


class SignalSummary(Record):
    """A signal as a list shows it."""

    area_name: str
    statement: str = Field(description="The finding, in a sentence.")
    level: Level
    level_reason: str
    state: State
    threat: str
    threat_name: str
    measure: str
    series_id: str
    period: str
    period_start: date
    period_end: date
    raised_at: datetime
    edition: int = Field(description="Of the evidence in force.")


class Signals(Schema):
    signals: list[SignalSummary]
    total: int = Field(description="How many there are in all, on every page together.")
    page: int
    next_page: int | None = Field(description="null on the last page.")


class WindowPeriod(Schema):
    """One period of the series. The bounds are null where it was not assessed."""

    period: str
    period_start: date
    observed: float
    denominator: float | None
    expected: float | None
    lower: float | None
    upper: float | None


class QuoteFound(Schema):
    """The words, or the count, that raised the signal, and where they can be read."""

    rank: int
    title: str
    published: date | None
    source_group: str
    link: str = Field(description="As published; not always a web address.")
    quote: str
    term: str
    content_hash: str = Field(description="SHA-256 of what was read.")
    where: str


class Voice(Schema):
    """One source group's part in the strength of a signal."""

    source_group: str
    source: str
    series_id: str = Field(description="The excess that this group stands behind.")
    reliability: float = Field(description="0 to 1.")
    evidence: float = Field(description="Log 10 of the evidence ratio, discounted.")
    counted: bool = Field(description="False where it stands for another group's voice; `why` says so.")
    why: str


class GroundsWeighed(Schema):
    """How far to believe a signal. What an older store did not weigh is null or empty."""

    discovery: str | None = Field(description="proactive: the count grows with the looking; or reported.")
    strength: float | None = Field(
        description="Log 10 of the evidence ratio of all voices counted, against chance alone: 1 is ten to one."
    )
    fusion: list[Voice] = Field(description="What the strength is the sum of, and what was left out of it and why.")
    false_alarm_rate: float | None = Field(description="Of its method, measured on quiet counts like this one.")
    false_alarm_words: str
    stands_across_periods: bool | None = Field(description="null where only one period was looked at.")
    possible_recording_change: bool = Field(description="Many areas stepped together, as under a new counting rule.")
    cautions: list[str] = Field(description="What to ask first.")


class EvidenceInForce(Schema):
    """What the engine knew, frozen as it arrived."""

    edition: int
    level: Level
    level_reason: str
    statement: str
    period: str
    observed: float
    expected: float
    upper: float = Field(description="The highest count that would be no surprise.")
    p: float
    q: float
    first_excess: str
    baseline: str
    method: str
    method_version: str
    source: str
    source_groups: list[str] = Field(description="Those who stand behind it, each owner once.")
    would_lower: list[str] = Field(description="What would make it weaker.")
    grounds: GroundsWeighed
    window: list[WindowPeriod]
    quotes: list[QuoteFound]
    store_digest: str
    digest: str
    received_at: datetime

    @staticmethod
    def resolve_grounds(evidence: Evidence) -> Grounds:
        return evidence.grounds_told


class VerdictGiven(Schema):
    """What somebody decided, on which edition of the evidence. `by` is null where the site itself reopened it."""

    state: State
    reason: str
    by: str | None
    role: str
    edition: int
    version: int = Field(description="Of the signal, once decided.")
    at: datetime

    @staticmethod
    def resolve_by(verdict: Verdict) -> str | None:
        return None if verdict.by is None else verdict.by.name

    @staticmethod
    def resolve_role(verdict: Verdict) -> str:
        return verdict.role_label


class HypothesisNoted(Schema):
    """What somebody thinks might explain the signal."""

    text: str
    by: str
    at: datetime

    @staticmethod
    def resolve_by(hypothesis: Hypothesis) -> str:
        return hypothesis.by.name


class SignalInFull(SignalSummary):
    """A signal with all that its page shows."""

    evidence: EvidenceInForce
    verdicts: list[VerdictGiven] = Field(description="Newest first.")
    hypotheses: list[HypothesisNoted] = Field(description="Newest first.")

    @staticmethod
    def resolve_verdicts(signal: Signal) -> list[Verdict]:
        return list(signal.verdicts.select_related("by"))

    @staticmethod
    def resolve_hypotheses(signal: Signal) -> list[Hypothesis]:
        return list(signal.hypotheses.select_related("by"))


class HypothesisKept(Schema):
    """A hypothesis as it was noted, with how the signal that it is about is held."""

    hypothesis: HypothesisNoted
    signal: Record


class SignalsAsked(Schema):
    area: str = Field("", pattern="^[A-Za-z0-9]{0,64}$", description="Only signals about that area, by its code.")
    state: State | None = Field(None, description="Only signals in that state.")
    threat: str = Field("", max_length=80, description="Only signals of that threat, by its key.")
    page: int = Field(1, ge=1, le=100_000, description="Pages count from 1.")
    size: int = Field(50, ge=1, le=100, description="How many on a page.")


class VerdictSent(Schema):
    """A decision on a signal."""

    to: State = Field(description="The state that the signal is to be in.")
    reason: str = Field("", max_length=LONGEST, description="Needed to dismiss or reopen. Those who see it read it.")
    version: int = Field(ge=1, le=HIGHEST_VERSION, description="Of the signal, as you read it.")


class HypothesisSent(Schema):
    """What might explain a signal. Name no person."""

    text: str = Field(min_length=1, max_length=LONGEST)
