"""Signals and emerging words that wait for somebody to say what they are."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Case, Count, F, FilteredRelation, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.http import urlencode

from partnership.people.rules import Act
from partnership.scanning import queries as scanning
from partnership.scanning.rules import Standing
from partnership.triage.models import Signal
from partnership.triage.rules import Level, State
from partnership.ui.wording import day

from .finding import Found, Look, day_of, first_of
from .rules import Kind, Task

LOUDEST_FIRST = tuple(reversed(Level))


def signals_to_decide(look: Look) -> Found:
    """Of the person's own boards: each open signal whose level has a day, and of the other levels one line a board."""
    if not look.may(Act.TRIAGE):
        return Found(Kind.SIGNAL)
    opened = Signal.objects.allowing(look.person, Act.TRIAGE).filter(state=State.OPEN)
    dated = [level for level in LOUDEST_FIRST if level in look.practice.judge_within_days]
    signals, total = first_of(_with_arrival(opened.filter(level__in=dated)))
    tasks = [_task_of(look, signal) for signal in signals]
    boards = _by_board(look, opened.exclude(level__in=dated))
    return Found(Kind.SIGNAL, [*tasks, *boards], signals, total + len(boards))


def _with_arrival(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    """Each with the day its evidence in force came, the loudest first and then the oldest."""
    loudness = Case(*(When(level=level, then=Value(n)) for n, level in enumerate(LOUDEST_FIRST)))
    now = FilteredRelation("editions", condition=Q(editions__edition=F("edition")))
    rows = signals.alias(now=now, loudness=loudness).annotate(arrived=F("now__received_at"))
    return rows.order_by("loudness", "arrived", "pk")


def _task_of(look: Look, signal: Signal) -> Task:
    level, came = Level(signal.level), day_of(signal.arrived)
    return Task(
        Kind.SIGNAL,
        "Decide on the signal",
        f"{level.label}, open since {day(came)}",
        signal.get_absolute_url(),
        signal.statement,
        came + timedelta(days=look.practice.judge_within_days[level]),
        LOUDEST_FIRST.index(level),
        signal.arrived,
        signal.synthetic,
    )


def _by_board(look: Look, signals: QuerySet[Signal]) -> list[Task]:
    counts = signals.order_by().values_list("area_code").annotate(Count("pk"))
    return [
        Task(
            Kind.SIGNAL,
            f"Look through {number} open signal{'' if number == 1 else 's'}",
            "None of a level that has a day",
            reverse("triage:board", args=[code]),
            look.area_names.get(code, code),
            rank=9,
        )
        for code, number in counts
    ]


def words_to_judge(look: Look) -> Found:
    """Raised words that nobody has looked at, one line for each of the person's own areas."""
    if not look.may(Act.TRIAGE):
        return Found(Kind.WORD)
    offered = scanning.terms_seen_by(look.person).filter(standing=Standing.OFFERED, area_code__in=look.own_codes)
    counts = offered.exclude(first_raised="").order_by().values_list("area_code").annotate(Count("pk"))
    tasks = [
        Task(
            Kind.WORD,
            f"Judge {number} emerging word{'' if number == 1 else 's'}",
            "Raised by the scan, and nobody has said what they are",
            f"{reverse('scanning:terms')}?{urlencode({'level': 'raised', 'standing': Standing.OFFERED, 'area': code})}",
            look.area_names.get(code, code),
            rank=10,
        )
        for code, number in counts
    ]
    return Found(Kind.WORD, tasks, (), len(tasks))
