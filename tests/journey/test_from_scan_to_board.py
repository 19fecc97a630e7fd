"""The engine's own results on the board: scanned by the real command from made-up files, taken in, and read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from partnership.intake.actions import take_in
from partnership.records.unscoped import everything
from partnership.triage.models import Signal

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TOCSIN = Path(sys.executable).with_name("tocsin")
OBSERVED = 12  # documents on modern slavery in Bradford in the last week of the made-up world


@pytest.fixture
def bradford_rise(world, tmp_path, shipped_data) -> Signal:
    """Bradford's signal, after a scan of the made-up world."""
    store = tmp_path / "store"
    subprocess.run([TOCSIN, "scan", "--watch", world.watch, "--store", store], capture_output=True, check=True)
    take_in(folder=store, by=None)
    return everything(Signal).get(series_id="news/modern-slavery/documents/E08000032")


def test_a_rise_in_the_sources_reaches_the_board_with_its_evidence_and_the_trends(window, chair, bradford_rise):
    page = window.already_signed_in(chair).page
    wider = everything(Signal).get(area_code="E23000010", series_id__startswith="recorded/")

    window.go("/boards/E08000032/")
    expect(page.get_by_role("region", name="Around Bradford")).to_contain_text(wider.statement)
    page.get_by_role("region", name="Open").get_by_role("link", name=bradford_rise.statement).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(bradford_rise.statement)
    quotes = page.get_by_role("region", name="What it rests on").locator("blockquote")
    expect(quotes).to_have_text([quote.quote for quote in bradford_rise.evidence.quotes.all()])
    assert quotes.count() == OBSERVED
    counted = page.get_by_role("region", name="What was counted")
    expect(counted.locator("figure svg")).to_be_visible()
    counted.get_by_text("Show these figures as a table").click()
    expect(counted.get_by_role("row", name="2017-W11").get_by_role("cell").first).to_have_text(str(OBSERVED))

    window.go("/trends/E08000032/")
    slavery = page.get_by_role("region", name="Modern slavery")
    expect(slavery.locator("figure svg").first).to_be_visible()
    slavery.get_by_text("Show these figures as a table").first.click()
    last_week = slavery.get_by_role("row", name="the week of 13 March 2017")
    expect(last_week.get_by_role("cell").first).to_have_text(str(OBSERVED))
    assert window.misdeeds == []
