"""Published figures, added up by the measures that the watch names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.records import TALLY


@dataclass(frozen=True)
class Measure:
    """What is counted: the categories that make it up, and the threat it speaks of."""

    name: str
    threat: str
    categories: tuple[str, ...]


def tally_open_counts(rows: pa.Table, *, measures: Sequence[Measure], not_in_total: Sequence[str] = ()) -> pa.Table:
    """Counts by measure, area and period (schema TALLY), and in rows with no threat the total of every category.

    not_in_total  categories left out of that total, such as anti-social behaviour, which is not recorded crime
    """
    of_category: dict[str, list[Measure]] = defaultdict(list)
    for measure in measures:
        for category in measure.categories:
            of_category[category].append(measure)
    counts: dict[tuple[str, str, str, str, str], int] = defaultdict(int)
    for row in rows.filter(pc.is_null(rows["problem"])).to_pylist():
        where = (row["area_code"], row["period"])
        if row["category"] not in not_in_total:
            counts[(row["source"], "", "", *where)] += row["count"]
        for measure in of_category[row["category"]]:
            counts[(row["source"], measure.threat, measure.name, *where)] += row["count"]
    return pa.Table.from_pylist(
        [
            {
                "source": source,
                "source_group": "",
                "threat": threat,
                "measure": name,
                "area_code": area,
                "period": period,
                "count": count,
            }
            for (source, threat, name, area, period), count in sorted(counts.items())
        ],
        schema=TALLY,
    )
