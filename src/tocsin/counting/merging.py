"""Partial counts of every shard into whole series with their denominators."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from tocsin.periods import days_of
from tocsin.records import COUNT_SERIES

# A week in which almost nothing was scanned, or only a few of the publishers, cannot be compared with the others: a
# change in who is read looks like a change in the world. It is left out of the series.
FEWEST_DOCUMENTS = 5
FEWEST_PUBLISHERS = 2 / 3  # of those scanned in the source's fullest week

_MERGE = """
with whole as (
    select source, threat, measure, area_code, period, sum(count)::bigint as count
    from tallies where threat <> '' group by all
),
scanned as (
    select source, area_code, period, sum(count)::bigint as total, count(distinct source_group) as publishers
    from tallies where threat = '' group by all
),
comparable as (
    select * from scanned
    qualify publishers >= $fewest_publishers * max(publishers) over (partition by source, area_code)
),
series as (select distinct source, threat, measure, area_code from whole),
cells as (
    select series.*, comparable.period, comparable.total
    from series join comparable on series.source = comparable.source
        and comparable.area_code in ('', series.area_code)
)
select cells.source, cells.threat, cells.measure, cells.area_code, cells.period,
    coalesce(whole.count, 0)::bigint as count, cells.total
from cells left join whole using (source, threat, measure, area_code, period)
order by all
"""


def merge_tallies(tallies: pa.Table, *, denominators: Mapping[str, str], population: Mapping[str, int]) -> pa.Table:
    """Every series with a figure for each period its source covers, nought where nothing was counted (COUNT_SERIES).

    denominators  for each source: "documents" or "all crime" (the rows with no threat), or "population"
    population    persons by area code; a series whose area has none is left out, since it cannot be compared
    """
    with duckdb.connect() as connection:
        connection.register("tallies", tallies)
        rows = connection.sql(_MERGE, params={"fewest_publishers": FEWEST_PUBLISHERS}).to_arrow_table().to_pylist()
    return pa.Table.from_pylist(
        [point for row in rows if (point := _point(row, denominators[row["source"]], population)) is not None],
        schema=COUNT_SERIES,
    )


def _point(row: dict[str, object], kind: str, population: Mapping[str, int]) -> dict[str, object] | None:
    area, total = str(row["area_code"]), float(row["total"])  # type: ignore[arg-type]
    if kind == "documents" and total < FEWEST_DOCUMENTS:
        return None
    denominator = float(population.get(area, 0)) if kind == "population" else total
    if denominator <= 0:
        return None
    first, last = days_of(str(row["period"]))
    return {
        "series_id": "/".join(str(row[name]) for name in ("source", "threat", "measure", "area_code")),
        **{name: row[name] for name in ("source", "threat", "measure", "area_code", "period", "count")},
        "period_start": first,
        "period_end": last,
        "denominator": denominator,
        "denominator_kind": kind,
    }
