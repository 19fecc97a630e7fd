"""What grading weighs beside the counts: who stands behind what, how far each is believed, what people decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from tocsin.grading.track_record import TrackRecord

Discovery: TypeAlias = Literal["proactive", "reported"]
Likeness: TypeAlias = tuple[str, str, str, str]  # source, threat, measure, level of area
Cell: TypeAlias = tuple[str, str]  # series_id, period


@dataclass(frozen=True)
class Step:
    """Areas that changed their level together: the first period at the new level, up or down, and it in words."""

    period: str
    direction: str
    words: str


@dataclass(frozen=True)
class Grounds:
    """
    signal_q                for each source the largest q-value at which an excess may stand as a signal
    group_of_source         the source group of each source of published figures
    group_of_document       the source group of each counted document
    indicators_of_document  by document and threat: the indicators it holds, each with the area its passage names
    discovery               by source and measure; what is missing is reported
    evaluation_of_source    3x5x2 source evaluation, 1 to 3, of every group of that source...
    evaluation_of_group     ...unless the group has one of its own
    dependent               groups that share an owner, an agency or an origin, and so count once
    track_record            what people decided about earlier signals
    false_alarm_rates       the share of quiet counts that pass their bound, measured, and what was asked
    across_periods          whether an excess stands when every assessed period is weighed together
    steps                   when the areas of a panel changed their level together
    """

    threat_names: Mapping[str, str]
    signal_q: Mapping[str, float]
    group_of_source: Mapping[str, str] = field(default_factory=dict)
    group_of_document: Mapping[str, str] = field(default_factory=dict)
    indicators_of_document: Mapping[tuple[str, str], frozenset[tuple[str, str]]] = field(default_factory=dict)
    discovery: Mapping[tuple[str, str], Discovery] = field(default_factory=dict)
    evaluation_of_source: Mapping[str, int] = field(default_factory=dict)
    evaluation_of_group: Mapping[str, int] = field(default_factory=dict)
    dependent: Sequence[Sequence[str]] = ()
    track_record: TrackRecord = field(default_factory=TrackRecord)
    false_alarm_rates: Mapping[Cell, tuple[float, float]] = field(default_factory=dict)
    across_periods: Mapping[Cell, bool] = field(default_factory=dict)
    steps: Mapping[Likeness, Sequence[Step]] = field(default_factory=dict)

    def origin_of(self, group: str) -> str:
        """What the group shares with those that depend on it; the group itself where it stands alone."""
        return next((together[0] for together in self.dependent if group in together), group)

    def evaluation_of(self, group: str, source: str) -> int | None:
        """The group's 3x5x2 source evaluation; None where nobody gave one."""
        return self.evaluation_of_group.get(group, self.evaluation_of_source.get(source))
