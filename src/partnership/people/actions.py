"""Signing in and out, passwords and accounts."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth import authenticate
from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit

from . import throttling
from .models import Agency, Person
from .passwords import one_time_password
from .rules import NotAllowed, Role, may_close, may_grant

WRONG = "E-mail address or password is wrong, or the account is closed"
TOO_MANY = "Too many attempts. Wait 15 minutes and try again"


def sign_in(*, email: str, password: str, buckets: tuple[str, ...], by: Person | None = None) -> Person:
    """The person whose password this is. The session itself is the view's to begin.

    by       always None: nobody is signed in yet
    buckets  where a failure counts: throttling.buckets_of

    Raises NotAllowed in the same words for an unknown address, a wrong password and a closed account.
    """
    if throttling.is_throttled(buckets):
        raise NotAllowed(TOO_MANY)
    person = authenticate(username=email, password=password)
    with transaction.atomic():
        if person is None:
            _refuse(email, buckets, by)
        else:
            throttling.forgive(buckets)
            audit.record(by=person, did="signed in", to=person)
    if person is None:
        raise NotAllowed(WRONG)
    return person


def _refuse(email: str, buckets: tuple[str, ...], by: Person | None) -> None:
    throttling.count_failure(buckets)
    account = Person.objects.filter(email=email.strip().lower()).first()
    audit.record(by=by, did="refused sign-in", to=account)
    # Attempts after this one are turned away unrecorded: otherwise a guesser could fill the log.
    if throttling.is_throttled(buckets):
        audit.record(by=by, did="slowed sign-in", to=account)


@transaction.atomic
def sign_out(*, by: Person) -> None:
    audit.record(by=by, did="signed out", to=by)


@transaction.atomic
def change_password(*, person: Person, password: str, by: Person) -> None:
    """Every other session of the person ends, because a session carries a digest of the password."""
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    audit.record(by=by, did="changed password", to=person)


@transaction.atomic
def add_person(
    *, email: str, name: str, role: Role, agency: str, area_codes: Iterable[str] = (), by: Person | None
) -> tuple[Person, str]:
    """The new person and their one-time password, which is kept nowhere in clear.

    Raises NotAllowed if the role and the areas do not fit, or the address already has an account.
    """
    codes = sorted(area_codes)
    if refusal := may_grant(role, codes):
        raise NotAllowed(refusal)
    if Person.objects.filter(email=email.strip().lower()).exists():
        raise NotAllowed("This e-mail address already has an account")
    password = one_time_password()
    person = Person.objects.create(
        email=email,
        name=name,
        role=role,
        agency=Agency.objects.get_or_create(name=agency.strip())[0],
        password=password,
        must_change_password=True,
    )
    for code in codes:
        person.postings.create(area_code=code)
    audit.record(by=by, did="added person", to=person, detail={"role": role.value, "areas": codes})
    return person, password


@transaction.atomic
def give_one_time_password(*, person: Person, by: Person | None) -> str:
    """A new one-time password; the old password and every session of the person stop working."""
    password = one_time_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    audit.record(by=by, did="gave one-time password", to=person)
    return password


@transaction.atomic
def post_person(*, person: Person, area_codes: Iterable[str], by: Person) -> None:
    """Makes the role apply to these areas from today and to no others. Earlier postings stay on record, ended.

    Raises NotAllowed if the role and the areas do not fit.
    """
    codes = set(area_codes)
    if refusal := may_grant(Role(person.role), codes):
        raise NotAllowed(refusal)
    today, current = timezone.localdate(), person.area_codes
    dropped = person.postings.current().exclude(area_code__in=codes)
    dropped.filter(start=today).delete()
    dropped.update(end=today - timedelta(days=1))
    for code in sorted(codes - current):
        person.postings.create(area_code=code, start=today)
    audit.record(by=by, did="posted person", to=person, detail={"areas": sorted(codes)})


@transaction.atomic
def close_account(*, person: Person, reason: str, by: Person) -> None:
    """The person's sessions stop at their next request. Raises NotAllowed without a reason, or on one's own."""
    if refusal := may_close(is_own=person == by, is_open=person.is_active, reason=reason):
        raise NotAllowed(refusal)
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.record(by=by, did="closed account", to=person, because=reason)


@transaction.atomic
def reopen_account(*, person: Person, reason: str, by: Person) -> str:
    """The one-time password with which the person may sign in again. Raises NotAllowed without a reason."""
    if person.is_active or not reason.strip():
        raise NotAllowed("This account is open" if person.is_active else "Enter why the account is reopened")
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record(by=by, did="reopened account", to=person, because=reason)
    return give_one_time_password(person=person, by=by)


@transaction.atomic
def cast_person(*, email: str, name: str, role: Role, agency: str, area_codes: Iterable[str], by: Person | None) -> str:
    """A password for one of a demonstration's synthetic people, added if not there yet. It need not be changed."""
    person = Person.objects.filter(email=email).first()
    if person is None:
        person, password = add_person(email=email, name=name, role=role, agency=agency, area_codes=area_codes, by=by)
    else:
        password = give_one_time_password(person=person, by=by)
    Person.objects.filter(pk=person.pk).update(must_change_password=False, is_active=True)
    return password
