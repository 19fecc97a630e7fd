"""How far to believe a signal, in words for a board. Pure: no Django."""

from __future__ import annotations

from collections.abc import Mapping

from .grounds import FusionLine

FUSED_HEAD = ("Source group", "Counts", "Reliability", "Evidence", "Why")
_DISCOVERED = {
    "proactive": "Found by looking for it: the count grows with the looking, as with stops and searches.",
    "reported": "Told by others, such as victims, witnesses and the press.",
}


def discovered(discovery: str) -> str:
    """How a count comes about, in a sentence."""
    return _DISCOVERED.get(discovery, discovery)


def odds(strength: float) -> str:
    """A log10 evidence ratio as odds that a board can weigh.

    >>> odds(0.0)
    'No more than chance.'
    >>> odds(1.3)
    'About 20 to 1 that something changed, against chance alone, before what is known besides.'
    """
    if strength < 0.05:
        return "No more than chance."
    ratio = 10**strength
    told = f"{ratio:.1f}" if ratio < 10 else f"{int(float(f'{ratio:.2g}')):,}"
    return f"About {told} to 1 that something changed, against chance alone, before what is known besides."


def fused_row(line: FusionLine) -> tuple[str, ...]:
    """One source group's part, as a row of the table under FUSED_HEAD."""
    return (
        line.source_group,
        "yes" if line.counted else "no",
        f"{line.reliability:.0%}",
        f"{10**line.evidence:.1f} to 1",
        line.why,
    )


def record_in_words(became: Mapping[str, int]) -> str:
    """What became of other signals of the same threat, measure and level of area.

    >>> record_in_words({"confirmed": 3, "dismissed": 1})
    '3 confirmed and 1 dismissed, of those you may see.'
    """
    told = [f"{number} {what}" for what, number in became.items() if number]
    if not told:
        return "None has been decided, of those you may see."
    return f"{', '.join(told[:-1])}{' and ' if told[1:] else ''}{told[-1]}, of those you may see."
