"""What of profiles travels to a program: the protected figures that their pages show, and no others."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Field, Schema

from partnership.records.api import NamedRecord, Record
from partnership.tokens.paging import AreaPageAsked, Paged

from .models import Edition, Passage, Profile, Recommendation
from .police_pages import lone
from .queries import standing_of
from .recommended import HEAD
from .rules import RecommendationState, Refresh, Standing, refresh_of
from .showing import FigureShown, Recommended, SectionShown


class ProfileTold(Record):
    """The local profile of one district: safe for partners, in every part."""

    area_name: str
    edition: int = Field(description="The newest published; 0 until there is one.")
    published_at: datetime | None = Field(description="Of that edition.")
    refresh_due: date | None
    refresh: Refresh
    red: int = Field(description="How many of its recommendations show red, of those that the owner may see.")

    @staticmethod
    def resolve_refresh(profile: Profile) -> Refresh:
        return refresh_of(profile.refresh_due, timezone.localdate())


class EditionTold(Schema):
    """An edition as a list shows it."""

    number: int
    period_start: date
    period_end: date
    because: str = Field(description="What changed since the edition before.")
    role: str = Field(description="That its author has today.")
    author_agency: str
    published_at: datetime | None
    refresh_due: date | None
    practice: str = Field(description="The version of the list of sections and of the protection of counts.")

    @staticmethod
    def resolve_role(edition: Edition) -> str:
        return str(edition.author.role_label)

    @staticmethod
    def resolve_author_agency(edition: Edition) -> str:
        return str(edition.author.agency.name)


class ProfileInFull(Schema):
    profile: ProfileTold
    editions: list[EditionTold] = Field(description="Those published, newest first. No program reads a draft.")


class RowTold(Schema):
    """A row of a figure, a cell for each word of its head."""

    cells: list[str]
    is_old: bool


class FigureTold(Schema):
    """A table as it stood on one day. A count that may not be shown stands as [c]."""

    kind: str
    caption: str
    head: list[str]
    rows: list[RowTold]
    source: str
    drawn: date = Field(description="The day on which it was read.")
    as_of: date | None = Field(description="How old the newest evidence in it is.")
    note: str
    is_old: bool


class RecommendedTold(Schema):
    """What the edition recommends: in a published one, as it stood that day."""

    words: dict[str, str] = Field(description="By column: its reference, what, under which P, who, by when, measure.")
    uuid: UUID | None = Field(description="Of the recommendation, where the owner may see it.")
    standing: Standing | None = Field(description="Today, where the owner may see it.")

    @staticmethod
    def resolve_words(told: Recommended) -> dict[str, str]:
        return {name.lower().replace(" ", "_"): cell for name, cell in zip(HEAD, told.cells, strict=False)}

    @staticmethod
    def resolve_uuid(told: Recommended) -> UUID | None:
        return None if told.record is None else told.record.uuid


class SectionTold(Schema):
    """A section, of the whole district or of one of its working areas."""

    key: str
    heading: str
    working_area_code: str
    working_area: str
    text: str
    evidence_of: date | None = Field(description="How old what it says is.")
    is_old: bool
    figures: list[FigureTold]
    recommended: list[RecommendedTold]


class EditionInFull(Schema):
    """An edition as partners may read it."""

    profile: Record
    edition: EditionTold | None = Field(description="null where it is a draft, which no program reads.")
    sections: list[SectionTold]
    police_parts: list[NamedRecord] = Field(description="Each is a record of its own, for who may see it.")


class Profiles(Paged):
    profiles: list[ProfileTold]


class PassageTold(Schema):
    """What the police part says beside one section."""

    key: str
    heading: str
    working_area_code: str
    text: str
    figures: list[FigureTold] = Field(description="With every count.")


class PolicePartTold(Record):
    """What only the police may read of one edition."""

    number: int = Field(description="Of the edition.")
    passages: list[PassageTold]

    @staticmethod
    def resolve_passages(part: Any) -> list[dict[str, Any]]:
        return [_passage(one) for one in part.passages.all()]


class RecommendationTold(Record):
    """What a profile recommends, to whom. It becomes an action, is declined with a reason, or shows red."""

    reference: str
    edition: int = Field(description="Of the profile, in which it first stood.")
    text: str
    p: str = Field(description="Such as soc4p:prevent.")
    agency_to_do_it: str | None
    owner_role: str
    due: date | None
    measure: str = Field(description="How its outcome will be known.")
    state: RecommendationState
    standing: Standing
    decided_because: str
    decided_at: datetime | None

    @staticmethod
    def resolve_agency_to_do_it(one: Recommendation) -> str | None:
        return None if one.agency is None else str(one.agency.name)

    @staticmethod
    def resolve_standing(one: Recommendation) -> Standing:
        return standing_of(one, timezone.localdate())


class Recommendations(Paged):
    recommendations: list[RecommendationTold]


class RecommendationsAsked(AreaPageAsked):
    state: RecommendationState | None = Field(None, description="Only those in that state.")
    p: str = Field("", max_length=40, description="Only those under that P.")


def section_told(shown: SectionShown) -> dict[str, Any]:
    section = shown.section
    return {
        "key": section.key,
        "heading": section.heading,
        "working_area_code": section.pwa_code,
        "working_area": section.pwa_name,
        "text": section.text,
        "evidence_of": section.evidence_of,
        "is_old": shown.is_old,
        "figures": [_figure(one) for one in shown.figures],
        "recommended": list(shown.recommended),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    _, heading, figures = lone(passage)
    told = {"key": passage.key, "heading": heading, "working_area_code": passage.pwa_code, "text": passage.text}
    return told | {"figures": [_figure(one) for one in figures]}


def _figure(shown: FigureShown) -> dict[str, Any]:
    figure = shown.figure
    told = {name: getattr(figure, name) for name in ("kind", "caption", "head", "source", "drawn", "as_of", "note")}
    return told | {"rows": list(shown.rows), "is_old": shown.is_old}
