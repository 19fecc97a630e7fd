"""Periods in words. Pure: no Django."""

from __future__ import annotations

from datetime import date, timedelta

from partnership.ui.wording import day


def between(start: date | None, end: date | None) -> str:
    """The days from the first to the last, both included; by months where it is whole months.

    >>> between(date(2018, 7, 1), date(2018, 7, 31)), between(date(2015, 1, 1), date(2015, 10, 31))
    ('July 2018', 'January to October 2015')
    >>> between(date(2014, 8, 1), date(2015, 7, 31)), between(date(2015, 3, 2), date(2015, 3, 9))
    ('August 2014 to July 2015', '2 March 2015 to 9 March 2015')
    """
    if start is None or end is None or start.day != 1 or (end + timedelta(days=1)).day != 1:
        return f"{day(start)} to {day(end)}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{end:%B %Y}"
    return f"{start:%B} to {end:%B %Y}" if start.year == end.year else f"{start:%B %Y} to {end:%B %Y}"
