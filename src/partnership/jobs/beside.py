"""A worker beside the site, as a process of its own: begun with it, ended with it, begun anew if it dies."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

WORK = (sys.executable, "-m", "partnership.site.manage", "work", "--with-parent")
BEGINS_ANEW_AFTER_SECONDS = 5
ENDS_WITHIN_SECONDS = 20


@contextmanager
def worker_beside(command: tuple[str, ...] = WORK) -> Iterator[None]:
    """As long as the block lasts, a worker runs beside it."""
    ended, running = Event(), []

    def keep_running() -> None:
        while not ended.is_set():
            # In a session of its own, so that Ctrl-C reaches it once: through the site, which ends it in good order.
            running[:] = [subprocess.Popen(command, start_new_session=True)]  # noqa: S603 - our own command
            running[0].wait()
            ended.wait(BEGINS_ANEW_AFTER_SECONDS)

    keeper = Thread(target=keep_running, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        for process in running:
            process.terminate()
        keeper.join(ENDS_WITHIN_SECONDS)


def wait_for_orphanhood(parent: int, then: Callable[[], None]) -> None:
    """Returns once that process is no longer the parent of this one, after doing what is to be done then."""
    while os.getppid() == parent:
        time.sleep(1)
    then()
