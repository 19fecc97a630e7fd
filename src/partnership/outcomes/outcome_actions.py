"""Recording what changed in a harm, and changing what was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.holding import held, note_change
from partnership.records.queries import may
from partnership.records.rules import Release
from partnership.records.scoping import Scoped
from partnership.records.starting import start
from partnership.records.versions import write_next_version
from partnership.thread.actions import tie
from partnership.threats.scales import the_scales

from .measuring import FiguresAre, Measured, may_record, why_not_measured
from .models import Outcome
from .rules import Direction

CAME_OF = "It is associated with it"
NOTHING_MEASURED = dict.fromkeys(("before", "before_start", "before_end", "after", "after_start", "after_end"))


@dataclass(frozen=True)
class Change:
    """What changed, as a form carries it. Fields as in models.Outcome; `measured` is None where nothing was counted."""

    text: str
    harm: str
    direction: Direction
    evidence: str
    observed_on: date
    not_explained_by: str = ""
    measured: Measured | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """As an outcome holds it."""
        return {
            "text": self.text.strip(),
            "harm": self.harm,
            "direction": self.direction,
            "evidence": self.evidence.strip(),
            "observed_on": self.observed_on,
            "not_explained_by": self.not_explained_by.strip(),
            **self._figures,
        }

    @property
    def _figures(self) -> dict[str, Any]:
        if self.measured is None:
            return {"measure": "", "figures_are": FiguresAre.COUNT, **NOTHING_MEASURED}
        before, after = self.measured.before, self.measured.after
        return {
            "measure": self.measured.measure.strip(),
            "figures_are": self.measured.figures_are,
            "before": before.value,
            "before_start": before.start,
            "before_end": before.end,
            "after": after.value,
            "after_start": after.start,
            "after_end": after.end,
        }


@transaction.atomic
def record_outcome(*, target: Scoped, change: Change, release: Release, by: Person) -> Outcome:
    """The new outcome, in the area of what it is associated with and tied to that.

    Raises NotAllowed, in words for the screen.
    """
    if not may(by, Act.PLAN, target):
        raise NotAllowed("You may not record anything for this: it is not yours to work on")
    _check(change)
    told = change.fields | {"recorded_by": by}
    made: Outcome = start(Outcome, act=Act.PLAN, area_code=target.area_code, release=release, by=by, **told)
    audit.record(by=by, verb=Verb.ALTERATION, did="recorded outcome", to=made, detail={"version": made.version})
    tie(record=made, on=target, because=CAME_OF, by=by)
    return made


@transaction.atomic
def edit_outcome(*, outcome: Outcome, change: Change, by: Person, seen_version: int) -> Outcome:
    now: Outcome = held(outcome, Act.PLAN, by, seen_version)
    _check(change, was=now.harm)
    write_next_version(now, seen=seen_version, **change.fields)
    note_change(now, "edited outcome", by)
    return now


def _check(change: Change, *, was: str = "") -> None:
    """Raises NotAllowed unless it may be recorded so. A harm that the scales have lost stays where it was."""
    today = timezone.localdate()
    refusal = may_record(
        text=change.text,
        evidence=change.evidence,
        direction=change.direction,
        else_explains=change.not_explained_by,
        is_harm=change.harm in {one.key for one in the_scales().harm} | ({was} if was else set()),
        observed_on=change.observed_on,
        today=today,
    )
    if refusal is None and change.measured is not None:
        refusal = why_not_measured(change.measured, today=today)
    if refusal:
        raise NotAllowed(refusal)
