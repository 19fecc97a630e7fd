"""Narrowing a long board: in place where scripts run, by the button where they do not."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two_threats(raise_signal) -> tuple[str, str]:
    """What the board says of a fraud and of drugs supply."""
    fraud = raise_signal(statement="More fraud than expected.", threat="fraud", threat_name="Fraud")
    drugs = raise_signal(statement="More supply than expected.", threat="drugs-supply", threat_name="Drugs supply")
    return fraud.statement, drugs.statement


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_board_is_narrowed_to_one_threat_and_says_what_it_leaves_out(browse, chair, two_threats, scripts):
    fraud, drugs = two_threats
    window = browse(scripts=scripts).already_signed_in(chair)
    page = window.page
    window.go("/boards/E08000032/")

    page.get_by_label("Threat").select_option("Drugs supply")
    if not scripts:
        page.get_by_role("button", name="Filter").click()

    expect(page.get_by_role("link", name=fraud)).to_have_count(0)
    expect(page.get_by_role("region", name="Open").get_by_role("link", name=drugs)).to_be_visible()
    expect(page.get_by_text("1 more not listed under the filters chosen")).to_be_visible()
    expect(page.get_by_label("Threat")).to_have_value("drugs-supply")
    assert "threat=drugs-supply" in page.url
    assert window.misdeeds == []


def test_the_single_keys_and_the_way_back_still_work_after_narrowing_in_place(window, chair, two_threats):
    fraud, drugs = two_threats
    page = window.already_signed_in(chair).page
    window.go("/boards/E08000032/")
    page.get_by_label("Threat").select_option("Drugs supply")
    expect(page.get_by_role("link", name=fraud)).to_have_count(0)

    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=drugs)).to_be_focused()
    page.go_back()

    expect(page.get_by_role("link", name=fraud)).to_be_visible()
    assert window.misdeeds == []
