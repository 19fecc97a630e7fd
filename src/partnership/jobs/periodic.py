"""What comes round in this slice."""

from __future__ import annotations

from . import clock, keeping

clock.daily("jobs-clear", keeping.clear, at_hour=3)
