"""What an estimate says and how it is scored: yardstick, harm, confidence, position. No clock here."""

from __future__ import annotations

from enum import StrEnum


class Likelihood(StrEnum):
    """The probability yardstick of the Professional Head of Intelligence Assessment: seven bands, in words.

    The bands' limits are configuration (scales.toml): the words are the estimate, never a number between them.
    """

    REMOTE = "remote"
    HIGHLY_UNLIKELY = "highly-unlikely"
    UNLIKELY = "unlikely"
    REALISTIC = "realistic"
    LIKELY = "likely"
    HIGHLY_LIKELY = "highly-likely"
    ALMOST_CERTAIN = "almost-certain"

    @property
    def label(self) -> str:
        return _LIKELIHOOD[self]

    @property
    def height(self) -> int:
        """1 for the least likely, 7 for the most."""
        return list(Likelihood).index(self) + 1


_LIKELIHOOD = {
    Likelihood.REMOTE: "Remote chance",
    Likelihood.HIGHLY_UNLIKELY: "Highly unlikely",
    Likelihood.UNLIKELY: "Unlikely",
    Likelihood.REALISTIC: "Realistic possibility",
    Likelihood.LIKELY: "Likely or probable",
    Likelihood.HIGHLY_LIKELY: "Highly likely",
    Likelihood.ALMOST_CERTAIN: "Almost certain",
}


class Confidence(StrEnum):
    """How sure the analyst is of the estimate. Never mixed into the likelihood or the harm."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Kind(StrEnum):
    """A threat, or only a volume of work: demand is never ranked beside threats."""

    THREAT = "threat"
    DEMAND = "demand"

    @property
    def label(self) -> str:
        return {Kind.THREAT: "Threat", Kind.DEMAND: "Volume of demand only"}[self]


class State(StrEnum):
    CURRENT = "current"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Driver(StrEnum):
    """PESTEL: what pushes a threat up or down, from outside. Raises attention; is never evidence."""

    POLITICAL = "political"
    ECONOMIC = "economic"
    SOCIAL = "social"
    TECHNOLOGICAL = "technological"
    ENVIRONMENTAL = "environmental"
    LEGAL = "legal"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Direction(StrEnum):
    RAISES = "raises"
    LOWERS = "lowers"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        return {Direction.RAISES: "Raises it", Direction.LOWERS: "Lowers it", Direction.UNCLEAR: "Not clear yet"}[self]


class Consistency(StrEnum):
    """How a piece of evidence sits with a hypothesis. What counts is what speaks against.

    Source: Heuer (1999), Psychology of Intelligence Analysis, chapter 8, analysis of competing hypotheses.
    """

    STRONGLY_FOR = "++"
    FOR = "+"
    NEUTRAL = "0"
    AGAINST = "-"
    STRONGLY_AGAINST = "--"

    @property
    def label(self) -> str:
        return _CONSISTENCY[self]


_CONSISTENCY = {
    Consistency.STRONGLY_FOR: "Very consistent",
    Consistency.FOR: "Consistent",
    Consistency.NEUTRAL: "Says nothing either way",
    Consistency.AGAINST: "Inconsistent",
    Consistency.STRONGLY_AGAINST: "Very inconsistent",
}
