"""The lead responsible officer's page: their groups, what to do first, and what changed since they last looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partnership.ocgs import queries as ocgs
from partnership.ocgs.models import Group
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.ps import p_named
from partnership.records.scoping import Scoped
from partnership.thread import queries as thread

from . import queries
from .changes import changes_to, first_look, last_look
from .models import Action, Plan
from .pages import ActionRow, rows_of
from .practice import in_force
from .rules import Counts, Next, PlanState, counted, gaps, next_for, review_is_late
from .wording import Tag, counts_words, days

MOST_STEPS = 5
LOOK_BACK = (7, 28)  # days that the reader can ask for instead of "since I last looked"


@dataclass(frozen=True)
class Step:
    """One thing to do next: what, why, and where."""

    rank: Next
    weight: int
    what: str
    why: str
    url: str
    about: str = ""
    is_synthetic: bool = False

    @property
    def order(self) -> tuple[int, int]:
        return self.rank, -self.weight


@dataclass(frozen=True)
class Gap:
    """A P under which nothing is planned, and where to plan something."""

    name: str
    url: str = ""


@dataclass
class Work:
    """What one group, or plans without one, come to."""

    group: Group | None
    plans: list[Plan]
    rows: list[ActionRow]
    counts: Counts
    review: Tag | None = None
    gaps: list[Gap] = field(default_factory=list)
    may_plan: bool = False

    @property
    def in_words(self) -> str:
        return counts_words(self.counts)

    @property
    def live(self) -> list[ActionRow]:
        return [row for row in self.rows if row.work.is_live]

    @property
    def overdue(self) -> list[ActionRow]:
        today = timezone.localdate()
        return [row for row in self.rows if row.work.days_overdue(today)]

    @property
    def stalest(self) -> ActionRow | None:
        """The open action of which nothing was heard for longest."""
        return min(self.live, key=lambda row: row.work.told, default=None)

    @property
    def shows_stalest(self) -> bool:
        """Unless it is overdue, and stands there already, or somebody spoke of it today."""
        stalest = self.stalest
        if stalest is None or stalest in self.overdue:
            return False
        return stalest.work.days_silent(timezone.localdate()) > 0

    @property
    def rest(self) -> list[ActionRow]:
        """Open actions that are not shown apart."""
        apart = [*self.overdue, *([self.stalest] if self.shows_stalest else [])]
        return [row for row in self.live if row not in apart]


def own_page(person: Person, asked: str) -> dict[str, Any]:
    """asked  days to look back, as the address says it; anything else is since the last look"""
    now, today = timezone.now(), timezone.localdate()
    works = _works(person, today)
    loose = _loose(person, works)
    held = _records(works, loose)
    last = last_look(person, now)
    back = int(asked) if asked.isdigit() and int(asked) in LOOK_BACK else 0
    since = now - timedelta(days=back) if back else last or first_look(now)
    return {
        "works": works,
        "leads_any": bool(works),
        "loose": loose,
        "steps": _steps(works, loose, today)[:MOST_STEPS],
        "changes": changes_to(person, held, since),
        "since": since,
        "is_first_look": last is None,
        "back": back,
        "look_back": LOOK_BACK,
        "limits": in_force().limits,
        "shown": held,
    }


def steps_for(person: Person) -> tuple[list[Step], list[Scoped]]:
    """All that asks something of whoever leads groups and plans, the most pressing first; the records that it names."""
    today = timezone.localdate()
    works = _works(person, today)
    loose = _loose(person, works)
    return _steps(works, loose, today), _records(works, loose)


def _works(person: Person, today: date) -> list[Work]:
    groups = list(ocgs.groups_led_by(person, today))
    of_group = thread.resting_on(person, groups, Plan._meta.label_lower) if groups else {}
    tied = thread.resting_on(person, groups, Action._meta.label_lower) if groups else {}
    plans = {plan.pk: plan for found in of_group.values() for plan in found}
    led = [plan for plan in queries.led_by(person).filter(state=PlanState.OPEN) if plan.pk not in plans]
    actions = queries.actions_of(person, [*plans.values(), *led])
    once = {one.pk: one for found in (*actions.values(), *tied.values()) for one in found}
    rows = {row.action.pk: row for row in rows_of(person, list(once.values()))}
    mine = set(Group.objects.allowing(person, Act.PLAN).values_list("pk", flat=True)) if groups else set()

    def work(group: Group | None, plans: Sequence[Plan], others: Sequence[Any]) -> Work:
        keys = [*(action.pk for plan in plans for action in actions[plan.pk]), *(action.pk for action in others)]
        held = [rows[key] for key in dict.fromkeys(keys)]
        return _work(group, list(plans), held, may_plan=group is not None and group.pk in mine)

    found = [work(group, of_group.get(group.uuid, []), tied.get(group.uuid, [])) for group in groups]
    return [*found, work(None, led, [])] if led else found


def _work(group: Group | None, plans: list[Plan], rows: list[ActionRow], *, may_plan: bool) -> Work:
    today, limits = timezone.localdate(), in_force().limits
    works = [row.work for row in rows]
    return Work(
        group=group,
        plans=plans,
        rows=rows,
        counts=counted(works, today, limits),
        review=_review(group, today) if group else None,
        gaps=_gaps(plans, gaps(works, queries.p_keys())) if plans else [],
        may_plan=may_plan,
    )


def _gaps(plans: Sequence[Plan], missing: Sequence[str]) -> list[Gap]:
    opened = next((plan for plan in plans if plan.state == PlanState.OPEN), None)
    at = reverse("plans:add-action", args=[opened.uuid]) if opened else ""
    return [Gap(p_named(key), f"{at}?p={key}" if at else "") for key in missing]


def _review(group: Group, today: date) -> Tag | None:
    """How the group's next review stands; None where it is some way off, or nobody works on the group."""
    if not group.status.is_live:
        return None
    if group.next_review is None:
        return Tag("No review set", "yellow")
    if late := review_is_late(group.next_review, today):
        return Tag(f"Review {days(late)} late", "red")
    left = (group.next_review - today).days
    if left > in_force().limits.soon_days:
        return None
    return Tag(f"Review in {days(left)}" if left else "Review today", "yellow")


