"""The digest: whose is due, what it says, and that it is sent once. It holds counts and links, no word of a record."""

from __future__ import annotations

import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.ui.wording import day

from .models import Digest, DigestHour
from .waiting import told_since, waiting_for

# What the server says no to was not sent, and may be sent again.
REFUSED = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


def begin(now: datetime) -> None:
    """Puts into the queue every digest that is due on this day and was not yet. Without a mail server, none."""
    if not settings.TOCSIN_SENDS_MAIL:
        return
    local = timezone.localtime(now)
    due = DigestHour.objects.filter(hour__lte=local.hour, person__is_active=True)
    for key in due.values_list("person", flat=True):
        with transaction.atomic():
            digest, is_new = Digest.objects.get_or_create(person_id=key, day=local.date())
            if is_new:
                send.enqueue(digest.pk)


@task()
def send(digest_id: int) -> None:
    """Sends the digest, as its reader sees things at that moment, unless it was sent, or may have been.

    Raises what the mail server says, so that the queue tries again later.
    """
    digest = Digest.objects.filter(pk=digest_id, person__is_active=True).select_related("person").first()
    message = None if digest is None else message_for(digest)
    if digest is None or message is None:
        return
    connection = get_connection()
    connection.open()  # nothing has been sent if this fails
    try:
        if not _take(digest):
            return
        message.connection = connection
        message.send()
    except REFUSED:
        Digest.objects.filter(pk=digest.pk).update(begun_at=None)
        raise
    finally:
        connection.close()


def message_for(digest: Digest) -> EmailMultiAlternatives | None:
    """Nothing where there is nothing to tell."""
    person, origin = digest.person, settings.TOCSIN_ORIGIN.url
    wanted, told = waiting_for(person), told_since(person, _last_sent(digest))
    if not (wanted or told):
        return None
    choice = f"{origin}{reverse('notices:digest')}"
    page = {"waiting": wanted, "told": told, "origin": origin, "choice": choice, "day": day(digest.day)}
    message = EmailMultiAlternatives(
        subject=f"Tocsin: your digest for {page['day']}",
        body=render_to_string("notices/digest.txt", page),
        to=[person.email],
        headers={"List-Unsubscribe": f"<{choice}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("notices/digest.html", page), "text/html")
    return message


def _last_sent(digest: Digest) -> datetime | None:
    before = Digest.objects.filter(person=digest.person, day__lt=digest.day, begun_at__isnull=False)
    return before.order_by("-day").values_list("begun_at", flat=True).first()


@transaction.atomic
def _take(digest: Digest) -> bool:
    """True for the one attempt that may send it. Kept before it is sent: rather none that day than two."""
    taken = Digest.objects.filter(pk=digest.pk, begun_at__isnull=True).update(begun_at=timezone.now())
    if taken:
        audit.record(by=None, verb=Verb.DISCLOSURE, did="sent digest", to=digest.person, recipient=_who(digest.person))
    return bool(taken)


def _who(person: Person) -> str:
    return f"{person.name}, {person.agency}"
