"""What "My work" holds, gathered in a fixed number of reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from partnership.find import queries as find
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.plans.changes import changes_to
from partnership.records import pages as records
from partnership.records import queries as shares

from . import since
from .board import since_board
from .drawing import weeks_chart
from .finding import Found, Look
from .gathering import Work, work_of
from .log import log_for
from .practice import in_force
from .quarter import quarter_for
from .rules import Kind, Task, When, by_week, by_when, when

A_PAGE = 50
FEWEST_DRAWN = 5


@dataclass(frozen=True)
class Row:
    task: Task
    is_new: bool


@dataclass(frozen=True)
class Part:
    """The tasks of one heading on this page; `number` is of all pages."""

    when: When
    heading: str
    number: int
    rows: list[Row]


@dataclass(frozen=True)
class Choice:
    """One kind that the list can be narrowed to."""

    label: str
    number: int
    url: str
    is_current: bool


def work_page(person: Person, asked: QueryDict, also: Sequence[Found]) -> dict[str, Any]:
    """also  what the site itself asks of the person"""
    look = Look(person, in_force())
    work, last = work_of(look, also), since.last_visit(look)
    tasks = work.of(asked.get("kind", ""))
    kind = tasks[0].kind if tasks is not work.tasks else None
    page = Paginator(tasks, A_PAGE).get_page(asked.get("page"))
    news = since.news_for(look)
    shared = shares.shared_with(person) if look.may(Act.SEE_RECORD) and not look.may(Act.SEE_BOARD) else None
    quarter, board = quarter_for(look), since_board(look)
    shown = [*work.shown, *(item.record for item in news), *(row.record for row in shared or [])]
    shown += [edition.profile for edition in quarter.editions] if quarter else []
    shown += [board.meeting] if board else []
    return {
        "page": page,
        "parts": _parts(look, page.object_list, tasks, last),
        "choices": _choices(work, kind),
        "rests": [rest for rest in work.rests if kind is None or rest.kind == kind],
        "summary": _summary(look, work),
        "soon_days": look.practice.soon_days,
        "new": sum(task.is_new(last) for task in work.tasks),
        "last": last,
        "changes": changes_to(person, work.shown, last) if last else [],
        "chart": weeks_chart(by_week(work.tasks, look.today)) if _is_worth_drawing(work) else None,
        "news": news,
        "rows": shared,
        "quarter": quarter,
        "board": board,
        "log": log_for(look),
        "searches": find.saved_with_news(person) if look.may(Act.SEE_RECORD) else [],
        "is_posted": bool(look.own_codes) or not look.may(Act.SEE_BOARD),
        "shown": list({record.uuid: record for record in shown}.values()),
        "page_marking": records.highest_marking(shown),
    }


def _parts(look: Look, on_page: Sequence[Task], tasks: Sequence[Task], last: datetime | None) -> list[Part]:
    soon = look.practice.soon_days
    headings = {
        When.OVERDUE: "Overdue",
        When.SOON: f"Due within {soon} days",
        When.LATER: "Later",
        When.UNDATED: "Without a day",
    }
    numbers = Counter(when(task.due, look.today, soon) for task in tasks)
    return [
        Part(place, headings[place], numbers[place], [Row(task, task.is_new(last)) for task in found])
        for place, found in by_when(on_page, look.today, soon)
    ]


def _choices(work: Work, current: Kind | None) -> list[Choice]:
    """Every kind that asks for something; none where there is only one."""
    at = reverse("work:mine")
    if len(work.counts) < 2:
        return []
    every = Choice("Everything", sum(work.counts.values()), at, current is None)
    return [every] + [
        Choice(kind.label, number, f"{at}?{urlencode({'kind': kind})}", kind is current)
        for kind, number in work.counts.items()
    ]


def _summary(look: Look, work: Work) -> str:
    """How it stands, in a sentence.

    Counts of what is listed: of one subject only the most pressing are.
    """
    numbers = Counter(when(task.due, look.today, look.practice.soon_days) for task in work.tasks)
    late, soon = numbers[When.OVERDUE], numbers[When.SOON]
    rest = numbers[When.LATER] + numbers[When.UNDATED]
    if not work.tasks:
        return ""
    told = [f"{late} overdue" if late else "Nothing overdue"]
    told.append(f"{soon or 'nothing'} due within {look.practice.soon_days} days")
    told += [f"{rest} that can wait"] if rest else []
    return f"{', '.join(told)}."


def _is_worth_drawing(work: Work) -> bool:
    return sum(task.due is not None for task in work.tasks) >= FEWEST_DRAWN
