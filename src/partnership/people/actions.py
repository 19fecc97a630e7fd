"""Accounts: who has one, what it allows, and how it is closed. Signing in is in signing_in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb

from . import second_factor, sessions
from .models import Agency, Person
from .passwords import one_time_password
from .rules import Marking, NotAllowed, Overtaken, Role, may_close, may_grant

ONE_TIME_LASTS = timedelta(hours=72)


@transaction.atomic
def reset_second_factor(*, person: Person, reason: str, by: Person) -> None:
    """The person sets one up anew before anything else; their sessions end. Raises NotAllowed without a reason."""
    if person == by:
        raise NotAllowed("You cannot reset your own second factor. Ask another administrator")
    if not reason.strip():
        raise NotAllowed("Enter why the second factor is reset")
    second_factor.forget(person)
    sessions.end_all(person)
    audit.record(by=by, verb=Verb.ALTERATION, did="reset second factor", to=person, because=reason)


@transaction.atomic
def end_sessions(*, person: Person, by: Person, but: str | None = None, mark: str = "") -> int:
    """How many sessions were ended: the one of that mark, or all but the one with that key."""
    ended = int(sessions.end_one(person, mark)) if mark else sessions.end_all(person, but=but)
    audit.record(by=by, verb=Verb.SIGN_IN, did="ended sessions", to=person, detail={"ended": ended})
    return ended


@dataclass(frozen=True)
class Account:
    """What an administrator says of a person."""

    name: str
    agency: str
    role: Role
    clearance: Marking
    area_codes: tuple[str, ...] = ()


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    role: Role,
    agency: str,
    area_codes: Iterable[str] = (),
    clearance: Marking = Marking.OFFICIAL,
    by: Person | None,
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
        clearance=clearance,
        password=password,
        must_change_password=True,
        one_time_until=timezone.now() + ONE_TIME_LASTS,
    )
    for code in codes:
        person.postings.create(area_code=code)
    audit.record(
        by=by, verb=Verb.ALTERATION, did="added person", to=person, detail={"role": role.value, "areas": codes}
    )
    return person, password


@transaction.atomic
def give_one_time_password(*, person: Person, by: Person | None) -> str:
    """A new one-time password; the old password and every session of the person stop working."""
    password = one_time_password()
    person.set_password(password)
    person.must_change_password = True
    person.one_time_until = timezone.now() + ONE_TIME_LASTS
    person.save(update_fields=["password", "must_change_password", "one_time_until"])
    sessions.end_all(person)
    audit.record(by=by, verb=Verb.ALTERATION, did="gave one-time password", to=person)
    return password


@transaction.atomic
def edit_account(*, person: Person, account: Account, seen_version: int, by: Person) -> None:
    """Makes the account say this. Another role or clearance ends the person's sessions.

    Raises Overtaken if somebody else changed the account meanwhile; NotAllowed on one's own role, or if the role
    and the areas do not fit.
    """
    held = Person.objects.select_for_update().get(pk=person.pk)
    if held.version != seen_version:
        raise Overtaken
    if refusal := may_grant(account.role, account.area_codes):
        raise NotAllowed(refusal)
    allows_other = (held.role, held.clearance) != (account.role, account.clearance)
    if held == by and allows_other:
        raise NotAllowed("You cannot change your own role or clearance. Ask another administrator")
    held.name, held.role, held.clearance = account.name, account.role, account.clearance
    held.agency = Agency.objects.get_or_create(name=account.agency.strip())[0]
    held.version += 1
    held.save(update_fields=["name", "role", "clearance", "agency", "version"])
    _post(held, set(account.area_codes))
    if allows_other:
        sessions.end_all(held)
    told = {"role": account.role.value, "clearance": account.clearance.value, "areas": sorted(account.area_codes)}
    audit.record(by=by, verb=Verb.ALTERATION, did="edited account", to=held, detail=told | {"version": held.version})


def _post(person: Person, codes: set[str]) -> None:
    """Makes the role apply to these areas from today and to no others. Earlier postings stay on record, ended."""
    today, current = timezone.localdate(), person.area_codes
    dropped = person.postings.current().exclude(area_code__in=codes)
    dropped.filter(start=today).delete()
    dropped.update(end=today - timedelta(days=1))
    for code in sorted(codes - current):
        person.postings.create(area_code=code, start=today)


@transaction.atomic
def close_account(*, person: Person, reason: str, by: Person) -> None:
    """The person's sessions stop at their next request. Raises NotAllowed without a reason, or on one's own."""
    if refusal := may_close(is_own=person == by, is_open=person.is_active, reason=reason):
        raise NotAllowed(refusal)
    person.is_active = False
    person.save(update_fields=["is_active"])
    sessions.end_all(person)
    audit.record(by=by, verb=Verb.ALTERATION, did="closed account", to=person, because=reason)


@transaction.atomic
def reopen_account(*, person: Person, reason: str, by: Person) -> str:
    """The one-time password with which the person may sign in again. Raises NotAllowed without a reason."""
    if person.is_active or not reason.strip():
        raise NotAllowed("This account is open" if person.is_active else "Enter why the account is reopened")
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record(by=by, verb=Verb.ALTERATION, did="reopened account", to=person, because=reason)
    return give_one_time_password(person=person, by=by)


@transaction.atomic
def cast_person(
    *,
    email: str,
    name: str,
    role: Role,
    agency: str,
    area_codes: Iterable[str],
    clearance: Marking,
    by: Person | None,
) -> str:
    """A password for one of a demonstration's synthetic people, added if not there yet. It need not be changed."""
    person = Person.objects.filter(email=email).first()
    if person is None:
        person, password = add_person(
            email=email, name=name, role=role, agency=agency, area_codes=area_codes, clearance=clearance, by=by
        )
    else:
        password = give_one_time_password(person=person, by=by)
    Person.objects.filter(pk=person.pk).update(must_change_password=False, is_active=True, clearance=clearance)
    return password
