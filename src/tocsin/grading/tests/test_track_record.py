"""What people decided about earlier signals is counted by threat, measure and level of area."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from tocsin.errors import BadVerdicts
from tocsin.grading import Record, track_record_of
from tocsin.records import OUTCOME, VERDICT

OFFENCES = ("modern-slavery", "Offences recorded", "district")


def verdicts(*rows) -> pa.Table:
    """(signal, area, state), one a day."""
    day = datetime(2018, 1, 1, tzinfo=UTC)
    return pa.Table.from_pylist(
        [
            {
                "signal_id": signal_id,
                "series_id": f"police/modern-slavery/Offences recorded/{area}",
                "state": state,
                "reason": "said in the meeting",
                "decided_at": day + timedelta(days=n),
                "decided_by_role": "board chair",
            }
            for n, (signal_id, area, state) in enumerate(rows)
        ],
        schema=VERDICT,
    )


def outcomes(*rows) -> pa.Table:
    """(signal, area, disruptions)."""
    return pa.Table.from_pylist(
        [
            {
                "signal_id": signal_id,
                "series_id": f"police/modern-slavery/Offences recorded/{area}",
                "disruptions": disruptions,
                "highest_grade": "minor" if disruptions else None,
                "outcomes": 1,
                "outcomes_less": 0,
            }
            for signal_id, area, disruptions in rows
        ],
        schema=OUTCOME,
    )


def test_signals_that_led_to_a_disruption_are_counted_whatever_was_decided_on_them():
    came_of = outcomes(("a", "E08000032", 2), ("b", "E08000035", 1), ("c", "E08000035", 0), ("d", "nowhere", 1))
    record = track_record_of(verdicts(("a", "E08000032", "confirmed")), came_of)

    assert record.of(OFFENCES) == Record(confirmed=1, disrupted=2)
    assert record.of(OFFENCES, apart_from="a") == Record(disrupted=1)


def test_a_disruption_makes_no_measure_more_reliable():
    assert Record(confirmed=2, disrupted=9).reliability(None) == Record(confirmed=2).reliability(None)


def test_verdicts_are_counted_by_indicator_whatever_the_district():
    record = track_record_of(
        verdicts(
            ("a", "E08000032", "confirmed"),
            ("b", "E08000035", "dismissed"),
            ("c", "E08000035", "watching"),
            ("d", "E23000010", "dismissed"),
            ("e", "an area of another country", "dismissed"),
        )
    )

    assert record.of(OFFENCES) == Record(confirmed=1, watching=1, dismissed=1)
    assert record.of(("modern-slavery", "Offences recorded", "force")) == Record(dismissed=1)


def test_the_latest_verdict_on_a_signal_counts():
    record = track_record_of(verdicts(("a", "E08000032", "dismissed"), ("a", "E08000032", "confirmed")))

    assert record.of(OFFENCES) == Record(confirmed=1)


def test_no_signal_vouches_for_itself():
    record = track_record_of(verdicts(("a", "E08000032", "confirmed")))

    assert record.of(OFFENCES, apart_from="a") == Record()


def test_a_measure_may_hold_a_slash():
    table = verdicts(("a", "E08000032", "confirmed"))
    series_id = pa.array(["police/modern-slavery/Burglary/robbery/E08000032"])

    record = track_record_of(table.set_column(1, "series_id", series_id))

    assert record.of(("modern-slavery", "Burglary/robbery", "district")) == Record(confirmed=1)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (verdicts(("a", "E08000032", "perhaps")), "'perhaps'"),
        (verdicts().drop_columns(["state"]), "lack the column 'state'"),
    ],
)
def test_a_file_that_the_site_never_wrote_is_refused_in_words(table, said):
    with pytest.raises(BadVerdicts, match="tocsin-site verdicts") as raised:
        track_record_of(table)

    assert said in str(raised.value)


def test_outcomes_that_the_site_never_wrote_are_refused_in_words():
    with pytest.raises(BadVerdicts, match="outcomes lack the column 'disruptions'"):
        track_record_of(verdicts(), outcomes().drop_columns(["disruptions"]))