def _loose(person: Person, works: Sequence[Work]) -> list[ActionRow]:
    """Open actions given to the person that stand in none of those plans."""
    held = {row.action.pk for work in works for row in work.rows}
    mine = queries.actions_seen_by(person).filter(Q(owner=person), ~Q(state__in=("done", "dropped")))
    return rows_of(person, [action for action in mine.order_by("due", "pk") if action.pk not in held])


def _steps(works: Sequence[Work], loose: Sequence[ActionRow], today: date) -> list[Step]:
    found = [step for work in works for step in _steps_of(work, today)]
    found += [step for row in loose if (step := _step_of(row, "", today))]
    once = {(step.what, step.url): step for step in sorted(found, key=lambda step: step.order, reverse=True)}
    return sorted(once.values(), key=lambda step: step.order)


def _steps_of(work: Work, today: date) -> list[Step]:
    about = work.group.code_name if work.group else ""
    found = [step for row in work.rows if (step := _step_of(row, about, today))]
    if work.group is None:
        return found
    told = {"about": about, "is_synthetic": work.group.synthetic}
    if late := review_is_late(work.group.next_review, today) if work.group.status.is_live else 0:
        why = f"The review is {days(late)} late"
        found.append(Step(Next.REVIEW, late, "Review the group", why, work.group.get_absolute_url(), **told))
    if not work.plans and work.may_plan and not work.group.status.is_closed:
        url = reverse("plans:add", args=[work.group.slug, work.group.uuid])
        found.append(Step(Next.NO_PLAN, 0, "Start a plan", "There is none for this group", url, **told))
    found += [
        Step(Next.GAP, 0, f"Plan something under {gap.name}", "Nothing is planned there", gap.url, **told)
        for gap in work.gaps
        if gap.url
    ]
    return found


def _step_of(row: ActionRow, about: str, today: date) -> Step | None:
    asked = next_for(row.work, today, in_force().limits)
    if asked is None or not row.may_update:
        return None
    rank, weight = asked
    left, silent = row.work.days_left(today), row.work.days_silent(today)
    why = {
        Next.OVERDUE: f"Overdue by {days(row.work.days_overdue(today))}",
        Next.BLOCKED: f"Blocked for {days(silent)} without another word" if silent else "Blocked",
        Next.STALE: f"No update for {days(silent)}",
        Next.SOON: f"Due in {days(left)}" if left else "Due today",
    }[rank]
    url = reverse("plans:update", args=[row.action.uuid])
    return Step(rank, weight, row.action.text, why, url, about, row.action.synthetic)


def _records(works: Sequence[Work], loose: Sequence[ActionRow]) -> list[Scoped]:
    """Every record whose title the page shows, or that it counts."""
    found: list[Scoped] = [row.action for row in loose]
    for work in works:
        found += [*([work.group] if work.group else []), *work.plans, *(row.action for row in work.rows)]
    return list({record.uuid: record for record in found}.values())
