"""Steps of a journey at a meeting of a board: planned, its agenda built, run in board mode, its minutes issued, and
opened as the files that leave.
"""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import docx
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from partnership.meetings.models import Meeting
from partnership.plans.models import Action
from partnership.records.unscoped import everything

from .beginning import BOARD, DEED

DECISION = "Trading standards visit the stalls by the gates."
NEXT_DEED = "Visit the stalls with trading standards."
PUT_OFF = "The arches come a week late."
NOTES = "The council knows three stalls."


def plan_meeting(window, series):
    page = window.page
    window.go(series.get_absolute_url())
    page.get_by_role("button", name="Plan the next meeting").click()
    page.get_by_role("button", name="Plan the meeting").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(BOARD)


def build_agenda(window):
    """What the last meeting set comes first."""
    page = window.page
    window.go(f"{board()}agenda/")
    page.get_by_role("button", name="Build from what is due").click()
    expect(page.locator(".meetings-items li").first).to_contain_text(DEED)


def board() -> str:
    """The address of the meeting that is to come, or was last."""
    return everything(Meeting).latest("starts_at").get_absolute_url()


def run_in_board_mode(window):
    page = window.page
    window.go(f"{board()}open/")
    page.get_by_role("button", name="Open it in board mode").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(DEED)
    page.get_by_text("Carry it forward", exact=True).first.click()
    carrying = page.locator("#carry")
    carrying.get_by_label("Why is it put off?").fill(PUT_OFF)
    carrying.get_by_label("Until when?").fill((timezone.localdate() + timedelta(days=5)).isoformat())
    carrying.get_by_role("button", name="Carry it forward").click()
    expect(page.get_by_role("alert", name="Success")).to_contain_text("Carried forward")
    assert everything(Action).get(text=DEED).carried == 1

    page.get_by_role("link", name="Next").click()
    page.get_by_label("What was said").fill(NOTES)
    page.get_by_text("Record a decision").click()
    page.get_by_label("What was decided").fill(DECISION)
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("region", name="What is recorded")).to_contain_text(DECISION)
    set_action(page)
    page.get_by_text("The whole agenda").click()
    page.get_by_role("link", name="Close the meeting").first.click()
    page.get_by_role("button", name="Close the meeting").click()
    expect(page.get_by_role("alert", name="Success")).to_contain_text("Closed")


def set_action(page):
    page.get_by_text("Set an action").click()
    setting = page.locator("#action")
    setting.get_by_label("Under which P?").select_option("soc4p:protect")
    setting.get_by_label("What is to be done?").fill(NEXT_DEED)
    setting.get_by_label("By whom, by role?").fill("Licensing officer")
    setting.get_by_label("Until when?").fill("2099-01-31")
    setting.get_by_role("button", name="Set the action").click()
    expect(page.get_by_role("region", name="What is recorded")).to_contain_text(NEXT_DEED)


def issue_minutes(window):
    page = window.page
    window.go(f"{board()}minutes/")
    page.get_by_role("link", name="Issue the minutes").click()
    page.get_by_role("button", name="Issue the minutes").click()
    expect(page.get_by_text("Nothing of them changes any more")).to_be_visible()


def open_minutes(window):
    """Both files hold what was decided, set and carried forward."""
    pdf = "\n".join(page.extract_text() for page in PdfReader(BytesIO(taken_out(window, "PDF"))).pages)
    held = docx.Document(BytesIO(taken_out(window, "Word")))
    cells = [cell.text for table in held.tables for row in table.rows for cell in row.cells]
    word = "\n".join([*(paragraph.text for paragraph in held.paragraphs), *cells])
    for words in (BOARD, DEED, DECISION, NEXT_DEED, "Licensing officer", NOTES):
        assert words in " ".join(word.split()), words
        assert words in " ".join(pdf.split()), words


def taken_out(window, format: str) -> bytes:
    page = window.page
    window.go(f"{board()}minutes/export/")
    page.get_by_label(format).check()
    page.get_by_label("Who is it for?").fill("The council's licensing officer")
    page.get_by_label("At which agency?").fill("Council")
    page.get_by_label("Why do they need it?").fill("To do what was set.")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Export").click()
    return Path(coming.value.path()).read_bytes()
