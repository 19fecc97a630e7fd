"""The second factor: codes from an authenticator app, and recovery codes for when it is lost.

Keys and codes are allauth's; ours is that a code counts once, whichever process sees it and at the same moment.
Source: RFC 6238, section 5.2: a verifier must not accept the same one-time password twice.
"""

from __future__ import annotations

import base64
import hashlib
import time

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.crypto import constant_time_compare

from .models import Person

STEP_SECONDS = 30
STEPS_EITHER_WAY = 1  # a phone's clock may be half a minute off
KIND = Authenticator.Type


class Adapter(DefaultMFAAdapter):
    """Keeps keys and seeds encrypted, so that a copy of the database alone gives nobody a second factor."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return str(user.email)

    def get_totp_issuer(self) -> str:
        return "Tocsin"


def has_one(person: Person) -> bool:
    return Authenticator.objects.filter(user_id=person.pk, type=KIND.TOTP).exists()


def new_key() -> str:
    return str(generate_totp_secret())


def picture_of(person: Person, key: str) -> str:
    """The key as a QR code: an SVG image, as an address that a page may hold."""
    adapter = Adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(person, key))
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def code_now(key: str) -> str:
    """What an authenticator app that holds the key shows at this moment."""
    return str(format_hotp_value(hotp_value(key, _step_now())))


def fits(key: str, code: str) -> bool:
    return _step_of(key, code) is not None


@transaction.atomic
def enrol(person: Person, key: str, code: str) -> list[str]:
    """The recovery codes, shown only now, once the key is the person's. The code that proved it is used up."""
    forget(person)
    held = TOTP.activate(person, key).instance
    held.data["last_step"] = _step_of(key, code)
    held.save(update_fields=["data"])
    return new_recovery_codes(person)


@transaction.atomic
def new_recovery_codes(person: Person) -> list[str]:
    """Ten codes that each count once; those given before count no more."""
    Authenticator.objects.filter(user_id=person.pk, type=KIND.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(person).generate_codes())


def recovery_codes_left(person: Person) -> int:
    held = Authenticator.objects.filter(user_id=person.pk, type=KIND.RECOVERY_CODES).first()
    return 0 if held is None else len(held.wrap().get_unused_codes())


def use(person: Person, code: str) -> bool:
    """True, once, for the app's code of this moment or for a recovery code that is left."""
    code = "".join(code.split())
    return _use_app_code(person, code) or _use_recovery_code(person, code)


def forget(person: Person) -> None:
    """Takes the second factor away: the person must set one up before anything else."""
    Authenticator.objects.filter(user_id=person.pk).delete()


@transaction.atomic
def _use_app_code(person: Person, code: str) -> bool:
    held = Authenticator.objects.select_for_update().filter(user_id=person.pk, type=KIND.TOTP).first()
    if held is None:
        return False
    step = _step_of(Adapter().decrypt(held.data["secret"]), code)
    if step is None or step <= held.data.get("last_step", 0):
        return False
    held.data["last_step"] = step
    held.record_usage()
    held.save(update_fields=["data"])
    return True


@transaction.atomic
def _use_recovery_code(person: Person, code: str) -> bool:
    held = Authenticator.objects.select_for_update().filter(user_id=person.pk, type=KIND.RECOVERY_CODES).first()
    return held is not None and bool(held.wrap().validate_code(code))


def _step_of(key: str, code: str) -> int | None:
    """The time step whose code this is, among those near now."""
    now, found = _step_now(), None
    for step in range(now - STEPS_EITHER_WAY, now + STEPS_EITHER_WAY + 1):
        if constant_time_compare(format_hotp_value(hotp_value(key, step)), code):
            found = step
    return found


def _step_now() -> int:
    return int(time.time()) // STEP_SECONDS


def _cipher() -> Fernet:
    key = hashlib.sha256(f"tocsin.second-factor\n{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
