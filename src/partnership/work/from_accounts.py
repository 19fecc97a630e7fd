"""Accounts that somebody must look at. No record of any board is read here."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from partnership.people.models import Person, Posting
from partnership.people.rules import Act, Role, acts_of
from partnership.ui.wording import day, moment

from .finding import Found, Look, day_of, first_of
from .rules import Kind, Task

POSTED = [role for role in Role if Act.SEE_BOARD in acts_of(role)]


def accounts_to_look_at(look: Look) -> Found:
    """Open accounts with a one-time password out, not used for long, or whose role applies nowhere today."""
    if not look.may(Act.MANAGE_ACCOUNTS):
        return Found(Kind.ACCOUNT)
    unused_since = timezone.now() - timedelta(days=look.practice.unused_account_days)
    here = Posting.objects.current().filter(person=OuterRef("pk"))
    nowhere = Q(role__in=POSTED, is_posted=False)
    unused = Q(last_login__lt=unused_since) | Q(last_login__isnull=True, added_at__lt=unused_since)
    asking = Q(must_change_password=True, one_time_until__isnull=False) | nowhere | unused
    accounts = Person.objects.filter(is_active=True).annotate(is_posted=Exists(here)).filter(asking)
    found, total = first_of(accounts.exclude(pk=look.person.pk).order_by("one_time_until", "name", "pk"))
    return Found(Kind.ACCOUNT, [_task_of(one) for one in found], (), total, reverse("people:accounts"))


def _task_of(one: Person) -> Task:
    url = reverse("people:account", args=[one.uuid])
    if one.must_change_password and one.one_time_until:
        is_gone = one.one_time_until < timezone.now()
        what = "Give another one-time password, or close it" if is_gone else "See that they sign in"
        why = (
            f"The one-time password {'ran' if is_gone else 'runs'} out {moment(timezone.localtime(one.one_time_until))}"
        )
        return Task(Kind.ACCOUNT, what, why, url, one.name, day_of(one.one_time_until), rank=1)
    if one.role in POSTED and not one.is_posted:
        return Task(Kind.ACCOUNT, "Say where the role applies, or close it", "It applies nowhere today", url, one.name)
    last = f"Last used {day(day_of(one.last_login))}" if one.last_login else "Never used"
    return Task(Kind.ACCOUNT, "Close it if it is no longer needed", last, url, one.name, rank=2)
