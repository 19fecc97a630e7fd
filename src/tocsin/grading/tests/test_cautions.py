"""What a reader should ask first stands with the signal: who was looking, and whether all areas stepped at once."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tocsin.grading import Step, reporting_effort
from tocsin.records import COUNT_SERIES, TALLY

BRADFORD = "E08000032"
PANEL = ("police", "modern-slavery", "offences", "district")


@pytest.mark.parametrize(
    ("period", "direction", "flagged"),
    [("2017-W11", "up", True), ("2017-W11", "down", False), ("2017-W10", "up", False), ("2017-W12", "up", False)],
)
def test_areas_that_stepped_up_while_the_excess_ran_are_told(world, period, direction, flagged):
    steps = {PANEL: [Step(period, direction, "19 of 38 police forces stepped up together in 2017-W11")]}

    (signal,) = world.rise("police", BRADFORD).signals(steps=steps)

    assert signal["possible_recording_change"] is flagged
    assert any("19 of 38 police forces" in caution for caution in signal["cautions"]) is flagged


def test_the_measured_false_alarm_rate_stands_beside_what_was_asked(world):
    cell = (f"police/modern-slavery/offences/{BRADFORD}", "2017-W11")
    world.rise("police", BRADFORD)

    (known,) = world.signals(false_alarm_rates={cell: (0.0123, 0.01)})
    (unknown,) = world.signals()

    assert (known["false_alarm_rate"], unknown["false_alarm_rate"]) == (0.0123, None)
    assert known["false_alarm_words"] == "1.23% of quiet counts like this pass their bound, where 1.00% were asked for"
    assert unknown["false_alarm_words"] == "not measured on counts like this"


def test_effort_tells_what_came_from_how_many_and_which_periods_were_left_out():
    scanned = [("alder", "2017-W10", 30), ("birch", "2017-W10", 12), ("alder", "2017-W11", 9)]
    tallies = pa.Table.from_pylist(
        [
            {"source": "news", "source_group": group, "threat": "", "measure": "documents", "area_code": ""}
            | {"period": period, "count": count}
            for group, period, count in scanned
        ]
        + [
            {"source": "news", "source_group": "", "threat": "fraud", "area_code": area, "period": "2017-W10"}
            for area in (BRADFORD, "WORLD")
        ],
        schema=TALLY,
    )
    figures = pa.table({"source": ["police"], "period": ["2017-Q4"], "received": [4_000], "areas": [38]})
    series = pa.Table.from_pylist(
        [{"source": "news", "period": "2017-W10"}, {"source": "police", "period": "2017-Q4"}], schema=COUNT_SERIES
    )

    effort = reporting_effort(tallies, figures, series).to_pylist()

    columns = ("source", "period", "received", "reporters", "reporters_are", "areas", "compared")
    assert [tuple(row[name] for name in columns) for row in effort] == [
        ("news", "2017-W10", 42, 2, "publishers", 2, True),
        ("news", "2017-W11", 9, 1, "publishers", 0, False),
        ("police", "2017-Q4", 4_000, 38, "areas", 38, True),
    ]
