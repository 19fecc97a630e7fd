"""What the site itself asks of those who look after it."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from partnership.work.finding import Found
from partnership.work.rules import Kind, Task

from . import checks


def of_checks() -> Found:
    """The self-checks that fail, which are for today, and those that warn."""
    url, today = reverse("site-system"), timezone.localdate()
    odd = [check for check in checks.run_all() if check.state is not checks.State.OK]
    tasks = [
        Task(
            Kind.SITE,
            "Mend it" if check.state is checks.State.FAIL else "Look into it",
            check.words.rstrip("."),
            url,
            check.name,
            today if check.state is checks.State.FAIL else None,
        )
        for check in odd
    ]
    return Found(Kind.SITE, tasks, (), len(tasks), url)
