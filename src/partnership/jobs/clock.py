"""The jobs that come round by themselves. A slice names its own in a module `periodic.py`, which is found at the start:

    from partnership.jobs import clock

    from . import tasks

    clock.daily("requests-remind", tasks.remind, at_hour=6)         # at six, as London reads it
    clock.every("requests-expire", tasks.expire, minutes=60)

The function takes the moment, `(now: datetime)`, and nothing else. It may be run twice, when its worker died half-way
or when it raised: it does what still has to be done, and finds nothing left the second time. It writes to the audit
log with `by=None`. Each is put into the queue once per period, however many workers there are, and once after a time
in which there was none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from .rules import Daily, Every, Period

Work = Callable[[datetime], object]

ROUNDS: dict[str, tuple[Period, Work]] = {}


def daily(name: str, work: Work, *, at_hour: int) -> None:
    """Has the work done every day at that hour, local time."""
    _add(name, Daily(at_hour), work)


def every(name: str, work: Work, *, minutes: int) -> None:
    """Has the work done every so many minutes."""
    _add(name, Every(minutes), work)


def _add(name: str, period: Period, work: Work) -> None:
    if name in ROUNDS:
        raise ValueError(f"Two periodic jobs are called {name}. Give one of them another name.")
    ROUNDS[name] = period, work
