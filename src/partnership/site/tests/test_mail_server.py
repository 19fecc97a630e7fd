"""The mail server that the environment names, or none."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from partnership.site.surroundings import MailServer, mail_server

NAMED = {"TOCSIN_SMTP_HOST": "mail.example", "TOCSIN_SMTP_FROM": "tocsin@example.test"}


@pytest.fixture
def named(monkeypatch):
    def name(**told: str) -> MailServer:
        for variable, value in (NAMED | told).items():
            monkeypatch.setenv(variable, value)
        return mail_server()

    return name


def test_unless_one_is_named_nothing_leaves_the_site():
    assert not mail_server().is_named
    assert not settings.TOCSIN_SENDS_MAIL


def test_it_is_spoken_to_in_cipher_unless_it_is_this_machine(named):
    assert named().starts_tls
    assert named(TOCSIN_SMTP_HOST="127.0.0.1", TOCSIN_SMTP_STARTTLS="0").starts_tls is False

    with pytest.raises(ImproperlyConfigured, match="another machine"):
        named(TOCSIN_SMTP_HOST="mail.example")


def test_its_password_is_read_from_a_file(named, tmp_path):
    (tmp_path / "password").write_text("sheep lantern\n")

    told = named(TOCSIN_SMTP_USER="tocsin", TOCSIN_SMTP_PASSWORD_FILE=str(tmp_path / "password"))

    assert (told.user, told.password, told.port) == ("tocsin", "sheep lantern", 587)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"TOCSIN_SMTP_FROM": ""}, "set both"),
        ({"TOCSIN_SMTP_USER": "tocsin"}, "or neither"),
        ({"TOCSIN_SMTP_PORT": "smtp"}, "Give a number"),
        ({"TOCSIN_SMTP_USER": "tocsin", "TOCSIN_SMTP_PASSWORD_FILE": "/nowhere"}, "cannot be read"),
    ],
)
def test_what_is_half_said_stops_the_start(named, told, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        named(**told)
