"""For whoever reads the whole log: what was done lately that they look at first."""

from __future__ import annotations

from django.db.models import Count
from django.urls import reverse

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.people.rules import Act

from .finding import Look
from .since import lately

LOOKED_AT_FIRST = {
    Verb.DISCLOSURE: "Disclosures: exports and shares",
    Verb.MARKING_CHANGE: "Changes of marking",
    Verb.ERASURE: "Disposals",
    Verb.REFUSAL: "Refusals",
}


def log_for(look: Look) -> list[tuple[str, int, str]]:
    """What, how often in the last weeks, and where the log tells of it. Nothing for a reader of a part."""
    if not look.may(Act.SEE_AUDIT) or look.may(Act.SEE_BOARD):
        return []
    rows = Event.objects.filter(verb__in=list(LOOKED_AT_FIRST), at__gt=lately(look)).order_by()
    counts = dict(rows.values_list("verb").annotate(Count("pk")))
    return [
        (words, counts.get(verb, 0), f"{reverse('audit:events')}?verb={verb}")
        for verb, words in LOOKED_AT_FIRST.items()
    ]
