"""What a password must be, and one-time passwords."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError

from .models import Agency
from .rules import SHORTEST_PASSWORD, context_word_in

LONGEST_PASSWORD = 256  # far above any passphrase; keeps a megabyte of text away from the hasher
# No 0/o, 1/i/l: a one-time password is often read aloud or copied by hand.
CLEAR_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """Five groups of four characters: about 99 bits."""
    return "-".join("".join(secrets.choice(CLEAR_CHARACTERS) for _ in range(4)) for _ in range(5))


class LongEnough:
    def validate(self, password: str, user: object = None) -> None:
        if len(password) < SHORTEST_PASSWORD:
            raise ValidationError(f"Password must be {SHORTEST_PASSWORD} characters or more", code="too_short")
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(f"Password must be {LONGEST_PASSWORD} characters or fewer", code="too_long")

    def get_help_text(self) -> str:
        return f"Use {SHORTEST_PASSWORD} characters or more. Three or four unconnected words work well."


class NoContextWord:
    def validate(self, password: str, user: object = None) -> None:
        areas = [name for code, name in settings.TOCSIN_AREAS if code != "WORLD"]
        names = [*areas, *Agency.objects.values_list("name", flat=True)]
        # What stands in brackets says what a name is for, and is nobody's name.
        if word := context_word_in(password, [name.partition(" (")[0] for name in names]):
            raise ValidationError(
                "Password must not contain ‘%(word)s’, because anyone who knows this site would guess it",
                code="context_word",
                params={"word": word},
            )

    def get_help_text(self) -> str:
        return "Leave out the names of this site, its districts and its agencies."
