"""A weekday's mix, for locust: fifty people who open pages, search, follow links and say what was done.

Each keeps the session that filling.py opened, thinks for three to nine seconds between pages, and goes first to what is
theirs to do. TOCSIN_LOAD_PEOPLE names the file of people; TOCSIN_LOAD_SEED the seed. Only for a site on loopback.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
from pathlib import Path
from urllib.parse import urlsplit

from locust import HttpUser, between, events, task

TOLD = json.loads(Path(os.environ["TOCSIN_LOAD_PEOPLE"]).read_text())
SEED = int(os.environ.get("TOCSIN_LOAD_SEED", "1"))
NUMBERS = itertools.count()
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')
WORDS = ("scrapyards", "letting agents", "warn school", "canal", "money transfer", "inspect hotels", "estate", "taxi")


@events.init.add_listener
def only_this_machine(environment, **_) -> None:
    host = urlsplit(environment.host or "").hostname
    if host not in {"127.0.0.1", "localhost", "::1"}:
        raise SystemExit(f"{host} is not this machine. A load test talks to loopback only.")


class Colleague(HttpUser):
    """One signed-in person at work."""

    wait_time = between(3, 9)

    def on_start(self) -> None:
        number = next(NUMBERS) % len(TOLD["people"])
        self.me = TOLD["people"][number]
        self.draw = random.Random(SEED * 1000 + number)  # noqa: S311 - which page next, no secret
        self.client.cookies.set(TOLD["cookie_name"], self.me["cookie"])

    def open(self, path: str, name: str) -> str:
        with self.client.get(path, name=name, allow_redirects=False, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code} for {path}")
            else:
                answer.success()
            return answer.text

    def open_one(self, kind: str) -> str:
        """Some record's page, of those that this person may open."""
        found = self.me["addresses"].get(kind)
        if not found:
            return ""
        path = self.draw.choice(found)
        self.open(path, f"a {kind}")
        return path

    @task(6)
    def look_at_what_is_mine(self) -> None:
        self.open("/work/", "My work")

    @task(3)
    def read_the_board(self) -> None:
        self.open("/boards/", "Boards")
        self.open(f"/boards/{self.me['area']}/", "a board of signals")

    @task(4)
    def read_a_signal(self) -> None:
        self.open_one("signal")

    @task(5)
    def search(self) -> None:
        self.open(f"/find/?q={self.draw.choice(WORDS).replace(' ', '+')}", "Find")

    @task(4)
    def work_through_actions(self) -> None:
        self.open("/plans/actions/", "Actions")
        self.open_one("action")

    @task(3)
    def read_a_plan(self) -> None:
        self.open("/plans/", "Plans")
        self.open_one("plan")

    @task(3)
    def read_a_group(self) -> None:
        self.open("/groups/", "Groups")
        self.open_one("group")

    @task(2)
    def read_a_threat(self) -> None:
        self.open_one("threat")
        self.open_one("recommendation")

    @task(2)
    def look_at_outcomes(self) -> None:
        self.open("/outcomes/", "Outcomes")
        self.open_one("disruption")

    @task(2)
    def look_at_requests(self) -> None:
        self.open("/requests/", "Requests")
        self.open_one("request")

    @task(2)
    def prepare_a_meeting(self) -> None:
        self.open("/meetings/", "Meetings")
        self.open_one("meeting")

    @task(1)
    def walk_a_trail(self) -> None:
        found = self.me["addresses"].get("disruption")
        if found:
            uuid = self.draw.choice(found).rstrip("/").rsplit("/", 1)[1]
            self.open(f"/trace/disruption/{uuid}/", "a trail")

    @task(1)
    def read_trends(self) -> None:
        self.open(f"/trends/{self.me['area']}/", "Trends")

    @task(2)
    def say_what_was_done(self) -> None:
        """Opens the form of an action and, where it may be filled in, sends it."""
        found = self.me["addresses"].get("action")
        if not found or self.me["role"] in {"commissioners-officer", "records-manager"}:
            return
        path = f"{self.draw.choice(found)}update/"
        with self.client.get(path, name="Form: update an action", catch_response=True) as page:
            page.success() if page.status_code in {200, 404} else page.failure(str(page.status_code))
        token, version = TOKEN.search(page.text), VERSION.search(page.text)
        if page.status_code != 200 or token is None or version is None:
            return
        sent = {"csrfmiddlewaretoken": token[1], "version": version[1], "text": "Visited again", "state": "open"}
        headers = {"Referer": f"{self.host}{path}"}
        with self.client.post(
            path, sent | {"due": ""}, name="Send: update an action", headers=headers, allow_redirects=False,
            catch_response=True,
        ) as answer:  # fmt: skip
            # Somebody else may have been first: that is an answer, no failure.
            answer.success() if answer.status_code in {302, 409, 422} else answer.failure(str(answer.status_code))
