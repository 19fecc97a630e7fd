"""Fills an empty site with made-up records of five districts, and signs fifty people in.

    python benchmarks/site/filling.py --records 100000 --seed 1 --people people.json

The database is the one that DATABASE_URL or TOCSIN_HOME names; it must hold no records. Written to `people.json`: for
each person a session cookie, their role, and addresses that they may open. All of it is synthetic and says so.
"""

from __future__ import annotations

import json
import random
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import django_ready  # noqa: F401 - before any model is known
from django.conf import settings
from django.db import connection, models
from django.test import Client
from django.utils import timezone
from rich.console import Console
from rich.progress import track

from partnership.find.index import take_up_all
from partnership.meetings.models import Decision, Item, Meeting, MeetingSeries
from partnership.meetings.rules import MeetingState
from partnership.ocgs.models import Assignment, Enabler, Group, Involvement, Requirement
from partnership.ocgs.rules import Duty, EnablerKind, Status
from partnership.outcomes.models import Disruption, Outcome
from partnership.outcomes.rules import ClaimState, Direction, Grade
from partnership.people.models import Agency, Person, Posting
from partnership.people.rules import Marking, Role
from partnership.people.sessions import SECOND
from partnership.plans.models import Action, Objective, Plan, Update
from partnership.plans.rules import ActionState
from partnership.profiles.models import Edition as ProfileEdition
from partnership.profiles.models import Profile, Recommendation
from partnership.records.models import Share
from partnership.records.ps import the_ps
from partnership.records.rules import Handling, Release
from partnership.records.scoping import Scoped
from partnership.requests.models import Enquiry, Request
from partnership.requests.rules import Answer
from partnership.thread.models import Tie
from partnership.threats.models import Edition, Threat
from partnership.triage.models import Evidence, Quote, Signal

DISTRICTS = {
    "E08000032": "Bradford",
    "E08000033": "Calderdale",
    "E08000034": "Kirklees",
    "E08000035": "Leeds",
    "E08000036": "Wakefield",
}
# Of every thousand records, how many of each kind.
OF_A_THOUSAND = {
    Signal: 50, Threat: 3, Group: 15, Enabler: 10, Requirement: 15, Recommendation: 20, Plan: 30, Action: 600,
    Disruption: 80, Outcome: 40, Request: 25, Enquiry: 100, Meeting: 12,
}  # fmt: skip
POLICE, COUNCIL, CHARITY = "Police (synthetic)", "Council (synthetic)", "Charity (synthetic)"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
CLOSE = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "For the police. Ask the originator first.")
CRIMES = ("modern-slavery", "drugs-supply", "fraud", "firearms", "cyber-crime", "acquisitive-crime")
DEEDS = ("Visit", "Inspect", "Write to", "Train", "Close", "Map", "Brief", "Check", "Warn", "Count", "Publish", "Refer")
THINGS = (
    *("hand car washes", "letting agents", "scrapyards", "nail bars", "haulage yards", "cash machines", "flats"),
    *("school staff", "parcel lockers", "money transfer shops", "taxi ranks", "farm gangs", "empty mills", "hotels"),
)
PLACES = ("station", "market", "ring road", "canal", "east side", "estate", "retail park", "high street", "depot")
COLOURS = ("Slate", "Amber", "Granite", "Copper", "Quiet", "Blue", "Long", "Iron", "Winter", "Silver", "Low", "Cedar")
NOUNS = ("Harbour", "Mill", "Ferry", "Lantern", "Quarry", "Meadow", "Bridge", "Orchard", "Signal", "Anchor", "Well")
BATCH = 1000


