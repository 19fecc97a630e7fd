"""When a profile expires, what a partner may read of its figures, and when a recommendation is red. No clock here."""

from __future__ import annotations

from enum import StrEnum


class EditionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class RecommendationState(StrEnum):
    """A recommendation becomes an action, or is declined with a reason; until then it shows red."""

    OPEN = "open"
    TAKEN_UP = "taken-up"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return _RECOMMENDATIONS[self]


_RECOMMENDATIONS = {
    RecommendationState.OPEN: "Not yet answered",
    RecommendationState.TAKEN_UP: "Became an action",
    RecommendationState.DECLINED: "Declined",
}


class Topic(StrEnum):
    """What written feedback to a district is about. Source: the founding document, on the checks of January 2016."""

    PROMOTION = "promotion"
    ENGAGEMENT = "engagement"
    GROUPS = "groups"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _TOPICS[self]


_TOPICS = {
    Topic.PROMOTION: "How the profile is promoted",
    Topic.ENGAGEMENT: "How partners take part",
    Topic.GROUPS: "How organised crime groups are managed",
    Topic.OTHER: "Something else",
}
