"""What of a disruption and of an outcome travels to a program."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Schema

from partnership.records.api import Record
from partnership.tokens.paging import AreaPageAsked, Paged

from . import queries
from .measuring import FiguresAre, Finding
from .models import Contribution, Disruption, Outcome
from .pages import finding_of
from .rules import ClaimState, Direction, Grade


class DisruptionSummary(Record):
    """A disruption as a list shows it. Only one that is accepted counts, and each event counts once."""

    what: str
    p: str = Field(description="Such as soc4p:pursue.")
    happened_on: date
    state: ClaimState
    claimed_grade: Grade
    grade: Grade | None = Field(description="What its moderator gave; null until then.")
    claimed_by_agency: str

    @staticmethod
    def resolve_grade(disruption: Disruption) -> Grade | None:
        return Grade(disruption.grade) if disruption.grade else None

    @staticmethod
    def resolve_claimed_by_agency(disruption: Disruption) -> str:
        return disruption.agency.name


class Part(Schema):
    """What another agency did in the same event."""

    agency: str
    what: str

    @staticmethod
    def resolve_agency(part: Contribution) -> str:
        return part.agency.name


class DisruptionInFull(DisruptionSummary):
    """A disruption with all that its page shows."""

    affected: str = Field(description="The kind of what it struck, by its key in outcomes.toml.")
    affected_words: str
    lasts: str = Field(description="For how long it is held to last, by its key in outcomes.toml.")
    evidence: str
    event_reference: str
    disruption_reference: str = Field(description="Its reference in the national system.")
    another_because: str = Field(description="Why it is another event than claims that looked like it.")
    claimed_at: datetime
    moderated_at: datetime | None
    moderated_because: str
    counted_with: UUID | None = Field(description="The claim of the same event, where the owner may see that one.")
    contributions: list[Part]

    @staticmethod
    def resolve_counted_with(disruption: Disruption, context: dict[str, HttpRequest]) -> UUID | None:
        seen = queries.disruptions_seen_by(context["request"].auth).filter(pk=disruption.duplicate_of_id)
        found: UUID | None = seen.values_list("uuid", flat=True).first()
        return found

    @staticmethod
    def resolve_contributions(disruption: Disruption) -> list[Contribution]:
        return list(disruption.contributions.select_related("agency"))


class Disruptions(Paged):
    disruptions: list[DisruptionSummary]


class Compared(Schema):
    """A harm before and after, like for like."""

    measure: str
    figures_are: FiguresAre = Field(description="Counts or amounts of each period, or rates that are a month already.")
    before: float
    before_start: date
    before_end: date
    after: float
    after_start: date
    after_end: date
    before_a_month: float
    after_a_month: float
    change_percent: float | None = Field(description="Of the rates a month; null where the earlier is nothing.")
    ratio: list[float] | None = Field(
        description="Of the rates a month, with its 95 % interval; null unless both are counts."
    )
    season_differs: bool = Field(description="Whether the two are different parts of the year.")


class OutcomeTold(Record):
    """What changed in a harm: associated with what it rests on, never caused by it."""

    text: str
    harm: str = Field(description="By its key in scales.toml.")
    direction: Direction
    evidence: str
    not_explained_by: str = Field(description="What else could explain it.")
    observed_on: date
    compared: Compared | None = Field(description="null where nothing was counted.")

    @staticmethod
    def resolve_compared(outcome: Outcome) -> dict[str, object] | None:
        found = finding_of(outcome)
        return None if found is None else _compared(outcome, found)


class Outcomes(Paged):
    outcomes: list[OutcomeTold]


class DisruptionsAsked(AreaPageAsked):
    state: ClaimState | None = Field(None, description="Only those in that state.")
    p: str = Field("", max_length=40, description="Only those under that P.")


class OutcomesAsked(AreaPageAsked):
    harm: str = Field("", max_length=40, description="Only those in that harm.")
    direction: Direction | None = Field(None, description="Only those of that direction.")


def _compared(outcome: Outcome, found: Finding) -> dict[str, object]:
    given = ("before", "before_start", "before_end", "after", "after_start", "after_end", "measure", "figures_are")
    return {name: getattr(outcome, name) for name in given} | {
        "before_a_month": found.before_a_month,
        "after_a_month": found.after_a_month,
        "change_percent": found.comparison.change_percent,
        "ratio": found.comparison.ratio,
        "season_differs": found.season_differs,
    }
