"""Proving who one is: password, second factor, and what is recorded of it. The session itself is sessions' to begin."""

from django.contrib.auth import authenticate
from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb

from . import second_factor, sessions, throttling
from .models import OutsideAccount, Person
from .rules import NotAllowed
from .single_sign_on import Claimed

WRONG = "E-mail address or password is wrong, or the account is closed"
WRONG_CODE = "Code is wrong or was used before. Wait for the next one"
EXPIRED = "This one-time password has expired. Ask your administrator for another"
NOT_KNOWN = "Your organisation’s account opens nothing here. Ask your administrator for an account under its address"
TOO_MANY = "Too many attempts. Wait 15 minutes and try again"


def check_password(*, email: str, password: str, buckets: tuple[str, ...], by: Person | None = None) -> Person:
    """The person whose password this is. They are not signed in yet: see `note_signed_in`.

    by       always None: nobody is signed in yet
    buckets  where a failure counts: throttling.buckets_of

    Raises NotAllowed in the same words for an unknown address, a wrong password and a closed account.
    """
    if throttling.is_throttled(buckets):
        raise NotAllowed(TOO_MANY)
    person = authenticate(username=email, password=password)
    if person is None:
        with transaction.atomic():
            _refuse(email, buckets, by)
        raise NotAllowed(WRONG)
    if person.must_change_password and person.one_time_until and person.one_time_until < timezone.now():
        with transaction.atomic():
            audit.record(by=by, verb=Verb.REFUSAL, did="refused expired one-time password", to=person)
        raise NotAllowed(EXPIRED)
    return person


def check_code(*, person: Person, code: str, buckets: tuple[str, ...], by: Person | None = None) -> None:
    """Returns if the code is the person's second factor; it is used up then.

    Raises NotAllowed for a wrong or used code, and after too many.
    """
    if throttling.is_throttled(buckets):
        raise NotAllowed(TOO_MANY)
    if not second_factor.use(person, code):
        with transaction.atomic():
            _refuse(person.email, buckets, by, did="refused code")
        raise NotAllowed(WRONG_CODE)


def check_claim(*, claimed: Claimed, by: Person | None = None) -> Person:
    """The person whose account at their organisation this is. The first time it is known by its address.

    After that by its number there: an address that is given to somebody else one day opens nothing to them.

    by  always None: nobody is signed in yet

    Raises NotAllowed in the same words for an unknown account, one whose address belongs to another, and a closed one.
    """
    linked = OutsideAccount.objects.filter(issuer=claimed.issuer)
    held = linked.filter(subject=claimed.subject).select_related("person").first()
    if held is not None and held.person.is_active:
        return held.person
    known = Person.objects.filter(email=claimed.email, is_active=True).exclude(outside_accounts__in=linked)
    person = None if held is not None or not claimed.email else known.first()
    with transaction.atomic():
        if person is not None:
            OutsideAccount.objects.create(person=person, issuer=claimed.issuer, subject=claimed.subject)
            audit.record(by=by, verb=Verb.ALTERATION, did="linked organisation’s account", to=person)
            return person
        account = held.person if held is not None else Person.objects.filter(email=claimed.email or "?").first()
        audit.record(by=by, verb=Verb.REFUSAL, did="refused organisation’s account", to=account)
    raise NotAllowed(NOT_KNOWN)


@transaction.atomic
def note_signed_in(*, by: Person, buckets: tuple[str, ...], way: str) -> None:
    """way  how they proved who they are: password, code or openid-connect"""
    throttling.forgive(buckets)
    audit.record(by=by, verb=Verb.SIGN_IN, did="signed in", to=by, detail={"by": way})


@transaction.atomic
def note_confirmed(*, by: Person) -> None:
    audit.record(by=by, verb=Verb.SIGN_IN, did="confirmed who they are", to=by)


@transaction.atomic
def enrol_second_factor(*, key: str, code: str, session: str | None, by: Person) -> list[str]:
    """The recovery codes, shown only now. Every session but the one with that key ends.

    Raises NotAllowed if the code does not fit the key.
    """
    if not second_factor.fits(key, "".join(code.split())):
        raise NotAllowed(WRONG_CODE)
    codes = second_factor.enrol(by, key, "".join(code.split()))
    # Whoever else is signed in as this person gave a password alone.
    sessions.end_all(by, but=session)
    audit.record(by=by, verb=Verb.ALTERATION, did="set up second factor", to=by)
    return codes


@transaction.atomic
def renew_recovery_codes(*, by: Person) -> list[str]:
    """Ten new codes; the old ones count no more."""
    codes = second_factor.new_recovery_codes(by)
    audit.record(by=by, verb=Verb.ALTERATION, did="renewed recovery codes", to=by)
    return codes


def _refuse(email: str, buckets: tuple[str, ...], by: Person | None, *, did: str = "refused sign-in") -> None:
    throttling.count_failure(buckets)
    account = Person.objects.filter(email=email.strip().lower()).first()
    audit.record(by=by, verb=Verb.REFUSAL, did=did, to=account)
    # Attempts after this one are turned away unrecorded: otherwise a guesser could fill the log.
    if throttling.is_throttled(buckets):
        audit.record(by=by, verb=Verb.REFUSAL, did="slowed sign-in", to=account)


@transaction.atomic
def sign_out(*, by: Person) -> None:
    audit.record(by=by, verb=Verb.SIGN_IN, did="signed out", to=by)


@transaction.atomic
def change_password(*, person: Person, password: str, session: str | None, by: Person) -> None:
    """Every session of the person ends but the one with that key."""
    person.set_password(password)
    person.must_change_password = False
    person.one_time_until = None
    person.save(update_fields=["password", "must_change_password", "one_time_until"])
    sessions.end_all(person, but=session)
    audit.record(by=by, verb=Verb.ALTERATION, did="changed password", to=person)
