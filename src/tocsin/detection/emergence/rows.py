"""What is said of each emerging term: the table that travels, and the level rule."""

from __future__ import annotations

from tocsin.detection.emergence.settings import Settings

OVERALL = "overall"
RAISED, ONE_SOURCE, BELOW = "raised", "one source", "below"


def level_of(*, q: float, count: int, expected: float, voices: int | None, settings: Settings) -> str:
    """How high a term stands. `voices` is source groups, else areas; None where neither is known.

    >>> level_of(q=0.01, count=9, expected=2.0, voices=1, settings=Settings("week"))
    'one source'
    """
    if q > settings.q_limit or count < settings.least_times * expected:
        return BELOW
    return RAISED if voices is None or voices >= settings.min_groups else ONE_SOURCE
