"""Reads that span slices: boards on the front page, and how much of the audit log a person sees."""

from dataclasses import dataclass

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace
from django.urls import reverse

from partnership.areas.models import Area
from partnership.audit.models import Event
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.scoping import scoped_models
from partnership.triage import queries as triage


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


def reads_whole_log(person: Person) -> bool:
    """True for a role that sees no board, such as the auditor's."""
    return not person.may(Act.SEE_BOARD)


def log_seen_by(person: Person) -> QuerySet[Event]:
    """Of the log, what was done to records that a chair may open, and what they did themselves; or the whole log.

    The log holds reasons, and a reason given in one district is not for the next.
    """
    if reads_whole_log(person):
        return Event.objects.all()
    theirs = Q(actor_id=str(person.pk))
    for model in scoped_models().values():
        digits = Replace(Cast("uuid", CharField()), Value("-"), Value(""))
        seen = model.objects.seen_by(person).annotate(digits=digits).order_by().values("digits")
        theirs |= Q(object_kind=model._meta.label_lower, object_key__in=seen)
    return Event.objects.filter(theirs)


def address_of(event: Event) -> str:
    """Where the record that an event is about is shown, if it is a record and whoever reads may see it."""
    slug = event.object_kind.rpartition(".")[2]
    model = scoped_models().get(slug)
    if model is None or model._meta.label_lower != event.object_kind:
        return ""
    return reverse("records:record", args=[slug, event.object_id])