class Filler:
    """seed  the same seed and the same day make the same records, but for their uuids"""

    def __init__(self, records: int, seed: int) -> None:
        self.records, self.draw = records, random.Random(seed)  # noqa: S311 - made-up words, no secret
        self.today, self.now = timezone.localdate(), timezone.now()
        self.ps = [p.key for p in the_ps()]
        self.agencies = {name: Agency.objects.create(name=name) for name in (POLICE, COUNCIL, CHARITY)}
        self.people: list[Person] = []

    def number(self, model: type[Scoped]) -> int:
        return max(5, round(self.records * OF_A_THOUSAND[model] / 1000))

    def words(self, many: int = 1) -> str:
        said = (f"{self.draw.choice(DEEDS)} {self.draw.choice(THINGS)} by the {self.draw.choice(PLACES)}"
                for _ in range(many))  # fmt: skip
        return ". ".join(said)

    def day(self, back: int, ahead: int = 0) -> date:
        return self.today + timedelta(days=self.draw.randint(-back, ahead))

    def moment(self, back: int) -> datetime:
        return self.now - timedelta(minutes=self.draw.randint(1, back * 1440))

    def held(self) -> dict[str, Any]:
        """Where a record lies and how closely it is held: four of five are open to all who read the board."""
        release = OPEN if self.draw.random() < 0.8 else CLOSE
        return {
            "area_code": self.draw.choice(list(DISTRICTS)),
            "marking": release.marking,
            "handling": release.handling,
            "handling_conditions": release.conditions,
            "originator": self.agencies[POLICE],
            "review_on": self.today + timedelta(days=self.draw.randint(1, 2000)),
            "synthetic": True,
        }

    def beside(self, record: Scoped) -> dict[str, Any]:
        """The same, for what belongs to another record."""
        names = ("area_code", "marking", "handling", "handling_conditions", "originator", "review_on", "synthetic")
        return {name: getattr(record, name) for name in names}

    def make(self, model: type[models.Model], rows: Iterable[models.Model]) -> list[Any]:
        return list(model.objects.bulk_create(rows, batch_size=BATCH))

    def tie(self, pairs: Iterable[tuple[Scoped, Scoped]]) -> None:
        told = [
            Tie(kind=record._meta.label_lower, record=record.uuid, on_kind=on._meta.label_lower, on_record=on.uuid,
                because="The one answers the other", by=self.people[0])
            for record, on in pairs
        ]  # fmt: skip
        Tie.objects.bulk_create(told, batch_size=BATCH)

    def some(self, model: type[Scoped]) -> Iterator[tuple[int, dict[str, Any]]]:
        return ((n, self.held()) for n in range(self.number(model)))


def fill_people(f: Filler) -> None:
    """Fifty who work on boards, and a partner's three: the roles of a force and its councils."""
    roles = [Role.DISTRICT_ANALYST] * 20 + [Role.LEAD_RESPONSIBLE_OFFICER] * 15 + [Role.PARTNERSHIP_ANALYST] * 5
    roles += [Role.BOARD_CHAIR] * 5 + [Role.COMMISSIONERS_OFFICER] * 2 + [Role.RECORDS_MANAGER] * 3
    for n, role in enumerate(roles):
        council = role is Role.PARTNERSHIP_ANALYST
        person = Person.objects.create(
            email=f"load.{n}@example.test", name=f"Made-up person {n}", role=role, clearance=Marking.OFFICIAL_SENSITIVE,
            agency=f.agencies[COUNCIL if council else POLICE],
        )  # fmt: skip
        Posting.objects.create(person=person, area_code=list(DISTRICTS)[n % len(DISTRICTS)])
        f.people.append(person)


