"""Groups to review, changes of their status to decide, and what must be found out."""

from __future__ import annotations

from django.db.models import F, Q
from django.urls import reverse

from partnership.ocgs import queries as ocgs
from partnership.ocgs.models import Group, Requirement
from partnership.ocgs.rules import RequirementState
from partnership.people.rules import Act
from partnership.ui.wording import day

from .finding import Found, Look, first_of
from .rules import Kind, Task


def groups_to_review(look: Look) -> Found:
    """Of the person's own districts, for whoever answers for all of them; who leads a group finds it in their steps."""
    if not look.is_analyst:
        return Found(Kind.GROUP)
    rows = Group.objects.allowing(look.person, Act.WORK_ON_GROUP).filter(state__in=ocgs.LIVE)
    due = rows.filter(Q(next_review__lte=look.horizon) | Q(next_review__isnull=True))
    groups, total = first_of(due.order_by(F("next_review").asc(nulls_last=True), "pk"))
    tasks = [
        Task(
            Kind.GROUP,
            "Review the group",
            "Its review falls due" if group.next_review else "No review is set",
            group.get_absolute_url(),
            group.code_name,
            group.next_review,
            rank=4,
            is_synthetic=group.synthetic,
        )
        for group in groups
    ]
    return Found(Kind.GROUP, tasks, groups, total, reverse("ocgs:groups"))


def moves_to_decide(look: Look) -> Found:
    if not look.may(Act.APPROVE):
        return Found(Kind.GROUP)
    waiting = ocgs.moves_to_decide(look.person).select_related("group", "proposed_by")
    moves, total = first_of(waiting.order_by("proposed_at", "pk"))
    tasks = [
        Task(
            Kind.GROUP,
            f"Decide whether it becomes {move.get_to_display().lower()}",
            f"Proposed by {move.proposed_by.name}",
            reverse("ocgs:decide", args=[move.group.uuid, move.uuid]),
            move.group.code_name,
            look.decide_by(move.proposed_at),
            rank=2,
            arose=move.proposed_at,
            is_synthetic=move.group.synthetic,
        )
        for move in moves
    ]
    return Found(Kind.GROUP, tasks, [move.group for move in moves], total, reverse("ocgs:groups"))


def requirements_to_answer(look: Look) -> Found:
    """Open intelligence requirements: all of the person's districts, or, of who leads groups, what they asked."""
    if not look.may(Act.WORK_ON_GROUP):
        return Found(Kind.REQUIREMENT)
    rows = Requirement.objects.allowing(look.person, Act.WORK_ON_GROUP).filter(state=RequirementState.OPEN)
    mine = rows if look.is_analyst else rows.filter(raised_by=look.person)
    found, total = first_of(mine.order_by(F("due").asc(nulls_last=True), "pk"))
    tasks = [
        Task(
            Kind.REQUIREMENT,
            "Find out",
            f"Asked {day(one.raised_at.date())}",
            one.get_absolute_url(),
            one.question,
            one.due,
            rank=6,
            arose=one.raised_at,
            is_synthetic=one.synthetic,
        )
        for one in found
    ]
    return Found(Kind.REQUIREMENT, tasks, found, total, reverse("ocgs:requirements"))
