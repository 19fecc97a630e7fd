"""The digest by e-mail, handed to a real server on this machine: when, to whom, what it holds, and how often."""

from __future__ import annotations

import smtplib
import ssl
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from partnership.audit.models import Event
from partnership.notices.actions import choose_digest, follow
from partnership.notices.digests import begin
from partnership.notices.models import Digest
from partnership.people.models import Person
from partnership.plans.acting import Said, update_action
from partnership.records.unscoped import everything

SUMMER_SEVEN = datetime(2027, 7, 1, 6, tzinfo=UTC)


@pytest.fixture
def told(action_of, officer, bradford_analyst, time_machine):
    """At seven in summer, with an action of the officer's overdue and one that the analyst follows changed."""
    time_machine.move_to(SUMMER_SEVEN - timedelta(days=9))
    action = action_of(by=officer, owner=officer, due=date(2027, 6, 25))
    follow(record=action, by=bradford_analyst)
    time_machine.move_to(SUMMER_SEVEN - timedelta(days=1))
    now = type(action).objects.seen_by(officer).get(pk=action.pk)
    update_action(action=now, said=Said(text="Two of the four visited"), by=officer)
    for person in (officer, bradford_analyst):
        choose_digest(hour=7, by=person)
    time_machine.move_to(SUMMER_SEVEN)
    return action


def addressed(post) -> list[str]:
    return sorted(message["To"] for message in post.received)


def test_it_comes_at_the_hour_that_london_reads_and_once_a_day(told, post, work, time_machine):
    begin(SUMMER_SEVEN - timedelta(minutes=1))
    work()
    assert post.received == []

    for minutes in (0, 10, 20):
        begin(SUMMER_SEVEN + timedelta(minutes=minutes))
        work()

    assert addressed(post) == ["bradford.analyst@example.test", "bradford.officer@example.test"]


@pytest.mark.parametrize(
    ("hour", "first", "then"),
    [
        (1, datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 3, 28, 2, tzinfo=UTC)),  # there is no 01:00 that day
        (1, datetime(2027, 10, 31, 0, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)),  # and here are two
    ],
)
def test_where_the_clocks_change_it_comes_once(bradford_analyst, post, hour, first, then):
    choose_digest(hour=hour, by=bradford_analyst)

    begin(first - timedelta(minutes=1))
    assert not Digest.objects.exists()
    begin(first)
    begin(then)

    assert Digest.objects.count() == 1


def test_it_holds_counts_and_links_and_no_word_of_any_record(told, officer, post, work):
    begin(SUMMER_SEVEN)
    work()

    by_reader = {message["To"]: message for message in post.received}
    message = by_reader[officer.email]
    plain, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "1 action of yours or of your plans is overdue" in plain
    assert "1 action: something new" in by_reader["bradford.analyst@example.test"].get_body(("plain",)).get_content()
    for text in (plain, html):
        assert "http://127.0.0.1:8000/plans/actions/" in text
        for word in ("scrapyards", "Granite", "visited", "OFFICIAL", str(told.uuid)):
            assert word not in text
    assert '<html lang="en-GB">' in html
    assert message["Subject"] == "Tocsin: your digest for 1 July 2027"
    assert message["List-Unsubscribe"] == "<http://127.0.0.1:8000/notices/digest/>"
    sent = Event.objects.filter(did="sent digest")
    assert {event.actor_id for event in sent} == {""}


def test_it_tells_what_its_reader_sees_when_it_is_sent(told, post, work):
    begin(SUMMER_SEVEN)
    everything(type(told)).update(marking="OFFICIAL-SENSITIVE")

    work()

    assert post.received == []
    assert not DBTaskResult.objects.failed().exists()


def test_nobody_with_a_closed_account_is_written_to(told, officer, bradford_analyst, post, work):
    Person.objects.filter(pk=officer.pk).update(is_active=False)
    begin(SUMMER_SEVEN)
    Person.objects.filter(pk=bradford_analyst.pk).update(is_active=False)

    work()

    assert Digest.objects.count() == 1
    assert post.received == []


def test_what_was_told_yesterday_is_not_told_again_but_what_waits_is(told, post, work, time_machine):
    begin(SUMMER_SEVEN)
    work()
    post.received.clear()
    time_machine.move_to(SUMMER_SEVEN + timedelta(days=1))

    begin(timezone.now())
    work()

    assert addressed(post) == ["bradford.officer@example.test"]


def test_one_recipient_that_the_server_refuses_holds_back_no_other(told, officer, post, work):
    post.refuses.add(officer.email)
    begin(SUMMER_SEVEN)

    work()

    assert addressed(post) == ["bradford.analyst@example.test"]
    assert post.tried.count(officer.email) == 6
    failed = DBTaskResult.objects.failed().get()
    assert failed.exception_class_path == "smtplib.SMTPRecipientsRefused"
    assert officer.email not in failed.traceback


def test_after_a_refusal_it_is_sent_when_the_server_takes_it(told, officer, post, work):
    post.refuses.add(officer.email)
    begin(SUMMER_SEVEN)
    work()
    post.refuses.clear()

    DBTaskResult.objects.failed().update(status="READY", worker_ids=[])
    work()

    assert addressed(post) == ["bradford.analyst@example.test", "bradford.officer@example.test"]


def test_an_attempt_that_broke_off_half_way_is_not_made_again(told, post, work, monkeypatch):
    """The server may have taken it: rather none that day than two."""
    send = EmailMultiAlternatives.send

    def send_and_lose_the_line(self, *args):
        send(self)
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(EmailMultiAlternatives, "send", send_and_lose_the_line)
    begin(SUMMER_SEVEN)

    work()

    assert len(post.received) == 2


def test_without_a_mail_server_nothing_is_begun(told, settings):
    settings.TOCSIN_SENDS_MAIL = False

    begin(SUMMER_SEVEN)

    assert not Digest.objects.exists()


@pytest.fixture
def certificate(tmp_path):
    """The files of a key and a certificate for this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(SUMMER_SEVEN - timedelta(days=9999))
        .not_valid_after(SUMMER_SEVEN + timedelta(days=9999))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    files = tmp_path / "key.pem", tmp_path / "certificate.pem"
    files[0].write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    files[1].write_bytes(made.public_bytes(pem))
    return files


@pytest.fixture
def enciphered(open_server, certificate, settings):
    """A server that takes mail in cipher alone, from whoever has its password."""
    key, made = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)

    def knows(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"tocsin", b"sheep lantern"))

    server = open_server(tls_context=context, require_starttls=True, auth_required=True, authenticator=knows)
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, "tocsin", "sheep lantern"
    return server


def test_it_is_handed_over_in_cipher_with_a_password(told, enciphered, certificate, work, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    begin(SUMMER_SEVEN)

    work()

    assert len(enciphered.received) == 2


def test_nothing_is_handed_to_a_server_whose_certificate_nobody_vouches_for(told, enciphered, work):
    begin(SUMMER_SEVEN)

    work()

    assert enciphered.received == []
    assert {job.exception_class_path for job in DBTaskResult.objects.failed()} == {"ssl.SSLCertVerificationError"}
