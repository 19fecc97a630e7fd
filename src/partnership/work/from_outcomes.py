"""Claims of disruption that wait for a second person."""

from __future__ import annotations

from django.urls import reverse

from partnership.outcomes import queries as outcomes
from partnership.people.rules import Act

from .finding import Found, Look, first_of
from .rules import Kind, Task


def claims_to_moderate(look: Look) -> Found:
    if not look.may(Act.APPROVE):
        return Found(Kind.CLAIM)
    found, total = first_of(outcomes.waiting_for(look.person))
    tasks = [
        Task(
            Kind.CLAIM,
            "Grade the claim, or decline it",
            f"{claim.agency} claims it as {claim.get_claimed_grade_display().lower()}",
            reverse("outcomes:moderate", args=[claim.uuid]),
            claim.what,
            look.decide_by(claim.claimed_at),
            rank=2,
            arose=claim.claimed_at,
            is_synthetic=claim.synthetic,
        )
        for claim in found
    ]
    return Found(Kind.CLAIM, tasks, found, total, reverse("outcomes:waiting"))
