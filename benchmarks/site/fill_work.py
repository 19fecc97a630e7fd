"""What is done: plans and actions, disruptions and outcomes, requests, meetings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import django_ready  # noqa: F401 - before any model is known
from django.db import models
from filler import BATCH, COUNCIL, DISTRICTS, POLICE, Filler

from partnership.meetings.models import Decision, Item, Meeting, MeetingSeries
from partnership.meetings.rules import MeetingState
from partnership.ocgs.models import Group
from partnership.outcomes.models import Disruption, Outcome
from partnership.outcomes.rules import ClaimState, Direction, Grade
from partnership.people.models import Agency
from partnership.people.rules import Role
from partnership.plans.models import Action, Objective, Plan, Update
from partnership.plans.rules import ActionState
from partnership.records.models import Share
from partnership.records.scoping import Scoped
from partnership.requests.models import Enquiry, Request
from partnership.requests.rules import Answer


def _sample(f: Filler, model: type[Scoped], most: int) -> list[Any]:
    return list(models.QuerySet(model)[:most])


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
