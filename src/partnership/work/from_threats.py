"""Threat estimates that are to be made, or made anew."""

from __future__ import annotations

from django.db.models import F, Q
from django.urls import reverse

from partnership.people.rules import Act
from partnership.profiles.rules import months_after
from partnership.threats import queries as threats
from partnership.threats.models import Threat
from partnership.threats.rules import State
from partnership.ui.wording import day

from .finding import Found, Look, first_of
from .rules import Kind, Task


def estimates_to_make(look: Look) -> Found:
    """Current threats of the person's own areas without an edition, or whose edition falls due within the horizon."""
    if not look.may(Act.ASSESS_THREAT):
        return Found(Kind.THREAT)
    months = look.practice.estimate_months
    current = threats.with_now(Threat.objects.allowing(look.person, Act.ASSESS_THREAT)).filter(state=State.CURRENT)
    rows = current.annotate(as_of=F("now__as_of")).filter(
        Q(edition=0) | Q(as_of__lte=months_after(look.horizon, -months))
    )
    found, total = first_of(rows.order_by(F("as_of").asc(nulls_first=True), "pk"))
    return Found(Kind.THREAT, [_task_of(threat, months) for threat in found], found, total, reverse("threats:list"))


def _task_of(threat: Threat, months: int) -> Task:
    url, is_made = reverse("threats:new-edition", args=[threat.uuid]), threat.as_of is not None
    return Task(
        Kind.THREAT,
        "Make the estimate anew" if is_made else "Make the first estimate",
        f"The one in force is of {day(threat.as_of)}" if is_made else "There is none yet",
        url,
        str(threat),
        months_after(threat.as_of, months) if is_made else None,
        rank=5,
        is_synthetic=threat.synthetic,
    )
