"""For a chair: what was changed in their districts since the board last met."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace
from django.urls import reverse

from partnership.audit.models import Event, kind_in_words
from partnership.meetings import queries as meetings
from partnership.meetings.models import Meeting
from partnership.meetings.rules import HELD
from partnership.ocgs.models import Group
from partnership.outcomes.models import Disruption
from partnership.people.rules import Act
from partnership.plans.changes import CHANGES
from partnership.plans.models import Action, Plan

from .finding import Look

TOLD = (Group, Plan, Action, Disruption)


@dataclass(frozen=True)
class SinceBoard:
    """kinds  a kind of record in words, how many changes, and where the log tells of them"""

    meeting: Meeting
    kinds: list[tuple[str, int, str]]


def since_board(look: Look) -> SinceBoard | None:
    """None for whoever approves nothing, and where no meeting was held in their own areas yet."""
    if not look.may(Act.APPROVE):
        return None
    held = meetings.meetings_seen_by(look.person).filter(state__in=HELD, area_code__in=look.own_codes)
    meeting = held.order_by("-starts_at", "-pk").first()
    if meeting is None:
        return None
    counts = _changes(look).filter(at__gt=meeting.starts_at).order_by("object_kind").values_list("object_kind")
    return SinceBoard(meeting, [(kind_in_words(kind), n, _in_log(kind)) for kind, n in counts.annotate(Count("pk"))])


def _changes(look: Look) -> QuerySet[Event]:
    about = Q(pk__in=())
    for model in TOLD:
        digits = Replace(Cast("uuid", CharField()), Value("-"), Value(""))
        rows = model.objects.allowing(look.person, Act.PLAN).annotate(digits=digits).order_by().values("digits")
        about |= Q(object_kind=model._meta.label_lower, object_key__in=rows)
    return Event.objects.filter(about, verb__in=CHANGES)


def _in_log(kind: str) -> str:
    return f"{reverse('audit:events')}?{urlencode({'object_kind': kind})}"
