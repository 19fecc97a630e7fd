import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from partnership.site import surroundings


def start(tmp_path, **environment):
    """What the settings say when read afresh with that environment."""
    shown = "from partnership.site import settings as s; print(s.SESSION_COOKIE_NAME, s.ALLOWED_HOSTS, s.DEBUG)"
    return subprocess.run(
        [sys.executable, "-c", shown],
        env={"PATH": os.environ["PATH"], "TOCSIN_HOME": str(tmp_path / "home"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_secret_key_is_made_once_and_is_for_this_account_only(tmp_path):
    first = surroundings.private_key(tmp_path / "secret-key").read_text()

    assert surroundings.private_key(tmp_path / "secret-key").read_text() == first
    assert len(first) > 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]


def test_a_secret_key_that_others_can_read_stops_the_start(tmp_path):
    surroundings.private_key(tmp_path / "secret-key")
    (tmp_path / "secret-key").chmod(0o644)

    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        surroundings.private_key(tmp_path / "secret-key")


def test_a_key_written_meanwhile_by_another_process_stands(tmp_path):
    (tmp_path / "secret-key").write_text("theirs")

    surroundings._write_once(tmp_path / "secret-key", "ours")

    assert (tmp_path / "secret-key").read_text() == "theirs"


def test_debugging_is_off_and_only_this_machine_is_served(tmp_path):
    assert start(tmp_path).stdout == "session ['127.0.0.1', 'localhost', '[::1]'] False\n"


def test_debugging_refuses_to_start_where_others_can_see(tmp_path):
    done = start(tmp_path, TOCSIN_DEBUG="1", TOCSIN_ORIGIN="https://tocsin.example")

    assert done.returncode != 0
    assert "Unset TOCSIN_DEBUG" in done.stderr


def test_an_https_address_brings_cookies_that_travel_over_https_only(tmp_path):
    done = start(tmp_path, TOCSIN_ORIGIN="https://tocsin.example")

    assert done.stdout == "__Host-session ['tocsin.example'] False\n"


@pytest.mark.parametrize("url", ["tocsin.example", "ftp://tocsin.example", "https://tocsin.example/path", "https://"])
def test_an_address_that_is_none_stops_the_start(monkeypatch, url):
    monkeypatch.setenv("TOCSIN_ORIGIN", url)

    with pytest.raises(ImproperlyConfigured, match="TOCSIN_ORIGIN"):
        surroundings.origin()


def test_a_switch_is_on_or_off_and_nothing_between(monkeypatch):
    monkeypatch.setenv("TOCSIN_DEMO", "maybe")

    with pytest.raises(ImproperlyConfigured, match="TOCSIN_DEMO"):
        surroundings.switched_on("TOCSIN_DEMO")


def test_a_safe_setting_passes_djangos_own_deployment_check(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "partnership.site.manage", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            "PATH": os.environ["PATH"],
            "TOCSIN_HOME": str(tmp_path / "home"),
            "TOCSIN_ORIGIN": "https://tocsin.example",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
