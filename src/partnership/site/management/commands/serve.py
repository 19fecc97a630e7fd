"""`tocsin-site serve`: the site, on this machine or behind a proxy that speaks https."""

from argparse import ArgumentParser
from contextlib import nullcontext
from typing import Any

import waitress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from partnership.jobs.beside import worker_beside
from partnership.site import checks, surroundings
from partnership.site.wsgi import application

THREADS = 8


class Command(BaseCommand):
    help = "Runs the site. Refuses while migrations wait, or if debugging pages would be open to others."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
        parser.add_argument(
            "--trusted-proxy",
            help="address of the proxy whose X-Forwarded-For and X-Forwarded-Proto are believed; none by default",
        )

        parser.add_argument("--no-work", action="store_true", help="start no worker for background jobs beside it")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port, proxy = options["host"], options["port"], options["trusted_proxy"]
        if settings.DEBUG and not surroundings.is_loopback(host):
            raise CommandError(f"TOCSIN_DEBUG is on and {host} is open to others. Unset it, or use 127.0.0.1.")
        for look in (checks.database, checks.migrations):
            state, words = look()
            if state is checks.State.FAIL:
                raise CommandError(f"Not started. {look.__name__.capitalize()}: {words}")
        believed = {"x-forwarded-for", "x-forwarded-proto"} if proxy else set()
        self.stdout.write(f"Tocsin listens on http://{host}:{port}; people reach it at {settings.TOCSIN_ORIGIN.url}.")
        self.stdout.write("Stop with Ctrl-C.")
        self.stdout.flush()  # at once, also where the output is kept in a file
        # On a database server the worker is a service of its own, which several sites may share.
        is_embedded = connection.vendor == "sqlite"
        with nullcontext() if options["no_work"] or not is_embedded else worker_beside():
            waitress.serve(
                application,
                host=host,
                port=port,
                threads=THREADS,
                ident=None,
                trusted_proxy=proxy,
                trusted_proxy_headers=believed,
                clear_untrusted_proxy_headers=True,
            )
