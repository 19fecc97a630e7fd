from contextlib import nullcontext

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from partnership.site import checks, manage
from partnership.site.management.commands import serve


@pytest.fixture
def served(monkeypatch):
    """What the web server would have been started with."""
    started = {}
    monkeypatch.setattr(serve.waitress, "serve", lambda application, **options: started.update(options))
    monkeypatch.setattr(serve, "worker_beside", lambda: nullcontext(started.update(works_beside=True)))
    return started


@pytest.mark.django_db
def test_the_site_listens_on_this_machine_alone_and_believes_no_proxy_unless_told(served):
    call_command("serve")

    assert (served["host"], served["port"]) == ("127.0.0.1", 8000)
    assert served["trusted_proxy"] is None
    assert served["trusted_proxy_headers"] == set()


@pytest.mark.django_db
def test_on_sqlite_jobs_are_run_beside_the_site_unless_told_otherwise(served):
    call_command("serve")
    assert served.pop("works_beside", False) == (connection.vendor == "sqlite")

    call_command("serve", "--no-work")
    assert "works_beside" not in served


@pytest.mark.django_db
def test_a_named_proxy_is_believed(served):
    call_command("serve", "--trusted-proxy", "127.0.0.1")

    assert served["trusted_proxy_headers"] == {"x-forwarded-for", "x-forwarded-proto"}


@pytest.mark.django_db
def test_the_site_does_not_start_while_migrations_wait(served, monkeypatch):
    monkeypatch.setattr(checks, "migrations", lambda: (checks.State.FAIL, "1 to apply."))

    with pytest.raises(CommandError, match="1 to apply"):
        call_command("serve")

    assert served == {}


def test_debugging_pages_are_not_served_to_others(served, settings):
    settings.DEBUG = True

    with pytest.raises(CommandError, match="TOCSIN_DEBUG"):
        call_command("serve", "--host", "0.0.0.0")  # noqa: S104 - refused, which is the point

    assert served == {}


def test_the_command_alone_shows_what_it_can_do(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["tocsin-site"])

    manage.main()

    assert "tocsin-site migrate" in capsys.readouterr().out


def test_commands_are_typed_with_hyphens(monkeypatch):
    ran = []
    monkeypatch.setattr(manage, "execute_from_command_line", ran.append)
    monkeypatch.setattr("sys.argv", ["tocsin-site", "first-administrator", "--email", "a-b@example.test"])

    manage.main()

    assert ran == [["tocsin-site", "first_administrator", "--email", "a-b@example.test"]]
