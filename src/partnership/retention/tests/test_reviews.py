import html
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.people.rules import NotAllowed
from partnership.records.models import Share
from partnership.records.rules import Stale
from partnership.records.unscoped import everything
from partnership.retention import actions, queries
from partnership.retention.models import Review, Tombstone
from partnership.trends.models import Point, Series

from .conftest import WAKEFIELD

pytestmark = pytest.mark.django_db


def keep(record, by, *, because="Still compared with each new year", days=300):
    until = timezone.localdate() + timedelta(days=days)
    return actions.retain(record=record, because=because, keep_until=until, seen_version=record.version, by=by)


def dispose(record, by, *, because="No longer needed for any purpose"):
    return actions.dispose(record=record, because=because, seen_version=record.version, by=by)


def test_a_record_is_given_its_review_date_when_it_is_made(take_in):
    with time_machine.travel("2026-11-23T10:00Z"):
        series = take_in()

    assert series.review_on.isoformat() == "2036-11-23"  # published series: ten years


def test_the_queue_over_eleven_years_holds_what_nobody_decided(take_in, manager):
    """Nothing is kept by itself: what came due stays due until somebody decides."""
    with time_machine.travel("2026-11-23T10:00Z") as clock:
        series = take_in()
        seen = {}
        for year in range(2027, 2038):
            clock.move_to(f"{year}-11-24T10:00Z")
            seen[year] = [due.record.pk for due in queries.queue_for(manager) if due.is_overdue]

    assert seen == {year: [series.pk] if year >= 2036 else [] for year in range(2027, 2038)}


def test_a_record_kept_leaves_the_queue_until_its_next_review(due, manager):
    review = keep(due, manager)

    assert queries.queue_for(manager) == []
    assert (review.was_due, review.because, review.role) == (
        due.review_on,
        "Still compared with each new year",
        manager.role,
    )
    with time_machine.travel(timezone.now() + timedelta(days=301)):
        assert [found.record.pk for found in queries.queue_for(manager)] == [due.pk]


@pytest.mark.parametrize(("because", "days"), [(" ", 300), ("Needed", 0), ("Needed", 366 * 10 + 40)])
def test_keeping_needs_a_reason_and_a_day_that_the_schedule_allows(due, manager, because, days):
    with pytest.raises(NotAllowed):
        keep(due, manager, because=because, days=days)

    assert not Review.objects.exists()


def test_disposal_leaves_a_tombstone_and_nothing_of_the_content(due, manager, auditor):
    Share.objects.create(
        kind="trends.series",
        record=due.uuid,
        to_person=auditor,
        by=manager,
        because="Canary words",
        until=due.review_on,
    )

    stone = dispose(due, manager)

    assert not everything(Series).exists()
    assert not everything(Point).exists()
    assert not Share.objects.exists()
    assert (stone.record, stone.area_code, stone.kind) == (due.uuid, due.area_code, "trends.series")
    erased = Event.objects.filter(verb=Verb.ERASURE).get()
    assert (erased.because, erased.detail) == ("No longer needed for any purpose", {"rows": 5})


def test_what_was_disposed_of_is_not_taken_in_again(due, manager, take_in):
    dispose(due, manager)

    assert take_in() is None
    assert take_in(key="another") is not None


def test_disposal_needs_a_reason(due, manager):
    with pytest.raises(NotAllowed, match="why"):
        dispose(due, manager, because="  ")

    assert everything(Series).exists()
    assert not Tombstone.objects.exists()


def test_a_record_that_changed_meanwhile_is_read_again_first(due, manager):
    everything(Series).update(version=2)

    with pytest.raises(Stale, match="changed"):
        dispose(due, manager)


def test_whoever_was_overtaken_sees_what_changed_and_keeps_what_they_typed(due, manager, client_for):
    browser, address = client_for(manager), f"/reviews/series/{due.uuid}/"
    shown = browser.get(address).context["form"]
    keep(due, manager, because="Wanted for the annual assessment", days=90)
    told = {"decision": "dispose", "because": "Not needed", "sure": "on", **shown.fresh}

    answer = browser.post(address, told)

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Wanted for the annual assessment" in page
    assert "Not needed" in page
    assert everything(Series).filter(pk=due.pk).exists()
    assert browser.post(address, told | answer.context["form"].fresh).status_code == 302


@pytest.mark.parametrize("who", ["bradford_chair", "bradford_analyst", "auditor", "administrator"])
def test_only_a_records_manager_reviews(request, due, who):
    person = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        keep(due, person)
    assert queries.queue_for(person) == []


def test_a_manager_reviews_nothing_of_the_next_district(due, take_in, manager):
    other = take_in(key="other", area_code=WAKEFIELD)

    with pytest.raises(NotAllowed):
        dispose(other, manager)


def test_the_pages_show_the_queue_the_review_and_the_tombstone(due, manager, client_for):
    browser = client_for(manager)
    address = f"/reviews/series/{due.uuid}/"

    assert address in browser.get("/reviews/").content.decode()
    page = browser.get(address).content.decode()
    assert "3 points" in page
    assert "Published statistics" in page
    told = {"decision": "dispose", "because": "Not needed", "version": 1}
    assert browser.post(address, told).status_code == 422
    assert everything(Series).exists()
    assert browser.post(address, told | {"sure": "on"}).status_code == 302
    assert str(due.uuid) in browser.get("/reviews/disposed/").content.decode()
    assert browser.get(address).status_code == 404


def test_pages_of_records_elsewhere_are_not_there(due, take_in, manager, client_for):
    other = take_in(key="other", area_code=WAKEFIELD)

    for address in (f"/reviews/series/{other.uuid}/", f"/reviews/nonsense/{due.uuid}/"):
        assert client_for(manager).get(address).status_code == 404


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own setting")
def test_sqlite_overwrites_what_it_deletes():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)


def test_whoever_runs_the_site_learns_how_many_are_overdue_and_no_more(due, capsys):
    call_command("reviews")

    told = capsys.readouterr().out
    assert "Series" in told
    assert "The site" in told
    assert "Weapons" not in told