def fill_signals(f: Filler) -> None:
    signals, evidence, quotes = [], [], []
    for n, held in f.some(Signal):
        crime, area = f.draw.choice(CRIMES), DISTRICTS[held["area_code"]]
        start = f.day(700)
        told = {"level": f.draw.choice(("watch", "watch", "signal")), "level_reason": "More than the past explains"}
        told |= {
            "statement": f"More reports of {f.draw.choice(THINGS)} in {area} than expected",
            "period": f"{start:%Y-%m}",
        }
        signals.append(Signal(
            engine_signal_id=f"load{n:012}", series_id=f"load/{crime}/{held['area_code']}", area_name=area,
            area_level="district", threat=crime, threat_name=crime.replace("-", " ").capitalize(), measure="reports",
            state=f.draw.choice(("open", "watching", "confirmed", "dismissed")), period_start=start,
            period_end=start + timedelta(days=30), raised_at=f.moment(700), **told, **held,
        ))  # fmt: skip
    for signal in f.make(Signal, signals):
        point = {"period": signal.period, "period_start": signal.period_start.isoformat(), "observed": 19.0}
        point |= {"denominator": None, "expected": 6.4, "lower": 2.0, "upper": 12.0}
        evidence.append(Evidence(
            signal=signal, edition=1, level=signal.level, level_reason=signal.level_reason, statement=signal.statement,
            period=signal.period, observed=19, expected=6.4, upper=12, p=0.0004, q=0.02, first_excess=signal.period,
            baseline="Earlier months", method="made up", method_version="1", source="made up", source_groups=["One"],
            would_lower=[], window=[point], store_digest="", digest="0" * 64, received_at=signal.raised_at,
        ))  # fmt: skip
    for row in f.make(Evidence, evidence):
        quotes.append(Quote(evidence=row, rank=1, title=f.words(), quote=f.words(3), source_group="One"))
    f.make(Quote, quotes)


def fill_threats(f: Filler) -> None:
    threats = f.make(Threat, [
        Threat(key=CRIMES[n % len(CRIMES)], name=CRIMES[n % len(CRIMES)].replace("-", " ").capitalize(),
               area_name=DISTRICTS[held["area_code"]], edition=1, **held)
        for n, held in f.some(Threat)
    ])  # fmt: skip
    f.make(Edition, [
        Edition(threat=threat, edition=1, as_of=f.today, period_start=f.day(400), period_end=f.today,
                statement=f.words(4), likelihood="likely", confidence="low", confidence_because="One source",
                harm={"financial": 2}, scales="made up", likelihood_number=5, impact=2, risk=10, by=f.people[0])
        for threat in threats
    ])  # fmt: skip
    signals = list(models.QuerySet(Signal))
    f.tie((threat, signal) for threat in threats for signal in f.draw.sample(signals, min(3, len(signals))))


def fill_groups(f: Filler) -> None:
    groups = f.make(Group, [
        Group(code_name=f"{f.draw.choice(COLOURS)} {f.draw.choice(NOUNS)} {n}", crime_types=[f.draw.choice(CRIMES)],
              state=f.draw.choice((Status.ACTIVE, Status.MANAGED, Status.PROPOSED)), areas=[held["area_code"]],
              summary=f.words(4), next_review=f.day(60, 200), **held)
        for n, held in f.some(Group)
    ])  # fmt: skip
    leads = [person for person in f.people if person.role == Role.LEAD_RESPONSIBLE_OFFICER]
    f.make(
        Assignment,
        [Assignment(group=group, duty=Duty.LEAD, person=f.draw.choice(leads), by=f.people[0]) for group in groups],
    )
    enablers = f.make(Enabler, [
        Enabler(name=f"{f.draw.choice(THINGS).capitalize()} {n}", kind=f.draw.choice(list(EnablerKind)),
                description=f.words(2), **held)
        for n, held in f.some(Enabler)
    ])  # fmt: skip
    f.make(
        Involvement,
        [
            Involvement(group=group, enabler=f.draw.choice(enablers), how="Lends premises", by=f.people[0])
            for group in groups
        ],
    )
    requirements = f.make(
        Requirement,
        [
            Requirement(question=f"Who {f.words().lower()}?", due=f.day(30, 90), raised_by=f.people[0], **held)
            for _, held in f.some(Requirement)
        ],
    )
    threats = list(models.QuerySet(Threat))
    f.tie((group, f.draw.choice(threats)) for group in groups)
    f.tie((requirement, f.draw.choice(groups)) for requirement in requirements)


def fill_profiles(f: Filler) -> None:
    profiles = f.make(Profile, [
        Profile(area_name=name, edition=1, refresh_due=f.day(0, 100), **f.held() | {"area_code": code})
        for code, name in DISTRICTS.items()
    ])  # fmt: skip
    f.make(ProfileEdition, [
        ProfileEdition(profile=profile, number=1, state="published", period_start=f.day(500), period_end=f.today,
                       author=f.people[0], published_at=f.now, published_by=f.people[0], practice="made up")
        for profile in profiles
    ])  # fmt: skip
    made = f.make(Recommendation, [
        Recommendation(profile=f.draw.choice(profiles), edition=1, reference=f"1.{n}", text=f.words(),
                       p=f.draw.choice(f.ps), due=f.day(30, 200), **held)
        for n, held in f.some(Recommendation)
    ])  # fmt: skip
    threats = list(models.QuerySet(Threat))
    f.tie((one, f.draw.choice(threats)) for one in made)


