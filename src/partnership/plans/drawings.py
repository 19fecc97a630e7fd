"""How work is spread over the Ps, drawn: by what is done and by what changed."""

from __future__ import annotations

from collections.abc import Sequence

from partnership.records.ps import p_named
from partnership.ui.figure import Chart
from partnership.ui.pairs import Pair, pair_chart

from .rules import Share
from .wording import listed_ps

NAMES = ("of actions", "of outcomes")
WHAT_COUNTS = (
    "An outcome is an action that is done and of which it is known what changed. Dropped actions do not count."
)


def balance_chart(shares: Sequence[Share]) -> Chart:
    """Each P's part of the actions beside its part of the outcomes, with the counts in a table."""
    actions, outcomes = sum(share.actions for share in shares), sum(share.outcomes for share in shares)
    return pair_chart(
        [Pair(p_named(s.p), _part(s.actions, actions), _part(s.outcomes, outcomes)) for s in shares],
        title=balance_words(shares),
        description="Bars: for each P, its share of all actions and its share of all outcomes.",
        names=NAMES,
        head=("P", "Actions", "Share of actions", "Outcomes", "Share of outcomes"),
        rows=tuple(
            (
                p_named(s.p),
                str(s.actions),
                _percent(s.actions, actions),
                str(s.outcomes),
                _percent(s.outcomes, outcomes),
            )
            for s in shares
        ),
        notes=(WHAT_COUNTS,),
    )


def balance_words(shares: Sequence[Share]) -> str:
    """What the balance shows, in a sentence.

    >>> balance_words([Share("soc4p:pursue", 3, 1), Share("soc4p:prevent", 1, 0), Share("soc4p:protect", 0, 0)])
    'Pursue has 3 of 4 actions and 1 of 1 outcome; Protect has no action'
    """
    actions, outcomes = sum(share.actions for share in shares), sum(share.outcomes for share in shares)
    if not actions:
        return "No P has an action yet"
    most = max(shares, key=lambda share: share.actions)
    told = f"{p_named(most.p)} has {most.actions} of {actions} action{'' if actions == 1 else 's'}"
    told += f" and {most.outcomes} of {outcomes} outcome{'' if outcomes == 1 else 's'}" if outcomes else ""
    empty = [share.p for share in shares if not share.actions]
    return f"{told}; {listed_ps(empty)} {'has' if len(empty) == 1 else 'have'} no action" if empty else told


def _part(number: int, of: int) -> float | None:
    return number / of if of else None


def _percent(number: int, of: int) -> str:
    return f"{number / of:.0%}" if of else "none yet"
