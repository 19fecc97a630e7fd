"""Every subject's tasks put together, and narrowed to what the address asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from partnership.records.scoping import Scoped

from . import (
    from_accounts,
    from_groups,
    from_holding,
    from_meetings,
    from_outcomes,
    from_plans,
    from_profiles,
    from_requests,
    from_signals,
    from_threats,
)
from .finding import Found, Look
from .rules import Kind, Task, ordered

# Each answers for its own subject, asks first whether the person may do the thing at all, and reads through the person.
SUBJECTS: tuple[Callable[[Look], Found], ...] = (
    from_requests.enquiries_to_answer,
    from_requests.answers_to_follow_up,
    from_requests.requests_to_close,
    from_plans.steps_of_groups,
    from_plans.actions_given,
    from_plans.overdue_by_lead,
    from_signals.signals_to_decide,
    from_signals.words_to_judge,
    from_outcomes.claims_to_moderate,
    from_groups.moves_to_decide,
    from_groups.groups_to_review,
    from_groups.requirements_to_answer,
    from_threats.estimates_to_make,
    from_profiles.profiles_to_refresh,
    from_profiles.drafts_to_finish,
    from_profiles.evidence_to_refresh,
    from_profiles.recommendations_to_answer,
    from_profiles.editions_to_read,
    from_profiles.profiles_to_ask_about,
    from_meetings.meetings_to_come,
    from_meetings.minutes_to_issue,
    from_holding.lowerings_to_decide,
    from_holding.records_to_review,
    from_accounts.accounts_to_look_at,
)


@dataclass(frozen=True)
class Rest:
    """How many of one kind are not listed, and where they stand, if that is a page of its own."""

    kind: Kind
    number: int
    url: str


@dataclass(frozen=True)
class Work:
    """Everything that one person must do, in order. `shown`: the records that it names."""

    tasks: Sequence[Task]
    shown: Sequence[Scoped]
    counts: dict[Kind, int]
    rests: Sequence[Rest]

    def of(self, kind: str) -> Sequence[Task]:
        """The tasks of that kind; all of them for a kind that has none."""
        return [task for task in self.tasks if task.kind == kind] or self.tasks


def work_of(look: Look, also: Iterable[Found] = ()) -> Work:
    """also  what somebody above adds, such as what is wrong with the site"""
    found = [*(subject(look) for subject in SUBJECTS), *also]
    counts = Counter(task.kind for each in found for task in each.tasks)
    for each in found:
        counts[each.kind] += each.unlisted
    return Work(
        tasks=ordered(task for each in found for task in each.tasks),
        shown=list({record.uuid: record for each in found for record in each.shown}.values()),
        counts={kind: counts[kind] for kind in Kind if counts.get(kind)},
        rests=[Rest(each.kind, each.unlisted, each.rest) for each in found if each.unlisted],
    )
