"""What comes round in this slice."""

from __future__ import annotations

from partnership.jobs import clock

from . import tasks

clock.daily("requests-expire", tasks.expire, at_hour=1)
clock.daily("requests-remind", tasks.remind, at_hour=6)
