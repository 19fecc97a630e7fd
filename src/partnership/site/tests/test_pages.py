from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit import guards
from partnership.audit.rules import Verb
from partnership.intake.models import Delivery
from partnership.site import checks

pytestmark = pytest.mark.django_db


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_a_stranger_reads_what_this_is_and_where_to_sign_in(client):
    words = page(client, "/")

    assert 'href="/sign-in/"' in words
    assert "/boards/" not in words


def test_the_boards_are_ones_own_and_never_the_neighbours(client_for, bradford_analyst):
    words = page(client_for(bradford_analyst), "/boards/")

    assert "/boards/E08000032/" in words
    assert "/boards/E08000036/" not in words


def test_the_administrator_is_led_to_accounts_and_to_no_board(client_for, administrator):
    words = page(client_for(administrator), "/work/")

    assert "/people/" in words
    assert "/boards/" not in words


def test_somebody_posted_nowhere_is_told_so(client_for, bradford_analyst):
    bradford_analyst.postings.all().delete()

    assert "applies to no district today" in page(client_for(bradford_analyst), "/boards/")


def test_the_accessibility_statement_needs_no_account(client):
    assert "What has been tested" in page(client, "/accessibility/")


def test_the_self_check_is_in_full_for_those_who_look_after_the_site(client_for, administrator):
    words = page(client_for(administrator), "/system/")

    for name in checks.CHECKS:
        assert name in words


def test_everyone_else_reads_only_whether_the_site_is_well(client_for, bradford_analyst):
    words = page(client_for(bradford_analyst), "/system/")

    assert "Is the site well?" in words
    assert "Data folder" not in words


def test_missing_guards_fail_the_self_check():
    assert checks.audit_log()[0] is checks.State.OK

    with guards.lifted(connection):
        assert checks.audit_log()[0] is checks.State.FAIL


def test_a_check_that_cannot_look_says_so_instead_of_breaking_the_page(monkeypatch):
    def fail():
        raise OperationalError("no such table")

    monkeypatch.setitem(checks.CHECKS, "Audit log", fail)

    found = {check.name: check for check in checks.run_all()}

    assert found["Audit log"].state is checks.State.FAIL


@pytest.mark.parametrize(("folder_mode", "state"), [(0o700, checks.State.OK), (0o755, checks.State.WARN)])
def test_a_data_folder_open_to_others_is_noticed(settings, tmp_path, folder_mode, state):
    tmp_path.chmod(folder_mode)
    settings.TOCSIN_HOME = tmp_path

    assert checks.data_folder()[0] is state


def test_a_chair_reads_the_log_of_their_own_board_and_not_of_the_neighbours(client_for, bradford_chair, neighbour):
    audit.record(by=bradford_chair, verb=Verb.ALTERATION, did="noted", because="Mine to read")
    audit.record(by=neighbour, verb=Verb.ALTERATION, did="noted", because="Wakefield only")

    words = page(client_for(bradford_chair), "/audit/")

    assert "Mine to read" in words
    assert "Wakefield only" not in words
    assert "Neighbour" not in words


@pytest.mark.parametrize("who", ["bradford_analyst", "council_officer", "commissioners_officer", "administrator"])
def test_the_log_looks_missing_to_those_who_may_not_read_it(client_for, request, who):
    assert client_for(request.getfixturevalue(who)).get("/audit/").status_code == 404


@pytest.fixture
def delivery():
    now = timezone.now()
    return Delivery.objects.create(
        store_digest="ab12" * 16, watch="west-yorkshire", scanned_at=now, received_at=now, signals=3, totals={}
    )


def test_a_site_without_a_scan_or_with_an_old_one_says_so(delivery):
    assert checks.last_scan()[0] is checks.State.OK

    delivery.scanned_at -= checks.SCAN_TOO_OLD + timedelta(seconds=1)
    delivery.save()
    assert checks.last_scan()[0] is checks.State.WARN

    delivery.delete()
    assert "Nothing has been taken in yet" in checks.last_scan()[1]


@pytest.mark.parametrize(("state", "found"), [("ok", "ok"), ("partial", "ok"), ("failed", "warn")])
def test_a_source_that_failed_is_noticed_and_listed(client_for, auditor, delivery, state, found):
    delivery.sources.create(
        source="street-crime", kind="csv", records_read=12, set_aside=1, newest=None, state=state, message="Row 7"
    )

    assert checks.sources()[0] == found
    assert "street-crime" in page(client_for(auditor), "/system/")
