"""A delivery taken in twice, in another order or in two halves leaves the same database."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models

from partnership.backups import rows
from partnership.backups.coverage import covered
from partnership.intake.actions import take_in
from partnership.people.models import Agency
from tocsin.scan import scan
from tocsin.store import Store
from tocsin.watch import load_watch

TABLES = (
    *("signals", "quotes", "windows", "series", "sources", "threats"),
    *("effort", "recording_changes", "terms", "concepts", "concept_links"),
)
BY = {"signals": "signal_id", "quotes": "signal_id", "windows": "signal_id", "series": "series_id"}
# What another order or another cut must change, with the reason. Times are equal, because the clock stands still.
LEFT_OUT = {
    "id": "counts up in the order of arrival",
    "uuid": "drawn by chance, so that nobody can guess one",
    "store_digest": "names the delivery it came in",
    "folder": "where the delivery lay",
}
OF_A_DELIVERY = {"intake.delivery", "intake.sourcehealth"}  # one a delivery: two halves are two
CLOSELY = {"marking": "OFFICIAL-SENSITIVE", "handling": "C", "conditions": "Ask first", "agency": "Council"}
Delivery = Mapping[str, pa.Table]


@pytest.fixture
def delivery(grounds, world, time_machine) -> Delivery:
    """What a scan of the made-up world found."""
    time_machine.move_to("2027-03-02T12:00:00Z", tick=False)
    scanned = grounds.folder / "scanned"
    if not scanned.exists():
        scan(load_watch(world.watch), Store.create(scanned), progress=lambda stage, done, total: None)
    tables = {name: Store(scanned).table(name) for name in TABLES}
    held = [row | CLOSELY if row["kind"] == "documents" else row for row in tables["sources"].to_pylist()]
    return tables | {"sources": pa.Table.from_pylist(held, schema=tables["sources"].schema)}


@pytest.fixture
def take(tmp_path) -> Callable[[Delivery], None]:
    """Takes those tables in, as a delivery of its own."""
    folders = (tmp_path / f"store-{n}" for n in range(1000))

    def take_tables_in(tables: Delivery, folder: Path | None = None) -> Path:
        folder = folder or next(folders)
        Store.create(folder).publish(tables, [], {"watch": "Made up", "totals": {}})
        take_in(folder=folder, by=None)
        return folder

    return take_tables_in


def content() -> dict[str, list[Any]]:
    """What every table of records and deliveries says, by model, whatever the order."""
    found = [m for m in apps.get_models() if m._meta.app_label in {"triage", "trends", "scanning", "intake"}] + [Agency]
    return {m._meta.label_lower: sorted(repr(told(row)) for row in models.QuerySet(m)) for m in found}


def told(row: models.Model) -> dict[str, Any]:
    """The row without what is left out, and with what it points to in place of a number."""
    columns = [column for column in row._meta.concrete_fields if column.name not in LEFT_OUT]
    return {
        column.name: told(related)
        if column.is_relation and (related := models.QuerySet(column.related_model).filter(pk=value).first())
        else value
        for column in columns
        for value in [getattr(row, column.attname)]
    }


def without_deliveries(of: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {label: each for label, each in of.items() if label not in OF_A_DELIVERY}


def shuffled(tables: Delivery, seed: int) -> Delivery:
    chance = random.Random(seed)  # noqa: S311 - a fixed seed for the order
    orders = {name: chance.sample(range(table.num_rows), table.num_rows) for name, table in tables.items()}
    return {name: table.take(pa.array(orders[name], type=pa.int64())) for name, table in tables.items()}


def halves(tables: Delivery) -> tuple[Delivery, Delivery]:
    """Every second signal and series, each with all that belongs to it; then the others."""
    ids = {name: sorted(set(tables[name][column].to_pylist())) for name, column in BY.items()}
    return tuple(
        {
            name: table.filter(pc.is_in(table[BY[name]], pa.array(ids[name][start::2]))) if name in BY else table
            for name, table in tables.items()
        }
        for start in (0, 1)
    )


@pytest.fixture
def whole(new_site, delivery, take) -> dict[str, list[Any]]:
    """What a site says that took the delivery in once, as it came."""
    with new_site().inside():
        take(delivery)
        found = content()
    assert {label: len(each) for label, each in found.items() if label in {"triage.signal", "triage.quote"}} == {
        "triage.signal": 5,
        "triage.quote": 49,
    }
    return found


def test_twice_changes_nothing_but_the_log(new_site, delivery, take):
    with new_site().inside():
        folder = take(delivery)
        before = digests()

        take(delivery, folder)

        assert digests() == before


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_in_another_order_it_says_the_same(new_site, delivery, take, whole, seed):
    with new_site().inside():
        take(shuffled(delivery, seed))

        assert content() == whole


@pytest.mark.parametrize("second_first", [False, True])
def test_in_two_halves_it_says_the_same(new_site, delivery, take, whole, second_first):
    one, other = halves(delivery)

    with new_site().inside():
        for half in (other, one) if second_first else (one, other):
            take(half)

        assert without_deliveries(content()) == without_deliveries(whole)


def test_the_whole_after_a_half_says_the_same(new_site, delivery, take, whole):
    with new_site().inside():
        take(halves(delivery)[1])
        take(delivery)
        take(shuffled(halves(delivery)[0], 4))

        assert without_deliveries(content()) == without_deliveries(whole)


def test_a_delivery_that_says_something_else_is_told_apart(new_site, delivery, take, whole):
    """The control."""
    raised = pc.add(delivery["quotes"]["rank"], 1).cast(delivery["quotes"].schema.field("rank").type)
    quotes = delivery["quotes"].set_column(delivery["quotes"].column_names.index("rank"), "rank", raised)

    with new_site().inside():
        take({**delivery, "quotes": quotes})

        assert [label for label, each in content().items() if each != whole[label]] == [
            "triage.evidence",
            "triage.quote",
        ]


def digests() -> dict[str, str]:
    tables = {label: model for label, model in covered().items() if not label.startswith("audit.")}
    return {label: rows.table(model, DEFAULT_DB_ALIAS).sha256 for label, model in tables.items()}
