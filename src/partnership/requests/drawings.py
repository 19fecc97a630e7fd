"""Time to answer, drawn: a bar an agency."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from partnership.ui.bars import Bar, bar_chart
from partnership.ui.figure import Chart

from .models import Enquiry
from .rules import Answer, days_taken
from .wording import took_words

LEAST_DAYS = 5


def answers_chart(enquiries: Sequence[Enquiry]) -> Chart | None:
    """How long each partner of one request took; None while nobody answered."""
    taken = [(one, days_taken(one.sent_at, one.answered_at)) for one in enquiries]
    known = [days for _, days in taken if days is not None]
    if not known:
        return None
    bars = [Bar(one.agency.name, days, f"{Answer(one.answer).label}, {took_words(days)}") for one, days in taken]
    return bar_chart(
        bars,
        top=max(LEAST_DAYS, ceil(max(known))),
        title=f"{len(known)} of {len(taken)} answered, the slowest after {took_words(max(known))}",
        description="Bars: days from asking to each partner’s first answer.",
        head=("Partner", "Answer and time to it"),
    )


def medians_chart(medians: Sequence[tuple[str, float | None]]) -> Chart | None:
    """How long each agency takes, in the middle; None while none has answered."""
    known = [(days, name) for name, days in medians if days is not None]
    if not known:
        return None
    days, name = max(known)
    return bar_chart(
        [Bar(name, median, took_words(median)) for name, median in medians],
        top=max(LEAST_DAYS, ceil(days)),
        title=f"{name} takes longest: {took_words(days)} in the middle",
        description="Bars: each agency’s median days from being asked to its first answer.",
        head=("Agency", "Median time to answer"),
    )
