"""The main job on real input: the open sample data, the shipped watch, and what it must come to."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tocsin.scan import scan
from tocsin.store import Store
from tocsin.watch import load_watch

ROOT = Path(__file__).resolve().parents[1]
WATCH = ROOT / "examples/west-yorkshire.toml"
SAMPLE = ROOT / "data/sample"

pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="no sample data here: run `tocsin sample`")


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    made = Store.create(tmp_path_factory.mktemp("sample") / "store")
    scan(load_watch(WATCH), made, workers=2, progress=lambda stage, done, total: None)
    return made


def test_every_record_is_read_or_set_aside_and_none_is_lost(store):
    counted = {row["source"]: row["records_read"] + row["set_aside"] for row in store.table("sources").to_pylist()}

    assert counted == {"news": 3_824, "street-crime": 87_348, "recorded-crime": 23_068}


def test_modern_slavery_in_west_yorkshire_is_counted_as_published(store):
    series = store.query(
        "select count from series where area_code = 'E23000010' and measure = 'Modern slavery offences recorded' "
        "order by period_start"
    )

    assert series["count"].to_pylist() == [42, 32, 58, 95]


def test_a_signal_stands_on_rows_of_the_published_file(store):
    (signal,) = store.query("select * from signals where measure like 'Possession of weapons other%'").to_pylist()
    (quote,) = store.query("select * from quotes where signal_id = ?", [signal["signal_id"]]).to_pylist()

    assert (signal["area_name"], signal["period"], signal["observed"]) == ("West Yorkshire", "2018-Q1", 286)
    assert signal["observed"] > signal["upper"] > signal["expected"]
    assert signal["q"] < 0.1
    assert quote["quote"] == "West Yorkshire, 2018-Q1: Possession of other weapons, 286"
    figures = SAMPLE / "recorded-crime/prc-pfa-201718_new.csv"
    assert quote["content_hash"] == hashlib.sha256(figures.read_bytes()).hexdigest()


def test_nothing_rises_above_watch_on_one_source_group(store):
    for signal in store.table("signals").to_pylist():
        assert signal["level"] == "watch" or len(signal["source_groups"]) > 1
