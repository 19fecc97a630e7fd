"""What comes round in this slice."""

from __future__ import annotations

from partnership.jobs import clock

from .digests import begin
from .keeping import clear

clock.every("notices-digests", begin, minutes=10)
clock.daily("notices-clear", clear, at_hour=3)
