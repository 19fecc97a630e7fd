"""How many questions each page of the weekday's mix asks the database, asked once by somebody who may open it.

python benchmarks/site/counting.py --people people.json --out queries.json
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import django_ready  # noqa: F401 - before any model is known
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def pages_of(person: dict[str, Any]) -> dict[str, str]:
    """By the name that the mix gives it, an address of each page."""
    found = {
        "My work": "/work/",
        "Boards": "/boards/",
        "a board of signals": f"/boards/{person['area']}/",
        "Find": "/find/?q=scrapyards",
        "Actions": "/plans/actions/",
        "Plans": "/plans/",
        "Groups": "/groups/",
        "Outcomes": "/outcomes/",
        "Requests": "/requests/",
        "Meetings": "/meetings/",
        "Trends": f"/trends/{person['area']}/",
    }
    found |= {f"a {kind}": addresses[0] for kind, addresses in person["addresses"].items() if addresses}
    if disruptions := person["addresses"].get("disruption"):
        found["a trail"] = f"/trace/disruption/{disruptions[0].rstrip('/').rsplit('/', 1)[1]}/"
    return found


def main() -> None:
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=Path, required=True)
    asked.add_argument("--out", type=Path, required=True)
    told = asked.parse_args()
    held = json.loads(told.people.read_text())
    chair = next(person for person in held["people"] if person["role"] == "board-chair")
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[held["cookie_name"]] = chair["cookie"]
    counts = {}
    for name, path in pages_of(chair).items():
        client.get(path)  # what is read once and kept
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}, not 200: the mix names a page that is not there.")
        counts[name] = len(queries)
    told.out.write_text(json.dumps(counts, indent=1))


if __name__ == "__main__":
    main()
