"""Reads that span slices: the boards and what stands on each, and how much of the audit log a person sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace
from django.urls import reverse
from django.utils import timezone

from partnership.areas.models import Area
from partnership.audit.models import Event
from partnership.ocgs import queries as ocgs
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.plans import queries as plans
from partnership.profiles import queries as profiles
from partnership.records.scoping import scoped_models
from partnership.threats import queries as threats
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


@dataclass(frozen=True)
class Line:
    """One kind of work in an area: how much there is, and what of it presses."""

    words: str
    url: str
    pressing: str = ""


def work_in(person: Person, boards: Iterable[Board]) -> dict[str, list[Line]]:
    """By area code, what stands there beside the signals, of what the person sees. As many queries for any number of
    areas; an area with nothing has no line.
    """
    today = timezone.localdate()
    kinds = (
        ("current threat", "threats:list", "area", _counted(threats.seen_by(person).filter(state="current"))),
        ("live group", "ocgs:groups", "district", _counted(ocgs.seen_by(person).filter(state__in=ocgs.LIVE))),
        ("open action", "plans:actions", "area", _counted(plans.actions_seen_by(person).filter(state__in=plans.LIVE))),
        ("open recommendation", "profiles:recommendations", "district", _counted(_open_recommendations(person))),
    )
    pressing = {
        "ocgs:groups": (_counted(ocgs.reviews_due(person, today)), "review", "due"),
        "plans:actions": (_counted(plans.actions_seen_by(person).filter(plans.overdue(today))), "", "overdue"),
        "profiles:recommendations": (_counted(_open_recommendations(person).filter(profiles.is_red(today))), "", "red"),
    }
    found: dict[str, list[Line]] = {}
    for what, name, asks, numbers in kinds:
        late, noun, state = pressing.get(name, ({}, "", ""))
        for board in boards:
            code = board.area.code
            if code in numbers:
                more = f"{_many(late[code], noun)} {state}".strip() if code in late else ""
                line = Line(_many(numbers[code], what), f"{reverse(name)}?{asks}={code}", more)
                found.setdefault(code, []).append(line)
    return found


def _open_recommendations(person: Person) -> QuerySet[Any]:
    return profiles.recommendations_seen_by(person).filter(state="open")


def _counted(rows: QuerySet[Any]) -> dict[str, int]:
    """How many of the rows there are in each area that has one."""
    return dict(rows.order_by().values_list("area_code").annotate(Count("pk", distinct=True)))


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 or not noun else 's'}".strip()


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
