"""What of emerging words and of agreement travels to a program."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from partnership.records.api import Record
from partnership.tokens.paging import AreaPageAsked, Paged

from .models import Judgement, Sighting, Term
from .rules import Standing


class TermSummary(Record):
    """A word or phrase that nobody listed, in one area. No evidence of a crime: a question to ask."""

    term: str
    first_excess: str = Field(description="The first period in which it was used more than usual.")
    first_raised: str = Field(description="The first period in which it was raised; empty if it only came near.")
    newest_period: str
    level: str = Field(description="In the newest period.")
    q: float = Field(description="In the newest period.")
    standing: Standing = Field(description="What people made of it.")
    beware: list[str] = Field(description="What to beware of, in words.")

    @staticmethod
    def resolve_beware(term: Term) -> list[str]:
        return list(map(str, term.flags))


class QuoteTold(Schema):
    doc_id: str
    quote: str


class SightingTold(Schema):
    """What one period said of the term. A number is null where it is not known."""

    period: str
    raised_in: str
    count: int
    expected: float
    p: float
    q: float
    rank: int
    level: str
    documents: int = Field(description="That were read in the period.")
    groups: int | None = Field(description="Source groups that used it.")
    areas: int | None = Field(description="Areas in which it was used.")
    keyness: float
    visibility: float | None
    diffusion: float | None


class JudgementTold(Schema):
    """What somebody made of the term, and why."""

    standing: Standing
    reason: str
    role: str
    version: int = Field(description="Of the term, once judged.")
    at: datetime

    @staticmethod
    def resolve_role(judgement: Judgement) -> str:
        return judgement.role_label


class TermInFull(TermSummary):
    """A term with all that its page shows."""

    beside: list[str] = Field(description="Words that tell of the same documents.")
    variants: list[str] = Field(description="Other writings counted with it.")
    phrases: list[str] = Field(description="Shorter or longer phrases told by this one.")
    quotes: list[QuoteTold]
    sightings: list[SightingTold] = Field(description="Oldest first.")
    judgements: list[JudgementTold] = Field(description="Newest first.")

    @staticmethod
    def resolve_sightings(term: Term) -> list[Sighting]:
        return list(term.sightings.all())

    @staticmethod
    def resolve_judgements(term: Term) -> list[Judgement]:
        return list(term.judgements.all())


class Terms(Paged):
    terms: list[TermSummary]


class SaidTold(Schema):
    """One thing that the groups say."""

    threat: str
    indicator: str | None
    area_code: str | None


class ConceptTold(Record):
    """Source groups that say the same within one stretch of time, and all that they say alike."""

    words: str
    window_start: date
    window_end: date
    groups: list[str] = Field(description="Names of independent source groups.")
    size: int = Field(description="How many groups.")
    support: float = Field(description="Their share of all groups of the window.")
    says: list[SaidTold]
    received_at: datetime


class ConceptInFull(Schema):
    """A concept between those next to it, of which the owner sees some, all or none."""

    concept: ConceptTold
    above: list[ConceptTold] = Field(description="More groups that say less, with nothing between.")
    below: list[ConceptTold] = Field(description="Fewer groups that say more, with nothing between.")


class Concepts(Paged):
    concepts: list[ConceptTold]


class TermsAsked(AreaPageAsked):
    standing: Standing | None = Field(None, description="Only those of which people made that.")
