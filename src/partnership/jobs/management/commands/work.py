"""`tocsin-site work`: runs background jobs, and puts periodic ones into the queue when they fall due."""

import os
import signal
from argparse import ArgumentParser
from threading import Thread
from typing import Any

from django.core.management.base import BaseCommand

from partnership.jobs.beside import wait_for_orphanhood
from partnership.jobs.working import LEASE_SECONDS, Beat, Working


class Command(BaseCommand):
    help = "Runs background jobs until it is stopped. Several workers may run at once, on one database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when no job is waiting; for cron")
        parser.add_argument("--interval", type=float, default=2, help="seconds between looks for a job (default 2)")
        parser.add_argument(
            "--lease",
            type=float,
            default=LEASE_SECONDS,
            help=f"seconds after which another takes over if this worker dies (default {LEASE_SECONDS})",
        )
        parser.add_argument("--with-parent", action="store_true", help="stop when the process that started it is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Working(interval=options["interval"], is_once=options["once"])
        beat = Beat(worker.worker_id, options["lease"])
        worker.configure_signals()
        if options["with_parent"]:
            Thread(target=wait_for_orphanhood, args=[os.getppid(), _stop], daemon=True).start()
        beat.tick()
        beat.start()
        try:
            worker.run()
        finally:
            beat.end()


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