def fill_plans(f: Filler) -> None:
    groups = list(models.QuerySet(Group))
    leads = [person for person in f.people if person.role == Role.LEAD_RESPONSIBLE_OFFICER]
    plans = f.make(Plan, [
        Plan(name=f"Plan {n}: {f.words()}", summary=f.words(2), lead=f.draw.choice(leads), start=f.day(600), **held)
        for n, held in f.some(Plan)
    ])  # fmt: skip
    f.tie((plan, f.draw.choice(groups)) for plan in plans)
    aims = f.make(Objective, [Objective(plan=plan, p=f.draw.choice(f.ps), text=f.words()) for plan in plans])
    f.make(Update, [
        Update(action=action, text=f.words(2), state=action.state, by=f.people[0], at=action.told_at)
        for action in f.make(Action, _actions(f, plans, aims))
    ])  # fmt: skip


def _actions(f: Filler, plans: list[Plan], aims: list[Objective]) -> Iterator[Action]:
    owners = [person for person in f.people if person.role != Role.COMMISSIONERS_OFFICER]
    for n in range(f.number(Action)):
        aim, plan = aims[n % len(aims)], plans[n % len(plans)]
        state = f.draw.choice((ActionState.DONE, ActionState.DONE, ActionState.OPEN, ActionState.BLOCKED))
        yield Action(
            plan=plan, objective=aim, p=aim.p, text=f.words(), agency=f.agencies[f.draw.choice((POLICE, COUNCIL))],
            owner=f.draw.choice(owners) if n % 3 == 0 else None, owner_role="Lead responsible officer",
            due=f.day(500, 120), state=state, result=f.words() if state is ActionState.DONE else "",
            told_at=f.moment(200), carried=n % 4, **f.beside(plan),
        )  # fmt: skip


def fill_outcomes(f: Filler) -> None:
    actions = list(_sample(f, Action, 20_000))
    disruptions = f.make(Disruption, [_disruption(f, held) for _, held in f.some(Disruption)])
    f.tie((one, f.draw.choice(actions)) for one in disruptions)
    outcomes = f.make(Outcome, [
        Outcome(text=f.words(), harm="financial", direction=f.draw.choice(list(Direction)), evidence=f.words(2),
                observed_on=f.day(500), recorded_by=f.people[0], **held)
        for _, held in f.some(Outcome)
    ])  # fmt: skip
    f.tie((one, f.draw.choice(disruptions)) for one in outcomes)


def _disruption(f: Filler, held: dict[str, Any]) -> Disruption:
    state = f.draw.choice((ClaimState.ACCEPTED, ClaimState.ACCEPTED, ClaimState.CLAIMED, ClaimState.DECLINED))
    grade = f.draw.choice(list(Grade))
    return Disruption(
        what=f.words(), p=f.draw.choice(f.ps), happened_on=f.day(500), affected="group", lasts="months",
        evidence=f.words(2), claimed_grade=grade, grade=grade if state is ClaimState.ACCEPTED else "", state=state,
        agency=f.agencies[POLICE], claimed_by=f.people[-1], **held,
    )  # fmt: skip


