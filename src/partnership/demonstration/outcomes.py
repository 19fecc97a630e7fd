"""The year's disruptions, as they were claimed and decided, and what changed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from partnership.outcomes import actions, moderation_actions
from partnership.outcomes.measuring import FiguresAre, Measured, Period
from partnership.outcomes.models import Disruption
from partnership.outcomes.outcome_actions import Change, record_outcome
from partnership.outcomes.rules import Claim, ClaimState, Direction, Grade
from partnership.people.models import Person
from partnership.plans.models import Action, Plan
from partnership.records.scoping import Scoped

from .stage import POLICE, Stage, dated

OUTCOMES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("outcomes.toml").read_text())
SAID = ("what", "p", "affected", "affected_words", "lasts", "evidence", "event_reference", "disruption_reference")


def load_outcomes(stage: Stage) -> None:
    for told in OUTCOMES["disruptions"]:
        stage.made[f"disruption:{told['key']}"] = _disruption(stage, told)
    for told in OUTCOMES["outcomes"]:
        _outcome(stage, told)


def _disruption(stage: Stage, told: dict[str, Any]) -> Disruption:
    by = stage.person(told["by"])
    said = {name: told.get(name, "") for name in SAID}
    claim = Claim(**said, happened_on=stage.day(told["ago"]), grade=Grade(told["grade"]))
    another = told.get("another_because", "")
    made = actions.claim_disruption(
        target=_target(stage, told["for"], by), claim=claim, release=POLICE, by=by, another_because=another
    )
    for agency, what in told.get("contributions", {}).items():
        version = {"by": by, "seen_version": made.version}
        actions.note_contribution(disruption=made, agency=stage.agency(agency), what=what, **version)
        made.refresh_from_db()
    dated(made, claimed_at=stage.moment(max(told["ago"] - 3, 1)))
    if "withdrawn" in told:
        actions.withdraw_claim(disruption=made, reason=told["withdrawn"], by=by, seen_version=made.version)
    elif "decided" in told:
        _decide(stage, made, told["decided"])
    return made


def _decide(stage: Stage, made: Disruption, told: dict[str, Any]) -> None:
    reason = told.get("because", "")
    who: dict[str, Any] = {"disruption": made, "reason": reason, "by": stage.chair, "seen_version": made.version}
    if told["state"] == ClaimState.ACCEPTED:
        moderation_actions.accept_claim(grade=Grade(told["grade"]), **who)
    elif told["state"] == ClaimState.DECLINED:
        moderation_actions.decline_claim(**who)
    else:
        into = stage.made[f"disruption:{told['of']}"]
        moderation_actions.fold_claim(into=into, words=told["words"], **who)
    dated(made, moderated_at=stage.moment(told["ago"]))


def _outcome(stage: Stage, told: dict[str, Any]) -> None:
    by = stage.person(told["by"])
    change = Change(
        text=told["text"],
        harm=told["harm"],
        direction=Direction(told["direction"]),
        evidence=told["evidence"],
        observed_on=stage.day(told["ago"]),
        not_explained_by=told.get("not_explained_by", ""),
        measured=_measured(stage, told) if "measure" in told else None,
    )
    record_outcome(target=_target(stage, told["for"], by), change=change, release=POLICE, by=by)


def _measured(stage: Stage, told: dict[str, Any]) -> Measured:
    before, after = (
        Period(one["value"], stage.day(one["from"]), stage.day(one["to"])) for one in (told["before"], told["after"])
    )
    return Measured(told["measure"], FiguresAre(told["figures_are"]), before, after)


def _target(stage: Stage, named: dict[str, str], by: Person) -> Scoped:
    ((kind, name),) = named.items()
    found: Scoped
    if kind == "action":
        found = Action.objects.seen_by(by).get(text=name)
    elif kind == "plan":
        found = Plan.objects.seen_by(by).get(name=name)
    else:
        found = stage.made[f"disruption:{name}" if kind == "disruption" else name]
    return found
