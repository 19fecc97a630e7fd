"""A token in words, for its owner."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.timezone import localtime

from partnership.ui.wording import day, moment

from .models import Token
from .rules import ACTS, is_read_only


@dataclass(frozen=True)
class Told:
    """A token, and the rows that say how far it goes. `counts` is False once it ended, ran out or lost its owner."""

    token: Token
    counts: bool
    rows: tuple[tuple[str, str], ...]


def told(token: Token) -> Told:
    names = dict(settings.TOCSIN_AREAS)
    areas = (
        "Wherever my role applies" if token.area_codes is None else ", ".join(names.get(c, c) for c in token.area_codes)
    )
    used = "Not yet" if token.last_used_at is None else moment(localtime(token.last_used_at))
    acts = "; ".join(words for act, words in ACTS.items() if act in token.told_acts).capitalize()
    rows = (
        ("Why", token.purpose),
        ("May", f"{acts}. Changes nothing" if is_read_only(token.told_acts) else acts),
        ("Where", areas),
        ("Last day", day(token.until)),
        ("Last used", used),
    )
    return Told(token, token.counts, rows)