def fill_requests(f: Filler) -> None:
    asked = {"criterion": "vulnerability", "gateway": "cda-1998-115"}
    requests = f.make(Request, [
        Request(asks=f.words(), purpose=f.words(), expires_on=f.day(200, 60), asked_by=f.people[0], **asked, **held)
        for _, held in f.some(Request)
    ])  # fmt: skip
    others = [Agency.objects.create(name=f"Partner agency {n} (synthetic)") for n in range(8)]
    enquiries = []
    for n in range(f.number(Enquiry)):
        request = requests[n % len(requests)]
        enquiries.append(Enquiry(
            request=request, agency=others[n // len(requests) % len(others)], asks=request.asks,
            purpose=request.purpose, expires_on=request.expires_on, answer=f.draw.choice(list(Answer)), **asked,
            **f.beside(request),
        ))  # fmt: skip
    until = f.today + timedelta(days=30)
    shares = [
        Share(
            kind="requests.enquiry", record=one.uuid, to_agency=one.agency, by=f.people[0], because="Asked", until=until
        )
        for one in f.make(Enquiry, enquiries)
    ]
    Share.objects.bulk_create(shares, batch_size=BATCH)


def fill_meetings(f: Filler) -> None:
    series = f.make(MeetingSeries, [
        MeetingSeries(name=f"{name} Local Disruption Board", practice="disruption-board", every_days=28,
                      chair=f.people[40 + n], **f.held() | {"area_code": code})
        for n, (code, name) in enumerate(DISTRICTS.items())
    ])  # fmt: skip
    meetings = []
    for n in range(f.number(Meeting)):
        board, starts = series[n % 5], f.now - timedelta(days=28 * (n // 5) - 3)
        state = MeetingState.ISSUED if starts < f.now else MeetingState.PLANNED
        meetings.append(Meeting(series=board, name=board.name, starts_at=starts, state=state, **f.beside(board)))
    items = []
    actions = list(_sample(f, Action, 5_000))
    for meeting in f.make(Meeting, meetings):
        for rank in range(12):
            about = f.draw.choice(actions)
            items.append(Item(meeting=meeting, section="actions", about_kind="plans.action", about=about.uuid,
                              rank=rank))  # fmt: skip
    f.make(Decision, [Decision(item=item, text=f.words(), by=f.people[0]) for item in f.make(Item, items)[::2]])


STEPS: tuple[tuple[str, Callable[[Filler], None]], ...] = (
    ("people", fill_people),
    ("signals", fill_signals),
    ("threats", fill_threats),
    ("groups", fill_groups),
    ("profiles", fill_profiles),
    ("plans and actions", fill_plans),
    ("disruptions and outcomes", fill_outcomes),
    ("requests", fill_requests),
    ("meetings", fill_meetings),
    ("the search index", lambda filler: take_up_all() and None),
)


def _sample(f: Filler, model: type[Scoped], most: int) -> list[Any]:
    return list(models.QuerySet(model)[:most])


def signed_in(person: Person) -> str:
    """The cookie of that person's browser, signed in with both factors."""
    client = Client()
    client.force_login(person)
    session = client.session
    session[SECOND] = True
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def addresses_of(person: Person, most: int) -> dict[str, list[str]]:
    """By kind, pages of records that the person may open."""
    kinds = (Signal, Threat, Group, Enabler, Requirement, Recommendation, Plan, Action, Disruption, Outcome, Request)
    kinds += (Enquiry, Meeting)
    found = {}
    for model in kinds:
        rows = model.objects.seen_by(person).order_by("uuid")[:most]
        found[model._meta.model_name] = [row.get_absolute_url() for row in rows]
    return found


def main() -> None:
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("--records", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--people", type=Path, required=True)
    told = asked.parse_args()
    console = Console(stderr=True)
    filler = Filler(told.records, told.seed)
    for _, fill in track(STEPS, description="Filling", console=console):
        fill(filler)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    people = [
        {"role": person.role, "area": person.postings.get().area_code, "cookie": signed_in(person)}
        | {"addresses": addresses_of(person, 40)}
        for person in track(filler.people, description="Signing in", console=console)
    ]
    counted = {model._meta.label: models.QuerySet(model).count() for model in OF_A_THOUSAND}
    made = {"records": sum(counted.values()), "by_kind": counted, "cookie_name": settings.SESSION_COOKIE_NAME}
    told.people.write_text(json.dumps(made | {"people": people}, indent=1))
    console.print(
        f"{made['records']:,} records. {told.people} holds {len(people)} signed-in sessions: keep it private."
    )


if __name__ == "__main__":
    main()
