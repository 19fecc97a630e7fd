"""What a whole scan tells beside its signals: budgets, concepts, effort, verdicts and who was looking."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from tocsin.cli.commands import app
from tocsin.errors import BadVerdicts
from tocsin.records import CONCEPT, CONCEPT_LINK, EFFORT, EMERGING, OUTCOME, RECORDING_CHANGE, SERIES, SIGNAL, VERDICT
from tocsin.scan import scan
from tocsin.store import Store
from tocsin.watch import load_watch


@pytest.fixture
def scanned(world, tmp_path):
    """scanned(old, new, …) scans the made-up world with these words of its watch replaced."""

    def run(*changes: tuple[str, str], name: str = "store") -> Store:
        text = world.watch.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        world.watch.write_text(text, encoding="utf-8")
        store = Store.create(tmp_path / name)
        scan(load_watch(world.watch), store, progress=lambda stage, done, total: None)
        return store

    return run


def signal_of(store: Store, source: str, area: str = "E23000010") -> dict:
    found = store.query("select * from signals where source = ? and area_code = ?", [source, area]).to_pylist()
    return found[0]


def test_every_table_has_its_declared_columns(scanned):
    store = scanned()

    declared = {
        "signals": SIGNAL,
        "series": SERIES,
        "concepts": CONCEPT,
        "concept_links": CONCEPT_LINK,
        "effort": EFFORT,
        "recording_changes": RECORDING_CHANGE,
        "terms": EMERGING,
    }
    for name, schema in declared.items():
        assert store.table(name).schema.equals(schema), name


def test_a_signal_names_the_concept_that_bears_it_out(scanned):
    store = scanned()

    signal = signal_of(store, "news", "E08000032")
    (concept,) = store.query("select * from concepts where concept_id = ?", [signal["concept_id"]]).to_pylist()
    assert concept["extent"] == signal["source_groups"]
    assert {each["indicator"] for each in concept["intent"]} > {None}
    assert signal["signal_id"] in concept["signal_ids"]
    assert sum(part["evidence"] for part in signal["fusion"] if part["counted"]) == pytest.approx(signal["strength"])


def test_a_larger_budget_of_false_alarms_loosens_the_bound(scanned):
    careful = signal_of(scanned(name="careful"), "news", "E08000032")

    loose = signal_of(scanned(("false_alarms = 0.04", "false_alarms = 0.4"), name="loose"), "news", "E08000032")

    assert loose["upper"] < careful["upper"]
    assert loose["p"] == careful["p"]


def test_words_strung_together_at_random_come_near_and_are_never_raised(scanned):
    terms = scanned().table("terms").to_pylist()

    assert {row["area"] for row in terms} == {"overall", "E08000032"}
    assert {row["level"] for row in terms} == {"below"}
    assert all(row["raised_in"] == row["period"] for row in terms)


def test_a_lag_tells_words_later_and_all_documents_are_read_if_the_watch_says_so(scanned):
    among_threats = scanned(name="few").table("terms").to_pylist()

    name = 'name = "Made-up world"'
    store = scanned((name, f'{name}\nwords = {{ lag = 1, among = "all" }}'), name="all")

    among_all = store.table("terms").to_pylist()
    assert max(row["documents"] for row in among_all) > max(row["documents"] for row in among_threats)
    assert all(row["raised_in"] > row["period"] for row in among_all)


def test_who_says_the_same_is_told_even_where_nothing_rose(scanned):
    concepts = scanned().query("select * from concepts where len(signal_ids) = 0").to_pylist()

    assert concepts
    assert all(said["area_code"] != "WORLD" for concept in concepts for said in concept["intent"])


def test_effort_tells_how_many_documents_of_how_many_publishers_were_read_each_week(scanned):
    effort = scanned().query("select * from effort where source = 'news' order by period_start").to_pylist()

    assert [(row["received"], row["reporters"]) for row in effort] == [(60, 3)] * 11


def test_what_is_found_by_looking_says_so_and_bears_nothing_out(scanned):
    alone = 'categories = ["Modern slavery"]\n'
    store = scanned((alone, alone + 'discovery = "proactive"\n'))

    found = signal_of(store, "recorded")
    assert found["discovery"] == "proactive"
    assert "how much the police look" in found["cautions"][0]
    assert "Police recorded crime" not in signal_of(store, "news")["source_groups"]
    kinds = store.query("select distinct source, discovery from series order by source").to_pylist()
    assert [row["discovery"] for row in kinds] == ["reported", "proactive"]


def test_what_boards_decided_is_counted_and_explained(world, tmp_path):
    verdicts = [
        {
            "signal_id": f"earlier {n}",
            "series_id": "news/modern-slavery/documents/E08000035",
            "state": state,
            "reason": "",
            "decided_at": datetime(2017, 1, 1 + n, tzinfo=UTC),
            "decided_by_role": "board chair",
        }
        for n, state in enumerate(["confirmed", "confirmed", "dismissed", "watching"])
    ]
    pq.write_table(pa.Table.from_pylist(verdicts, schema=VERDICT), tmp_path / "verdicts.parquet")
    numbers = {"disruptions": 2, "highest_grade": "major", "outcomes": 1, "outcomes_less": 1}
    came_of = [{name: verdicts[0][name] for name in ("signal_id", "series_id")} | numbers]
    pq.write_table(pa.Table.from_pylist(came_of, schema=OUTCOME), tmp_path / "verdicts.outcomes.parquet")
    folder = tmp_path / "store"

    command(
        "scan", "--watch", world.watch, "--store", folder, "--workers", 1, "--verdicts", tmp_path / "verdicts.parquet"
    )

    signal = signal_of(Store.open(folder), "news", "E08000032")
    told = command("explain", signal["signal_id"], "--store", folder)
    assert "2 confirmed, 1 watching, 1 dismissed; 1 led to a disruption" in told
    assert signal["false_alarm_words"] in told
    assert f"concept {signal['concept_id']}" in told
    as_json = json.loads(command("explain", signal["signal_id"], "--store", folder, "--json"))
    assert (as_json["record_confirmed"], as_json["record_disrupted"]) == (2, 1)
    assert as_json["fusion"][0]["reliability"] == pytest.approx((4 * 0.7 + 2) / 7)


@pytest.mark.parametrize("content", [None, b"not a table"])
def test_verdicts_that_cannot_be_read_end_the_scan_in_words(scanned, tmp_path, content):
    if content is not None:
        (tmp_path / "world/verdicts.parquet").write_bytes(content)

    with pytest.raises(BadVerdicts, match="tocsin-site verdicts"):
        scanned(('name = "Made-up world"', 'name = "Made-up world"\nverdicts = "verdicts.parquet"'))


def command(*arguments: object) -> str:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout
