"""An edition in words: what its scores, its risk and its age say. No clock: the day is passed in."""

from __future__ import annotations

from datetime import date

from partnership.ui.wording import day

from .comparing import Compared, Span, Trend, read_trend, trend_of
from .models import Edition, Threat
from .rules import Likelihood
from .scoring import Band, Scales, impact_name, read_scores, total_harm

NOT_SCORED = "Not scored: no harm is known"
NO_EDITION = "No edition yet"


def yardstick(edition: Edition | None, scales: Scales) -> list[tuple[Band, bool]]:
    """The whole yardstick, likeliest first, each band with whether the edition says it."""
    said = "" if edition is None else edition.likelihood
    return [(band, band.likelihood == said) for band in reversed(scales.yardstick)]


def likelihood_words(edition: Edition, scales: Scales) -> str:
    """The band's words with its limits; a band that nobody knows stands as it is."""
    if edition.likelihood not in list(Likelihood):
        return str(edition.likelihood)
    return f"{edition.get_likelihood_display()} ({scales.band(Likelihood(edition.likelihood)).limits})"


def harm_words(edition: Edition, scales: Scales) -> str:
    """What the harm amounts to, how it was put together, and how much of it is not known."""
    total = total_harm(read_scores(edition.harm), scales)
    if total.score is None:
        return "Not known"
    gaps = f". Not known: {', '.join(name.lower() for name in total.unknown)}" if total.unknown else ""
    at_least = "At least " if total.unknown else ""
    return f"{at_least}{total.score}, {scales.total_words}{gaps}"


def impact_words(edition: Edition, scales: Scales) -> str:
    return impact_name(edition.impact, scales)


def risk_words(edition: Edition) -> str:
    """The risk as it was scored: 15, high.

    A part of the harm that was not known could only have made it higher.
    """
    if edition.risk is None:
        return NOT_SCORED
    at_least = "at least " if None in read_scores(edition.harm).values() else ""
    return f"{at_least}{edition.risk}, {edition.risk_band.lower()}".capitalize()


def trend_words(edition: Edition) -> str:
    return trend_of(read_trend(edition.trend)).label


def arrow(edition: Edition) -> str:
    """The trend as a sign with its words, for a narrow cell."""
    trend = trend_of(read_trend(edition.trend))
    signs = {Trend.RISING: "▲ ", Trend.FALLING: "▼ ", Trend.STEADY: "▬ ", Trend.MIXED: "▲▼ "}
    return f"{signs.get(trend, '')}{trend.label}"


def months_old(as_of: date, today: date) -> int:
    """Whole months since that day, never below nothing.

    >>> months_old(date(2016, 1, 31), date(2016, 3, 1)), months_old(date(2016, 1, 1), date(2016, 3, 1))
    (1, 2)
    """
    months = (today.year - as_of.year) * 12 + today.month - as_of.month
    return max(0, months - (today.day < as_of.day))


def months_before(today: date, months: int) -> date:
    """The same day so many months earlier; the month's last where it has no such day.

    >>> months_before(date(2016, 3, 31), 1)
    datetime.date(2016, 2, 29)
    """
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    for last in (today.day, 30, 29, 28):
        try:
            return date(max(1, year), month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def age_words(as_of: date, today: date) -> str:
    """How old an estimate is.

    >>> age_words(date(2016, 1, 31), date(2018, 4, 1)), age_words(date(2018, 3, 1), date(2018, 3, 20))
    ('2 years 2 months old', 'under a month old')
    """
    years, months = divmod(months_old(as_of, today), 12)
    parts = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((years, "year"), (months, "month")) if n]
    return f"{' '.join(parts) or 'under a month'} old"


def span_words(span: Span) -> str:
    return f"{day(span.start)} to {day(span.end)}"


def compared_words(one: Compared) -> str:
    """A comparison on one line, for a list to choose from."""
    return (
        f"{one.measure}: {one.earlier.value:,.0f} ({span_words(one.earlier)}) to {one.later.value:,.0f} "
        f"({span_words(one.later)}), {one.change_words}"
    )


def edition_words(threat: Threat, edition: Edition) -> str:
    """What a source line calls another area's edition."""
    return f"{threat.area_name}: {threat.name}, edition {edition.edition}, as of {day(edition.as_of)}"
