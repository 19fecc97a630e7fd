"""A signal's numbers in words for a board, and which links may be followed. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol
from urllib.parse import urlsplit

RAREST = 1e-6  # past this the exact chance says more about the model than about the world


def number(value: float) -> str:
    """The number as a board reads it: thousands parted, one decimal only where it says something.

    >>> number(1234.0), number(6.43), number(0.04)
    ('1,234', '6.4', '0.04')
    """
    if value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 0.1 else f"{value:.1g}"


def probability(value: float) -> str:
    """A p or q in two figures, never rounded to nothing.

    >>> probability(0.000412), probability(0.034), probability(3e-9)
    ('0.00041', '0.034', 'below 0.000001')
    """
    if value < RAREST:
        return f"below {RAREST:f}"
    return f"{value:.6f}".rstrip("0") if value < 1e-4 else f"{value:.2g}"


def compared(observed: float, expected: float, upper: float) -> str:
    """Observed against expected in one sentence.

    >>> compared(19, 6.43, 12)
    '19 counted, where 6.4 was expected and up to 12 would be no surprise.'
    """
    return (
        f"{number(observed)} counted, where {number(expected)} was expected "
        f"and up to {number(upper)} would be no surprise."
    )


def chance(p: float) -> str:
    """What p says: how often so high a count would come up if nothing had changed.

    >>> chance(0.0004)
    'If nothing had changed, a count this high would come up about once in 2,500 periods.'
    """
    if p <= RAREST:
        often = "less than once in a million periods"
    elif p >= 0.5:
        often = "in most periods"
    else:
        often = f"about once in {_round_to_two_figures(1 / p):,} periods"
    return f"If nothing had changed, a count this high would come up {often}."


def false_alarms(q: float) -> str:
    """What q says: of everything raised at least this strongly in the same batch, how much would be false.

    >>> false_alarms(0.031)
    'Of all counts standing out at least this much in the same scan, about 3 in 100 would be false alarms.'
    """
    if q < 0.001:
        share = "fewer than 1 in 1,000"
    elif q < 0.01:
        share = f"about {round(q * 1000)} in 1,000"
    else:
        share = f"about {round(q * 100)} in 100"
    return f"Of all counts standing out at least this much in the same scan, {share} would be false alarms."


def independence(groups: Sequence[str]) -> str:
    """How many owners stand behind it, since many papers of one owner are one voice.

    >>> independence(["Police.uk"])
    '1 independent source group'
    """
    return f"{len(groups)} independent source group{'' if len(groups) == 1 else 's'}"


class Voice(Protocol):
    """A quote, as far as independence goes."""

    @property
    def rank(self) -> int: ...
    @property
    def source_group(self) -> str: ...
    @property
    def content_hash(self) -> str: ...


def echoes(quotes: Iterable[Voice]) -> dict[int, str]:
    """For each quote that adds no independent voice, by rank, why not; a quote not named here stands alone.

    quotes  in rank order
    """
    by_text: dict[str, int] = {}
    by_group: dict[str, int] = {}
    told: dict[int, str] = {}
    for quote in quotes:
        if quote.content_hash in by_text:
            told[quote.rank] = f"Not independent: the same text or file as quote {by_text[quote.content_hash]}."
        elif quote.source_group in by_group:
            told[quote.rank] = f"Not independent: the same owner as quote {by_group[quote.source_group]}."
        if quote.content_hash:
            by_text.setdefault(quote.content_hash, quote.rank)
        if quote.source_group:
            by_group.setdefault(quote.source_group, quote.rank)
    return told


def is_web_link(link: str) -> bool:
    """True if a browser may follow it: http or https, with a host. Anything else is shown as plain text.

    >>> is_web_link("https://example.org/a"), is_web_link("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _round_to_two_figures(value: float) -> int:
    return int(float(f"{value:.2g}"))
