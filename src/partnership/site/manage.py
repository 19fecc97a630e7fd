"""The `tocsin-site` command."""

import os
import sys

from django.core.management import execute_from_command_line
from rich.console import Console
from rich.table import Table

COMMANDS = (
    ("migrate", "make or bring up to date the database"),
    ("first-administrator --email … --name …", "add the first account; prints a one-time password"),
    ("serve", "run the site, and on SQLite a worker beside it"),
    ("work", "run background jobs, on PostgreSQL or on another machine"),
    ("demo-people", "add the synthetic cast to a demonstration (TOCSIN_DEMO=1)"),
    ("demo-year", "add a made-up year to a demonstration, after demo-people and intake"),
    ("founding-threats", "add the threats of the founding document as first editions of West Yorkshire's estimate"),
    ("intake STORE", "take in what the engine found"),
    ("verdicts FILE", "write out what people decided, for the engine"),
    ("reviews", "count the records overdue for review, by who holds them"),
    ("areas import FILE.geojson", "replace the approximate outlines by official ones"),
    ("backup", "the whole site into one verified file; which keys to keep apart is said at the end"),
    ("restore FILE", "put a backup into an empty database, or say what does not fit"),
    ("check --deploy", "look for unsafe settings"),
)


def main() -> None:
    # Whatever the site writes is for its own account alone.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.site.settings")
    arguments = sys.argv[1:]
    if not arguments:
        show_commands()
        return
    # Command files are Python modules, so their names carry an underscore where the command has a hyphen.
    name = arguments[0] if arguments[0].startswith("-") else arguments[0].replace("-", "_")
    execute_from_command_line(["tocsin-site", name, *arguments[1:]])


def show_commands() -> None:
    table = Table("Command", "What it does", title="tocsin-site", title_justify="left", box=None)
    for command, purpose in COMMANDS:
        table.add_row(f"tocsin-site {command}", purpose)
    Console().print(table)


if __name__ == "__main__":
    main()
