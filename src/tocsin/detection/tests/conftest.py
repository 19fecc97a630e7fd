"""Small tables of count series, made from plain lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import pyarrow as pa
import pytest

from tocsin.records import COUNT_SERIES

Table = Callable[..., pa.Table]


def weeks(number: int) -> list[tuple[str, date, date]]:
    mondays = [date(2010, 1, 4) + timedelta(weeks=each) for each in range(number)]
    return [(f"{d.isocalendar()[0]}-W{d.isocalendar()[1]:02d}", d, d + timedelta(days=6)) for d in mondays]


def months(number: int) -> list[tuple[str, date, date]]:
    firsts = [date(2010 + each // 12, each % 12 + 1, 1) for each in range(number + 1)]
    return [(f"{first:%Y-%m}", first, after - timedelta(days=1)) for first, after in pairwise(firsts)]


CALENDARS = {"weeks": weeks, "months": months}


@pytest.fixture
def counts() -> Table:
    """counts({area: [counts]}, calendar="weeks" or "months", left_out=positions, denominators={area: [...]}, ...)."""

    def build(
        by_area: Mapping[str, Sequence[int]],
        *,
        calendar: str = "weeks",
        measure: str = "offences",
        denominators: Mapping[str, Sequence[float]] | None = None,
        kind: str | None = None,
        left_out: Sequence[int] = (),
    ) -> pa.Table:
        rows = []
        for area, observed in by_area.items():
            for at, (count, (period, first, last)) in enumerate(
                zip(observed, CALENDARS[calendar](len(observed)), strict=True)
            ):
                if at not in left_out:
                    rows.append(
                        {
                            "series_id": f"police/modern-slavery/{measure}/{area}",
                            "source": "police",
                            "threat": "modern-slavery",
                            "measure": measure,
                            "area_code": area,
                            "period": period,
                            "period_start": first,
                            "period_end": last,
                            "count": int(count),
                            "denominator": None if denominators is None else float(denominators[area][at]),
                            "denominator_kind": kind,
                        }
                    )
        return pa.Table.from_pylist(rows, schema=COUNT_SERIES)

    return build
