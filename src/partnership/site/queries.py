"""Reads that span slices: boards on the front page, and how much of the audit log a person sees."""

from dataclasses import dataclass

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from partnership.areas.models import Area
from partnership.audit.models import Event
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.triage import queries as triage
from partnership.triage.models import Signal


@dataclass(frozen=True)
class Board:
    area: Area
    open_signals: int
    is_own: bool


def boards_for(person: Person) -> list[Board]:
    """The boards the person may open: their own first, then those of the areas above, nearest first."""
    own, counts = person.area_codes, triage.counts_by_area(person)
    boards = [Board(area, counts[code], code in own) for code, area in triage.areas_seen_by(person).items()]
    return sorted(boards, key=lambda board: (not board.is_own, board.area.height, board.area.name))


def log_seen_by(person: Person) -> QuerySet[Event]:
    """The whole log for a role that sees no board, such as the auditor's.

    A chair reads only what was done to signals they may open, and what they did themselves: the log
    holds reasons, and a reason given in one district is not for the next.
    """
    if not person.may(Act.SEE_BOARD):
        return Event.objects.all()
    signals = triage.seen_by(person).annotate(key=Cast("pk", CharField())).order_by().values("key")
    about_their_signals = Q(object_kind=Signal._meta.label_lower, object_pk__in=signals)
    return Event.objects.filter(about_their_signals | Q(actor_id=str(person.pk)))
