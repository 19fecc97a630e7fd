"""Counts against the season, and the tactical assessment of what somebody sees."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from partnership.meetings.assessment import assessment_of
from partnership.meetings.assessment_paper import assessment_contents
from partnership.meetings.models import Meeting
from partnership.meetings.seasonal import against_the_season
from partnership.ocgs.models import Group
from partnership.ocgs.rules import Status
from partnership.people.rules import Act, Marking
from partnership.records.rules import Handling, Release
from partnership.records.starting import start
from partnership.trends.models import Series
from partnership.trends.rules import ReceivedPoint, rate_ratio

BRADFORD = "E08000032"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
CLOSELY = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Police only.")
LEAVES = {"recipient": "A. Chair", "agency": "Council", "because": "For the board", "format": "pdf"}


def months(counts, last=(2026, 10)):
    """Monthly points that end with that month, the newest count last."""
    points, (year, month) = [], last
    for count in reversed(counts):
        start_day = date(year, month, 1)
        end = (start_day + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        points.append(ReceivedPoint(f"{year}-{month:02}", start_day, end, count, None))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return points[::-1]


def weeks(counts, last=date(2026, 11, 9)):
    found = []
    for n, count in enumerate(counts):
        begins = last - timedelta(weeks=len(counts) - 1 - n)
        period = f"{begins.isocalendar().year}-W{begins.isocalendar().week:02}"
        found.append(ReceivedPoint(period, begins, begins + timedelta(days=6), count, None))
    return found


def test_the_newest_quarter_stands_against_the_same_months_of_three_years():
    norm = against_the_season(months([5] * 36 + [5] * 9 + [20, 20, 20]))

    assert (norm.count, norm.earlier, norm.usual) == (60, (15, 15, 15), 15)
    assert norm.ratio == rate_ratio(45, 60, 3, 1)
    assert norm.periods == "August 2026 to October 2026"
    assert norm.words == "More than the season leads to expect"


def test_a_rise_that_comes_every_year_is_no_surprise():
    year = [5] * 9 + [20, 20, 20]

    norm = against_the_season(months(year * 3))

    assert norm.words == "Within what the season leads to expect"


def test_weeks_stand_against_the_same_weeks():
    norm = against_the_season(weeks([3] * 52 + [3] * 48 + [1, 0, 0, 0]))

    assert (norm.count, norm.earlier) == (1, (12,))
    assert norm.is_fewer


def test_a_gap_ends_the_newest_stretch_and_a_year_that_lacks_a_part_counts_for_nothing():
    points = months([4] * 24)
    with_gap = [*points[:-2], points[-1]]

    assert against_the_season(with_gap).count == 4
    assert against_the_season([*points[:9], *points[12:]]) is None


@pytest.mark.parametrize("counts", [[], [4], [4] * 11, [0] * 24])
def test_without_a_year_before_or_with_nothing_in_it_there_is_no_norm(counts):
    assert against_the_season(months(counts)) is None


@pytest.fixture
def analyst(bradford_analyst):
    bradford_analyst.clearance = Marking.OFFICIAL_SENSITIVE
    bradford_analyst.save()
    return bradford_analyst


@pytest.fixture
def tasking(series_of, meeting_of, analyst):
    return meeting_of(series_of("tactical-tasking"))


@pytest.fixture
def series_with(analyst):
    def make(title, counts, release=OPEN):
        told = dict.fromkeys(("key", "title", "measure", "threat", "threat_name", "source_group"), title)
        told |= {"received_at": timezone.now(), "source": "street-crime"}
        made = Series(area_code=BRADFORD, originator=analyst.agency, **told)
        made.release = release
        made.save()
        for point in months(counts):
            made.points.create(
                period=point.period, period_start=point.period_start, period_end=point.period_end, count=point.count
            )
        return made

    return make


@pytest.fixture
def late_group(analyst):
    def make(code_name, release=OPEN):
        told = {"code_name": code_name, "state": Status.ACTIVE, "next_review": timezone.localdate()}
        return start(Group, act=Act.WORK_ON_GROUP, area_code=BRADFORD, release=release, by=analyst, **told)

    return make


def test_what_is_most_above_the_season_comes_first(tasking, series_with, analyst):
    series_with("Robbery", [5] * 21 + [5, 5, 5])
    series_with("Burglary", [5] * 21 + [50, 50, 50])
    series_with("New offence", [5])

    told = assessment_of(analyst, tasking)

    assert [one.series.title for one in told.counted] == ["Burglary", "Robbery"]
    assert told.without_norm == 1


def test_an_assessment_holds_only_what_its_reader_sees(
    tasking, series_with, late_group, analyst, council_officer, client_for
):
    late_group("Copper Finch")
    late_group("Granite Heron", CLOSELY)
    series_with("Heron counts", [5] * 24, CLOSELY)

    page = client_for(council_officer).get(f"/meetings/{tasking.uuid}/assessment/").content.decode()

    assert "Copper Finch" in page
    assert "Heron" not in page
    assert "No series of this area reaches back" in page
    assert [group.code_name for group in assessment_of(analyst, tasking).reviews] == ["Copper Finch", "Granite Heron"]


def test_its_paper_names_counts_periods_and_interval(tasking, series_with, analyst, client_for):
    series_with("Burglary", [5] * 21 + [50, 50, 50])

    answer = client_for(analyst).post(f"/meetings/{tasking.uuid}/assessment/export/", LEAVES)

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    told, (_, low, high) = " ".join(text.split()), rate_ratio(15, 150, 1, 1)
    for words in ("150 (August 2026 to October 2026)", "15 (year before)", f"10.00 times; {low:.2f} to {high:.2f}"):
        assert words in told
    assert "more is noticed, reported or recorded" in told


def test_the_analyst_s_words_are_kept_and_stand_first(tasking, analyst, client_for):
    browser, at = client_for(analyst), f"/meetings/{tasking.uuid}/assessment/edit/"
    seen = browser.get(at).context["form"].initial

    browser.post(at, seen | {"assessment": "Task the washes."})

    now = Meeting.objects.seen_by(analyst).get(pk=tasking.pk)
    assert now.assessment == "Task the washes."
    assert "Task the washes." in repr(assessment_contents(analyst, now).paper.blocks[1])
