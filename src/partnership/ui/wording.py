"""How numbers, days and chances are said on a page. Pure: text comes out, nothing is looked up."""

import math
from datetime import date, datetime

NOT_KNOWN = "not known"
RAREST_SAID = 1 / 10_000


def plain_number(value: float | None) -> str:
    """A number as people write it, with at most one decimal; "not known" for nothing.

    >>> plain_number(1234), plain_number(3.44), plain_number(7.0), plain_number(None)
    ('1,234', '3.4', '7', 'not known')
    """
    if value is None or not math.isfinite(value):
        return NOT_KNOWN
    rounded = round(float(value), 1)
    return f"{rounded:,.0f}" if rounded.is_integer() else f"{rounded:,.1f}"


def day(value: date | None) -> str:
    """A date in words.

    >>> day(date(2017, 1, 2))
    '2 January 2017'
    """
    return NOT_KNOWN if value is None else f"{value.day} {value:%B %Y}"


def moment(value: datetime | None) -> str:
    """A date and time of day in words, on the 24-hour clock and in the zone the value carries.

    In the hour that is read twice, when summer time ends, the zone is said too: "31 October 2027 at 01:30 BST".

    >>> moment(datetime(2017, 1, 2, 9, 5))
    '2 January 2017 at 09:05'
    """
    if value is None:
        return NOT_KNOWN
    # `fold` tells the first reading of such an hour from the second; at any other time it changes nothing.
    is_read_twice = value.utcoffset() != value.replace(fold=not value.fold).utcoffset()
    return f"{day(value)} at {value:%H:%M}{f' {value:%Z}' if is_read_twice else ''}"


def p_words(p: float | None) -> str:
    """A probability as a count of chances, to two figures.

    >>> p_words(0.00001), p_words(1 / 303), p_words(0.4), p_words(0.99)
    ('less than 1 in 10,000', 'about 1 in 300', 'about 4 in 10', 'almost certain')
    """
    if p is None or not 0 <= p <= 1:
        return NOT_KNOWN
    if p < RAREST_SAID:
        return "less than 1 in 10,000"
    if p > 0.95:
        return "almost certain"
    if p > 0.3:
        return f"about {p * 10:.0f} in 10"
    return f"about 1 in {_two_figures(1 / p):,}"


def _two_figures(value: float) -> int:
    places = 1 - math.floor(math.log10(value))
    return round(round(value, places))
