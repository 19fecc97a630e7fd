"""The year's requests to partners: who was asked, how each answered, and what two of the answers achieved."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from partnership.people import actions as people
from partnership.people.models import Person
from partnership.people.rules import Marking, Role
from partnership.records.models import Share
from partnership.records.rules import Handling, Release
from partnership.requests import actions, queries, tasks
from partnership.requests.answering import answer_enquiry
from partnership.requests.cautions import UNUSUAL
from partnership.requests.following import note_passed, tell_feedback
from partnership.requests.models import Enquiry, Request
from partnership.requests.rules import Answer, Question, Reply, RequestState

from .stage import Stage, dated

REQUESTS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("requests.toml").read_text())
FOR_THEM = Release(Marking.OFFICIAL, Handling.CONDITIONAL, REQUESTS["conditions"])
WHILE_MADE = timedelta(days=7)  # how long each may be answered while it is made; its days are put back afterwards


def load_requests(stage: Stage) -> None:
    for name in REQUESTS["agencies"]:
        people.cast_person(
            email=f"{name.lower().replace(' ', '.')}@example.test",
            name=f"{name} desk (synthetic)",
            role=Role.PARTNER,
            agency=_synthetic(name),
            area_codes=(),
            clearance=Marking.OFFICIAL,
            by=None,
        )
    for told in REQUESTS["requests"]:
        _request(stage, told)


def _request(stage: Stage, told: dict[str, Any]) -> None:
    by = stage.person(told["by"])
    question = Question(
        criterion=told["criterion"],
        gateway=told["gateway"],
        asks=told["asks"],
        purpose=told["purpose"],
        expires_on=stage.today + WHILE_MADE,
        reference=told.get("reference", ""),
    )
    agencies = {stage.agency(_synthetic(name)): answer for name, answer in told["answers"].items()}
    where = {"target": stage.made[told["about"]]} if "about" in told else {}
    where |= {"area_code": stage.areas[told["district"]].code} if "district" in told else {}
    made = actions.ask(
        question=question, agencies=list(agencies), release=FOR_THEM, confirmed=[UNUSUAL], by=by, **where
    )
    enquiries = queries.enquiries_of(by, [made])[made.pk]
    for enquiry in enquiries:
        _answer(stage, enquiry, agencies[enquiry.agency], by, told["ago"])
    _put_back(stage, made, enquiries, told)
    tasks.expire(timezone.now())
    if "ended" in told:
        made.refresh_from_db()
        end = {"to": RequestState(told["ended"]), "reason": told["because"], "seen_version": made.version}
        actions.end_request(request=made, by=by, **end)


def _answer(stage: Stage, enquiry: Enquiry, told: dict[str, Any], by: Person, ago: int) -> None:
    if "answer" not in told:
        return
    reply = Reply(
        Answer(told["answer"]), why=told.get("why", ""), post=told.get("post", ""), phone=told.get("phone", "")
    )
    partner = Person.objects.filter(agency=enquiry.agency, is_active=True).order_by("pk")[0]
    answer_enquiry(enquiry=enquiry, reply=reply, by=partner, seen_version=enquiry.version)
    _dated(enquiry, answered_at=stage.moment(ago - told["after"]))
    if "passed" in told:
        note_passed(enquiry=enquiry, on=stage.day(told["passed"]), by=by, seen_version=enquiry.version)
        enquiry.refresh_from_db()
    if "feedback" in told:
        made = tell_feedback(enquiry=enquiry, text=told["feedback"], by=by, seen_version=enquiry.version)
        dated(made, at=stage.moment(told["told"]))


def _put_back(stage: Stage, made: Request, enquiries: list[Enquiry], told: dict[str, Any]) -> None:
    """Says of the request, its enquiries and the shares of asking that they are as old as they are meant to be."""
    expires_on, asked_at = stage.today + timedelta(days=told["left"]), stage.moment(told["ago"])
    dated(made, expires_on=expires_on, asked_at=asked_at)
    for enquiry in enquiries:
        dated(enquiry, expires_on=expires_on, sent_at=asked_at)
        of_asking = Share.objects.filter(record=enquiry.uuid, until=stage.today + WHILE_MADE)
        of_asking.update(until=expires_on, at=asked_at)


def _dated(enquiry: Enquiry, **days: Any) -> None:
    dated(enquiry, **days)
    enquiry.refresh_from_db()


def _synthetic(name: str) -> str:
    return f"{name} (synthetic)"
