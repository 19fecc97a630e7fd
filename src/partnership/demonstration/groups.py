"""The year's enablers and groups: proposed, approved, assigned, assessed by several, and what enables them."""

from __future__ import annotations

import hashlib
from typing import Any

from partnership.ocgs import actions, enabler_actions, requirement_actions, status_actions
from partnership.ocgs.models import Group
from partnership.ocgs.rules import Duty, EnablerKind, Status
from partnership.ocgs.schemes import in_force
from partnership.thread.actions import tie

from .stage import POLICE, YEAR, Stage, dated

WHY = {
    "active": "Meets the definition: three or more, serious crime, for gain.",
    "managed": "A plan stands and somebody answers for it.",
    "archived": "Nothing seen of it for half a year; its members are before the courts or have gone.",
}


def load_enablers(stage: Stage) -> None:
    for told in YEAR["enablers"]:
        stage.made[told["key"]] = enabler_actions.add_enabler(
            area_code=stage.areas[told["district"]].code,
            release=POLICE,
            by=stage.analyst,
            name=told["name"],
            kind=EnablerKind(told["kind"]),
            description=told["description"],
        )


def load_groups(stage: Stage) -> None:
    for told in YEAR["groups"]:
        group = _proposed(stage, told)
        stage.made[told["key"]] = group
        for key, how in told["enablers"].items():
            since = stage.day(told["seen"] // 2)
            enabler_actions.involve(group=group, enabler=stage.made[key], how=how, since=since, by=stage.analyst)
        _assess(stage, group, told)
        _move(stage, group, told)


def load_requirement(stage: Stage) -> None:
    """What the founding document calls a key requirement: who the professional enablers are."""
    requirement_actions.raise_requirement(
        area_code=stage.areas["West Yorkshire"].code,
        release=POLICE,
        by=stage.analyst,
        question="Which professionals help more than one group, and what would it take to remove them?",
        because="The links between groups and their professional enablers are not yet fully understood.",
        due=stage.day(-45),
    )


def _proposed(stage: Stage, told: dict[str, Any]) -> Group:
    area = stage.areas[told["district"]]
    group = actions.propose_group(
        area_code=area.code,
        release=POLICE,
        by=stage.analyst,
        code_name=told["code_name"],
        because="Seen by several sources at once.",
        crime_types=told["crime_types"],
        reach=told["reach"],
        areas=[],
        summary=told["summary"],
        mapping_reference=f"SYN-{told['key'].upper()}",
    )
    dated(group.moves.get(), proposed_at=stage.moment(told["seen"]))
    for crime_type in told["crime_types"]:
        if threat := stage.made.get((told["district"], crime_type)):
            because = "It is one of those who do it here."
            tie(record=group, on=threat, because=because, by=stage.analyst, on_edition=threat.edition)
    return group


def _move(stage: Stage, group: Group, told: dict[str, Any]) -> None:
    """Each step of the status approved by another than proposed it; then who answers for the group."""
    ago = told["seen"]
    for n, status in enumerate(told["status"]):
        ago = max(ago - 40, 5)
        if n:
            status_actions.propose_move(group=group, to=Status(status), because=WHY[status], by=stage.analyst)
        move = group.moves.get(accepted=None)
        group.refresh_from_db()
        status_actions.approve_move(move=move, because=WHY[status], by=stage.chair, seen_version=group.version)
        dated(move, proposed_at=stage.moment(ago + 9), decided_at=stage.moment(ago))
        group.refresh_from_db()
        if n == 0:
            _assign(stage, group, told, since=ago)
    if told["review"] and told["status"]:
        dated(group, next_review=stage.day(told["review"]))
    group.refresh_from_db()


def _assign(stage: Stage, group: Group, told: dict[str, Any], *, since: int) -> None:
    for duty, account in ((Duty.LEAD, told.get("lead")), (Duty.FINANCIAL, told.get("financial"))):
        if account is None:
            continue
        status_actions.assign(
            group=group,
            duty=duty,
            person=stage.person(account),
            start=stage.day(since),
            because="Taken on at the board.",
            by=stage.analyst,
            seen_version=group.version,
        )
        group.refresh_from_db()


def _assess(stage: Stage, group: Group, told: dict[str, Any]) -> None:
    """By the force's analyst, the chair and the lead: alike in what is plain, apart in what is not."""
    lead = told.get("lead")
    assessors = [stage.analyst, stage.chair, *([stage.person(lead)] if lead else [])]
    for scheme in in_force().schemes.values():
        for n, assessor in enumerate(assessors):
            ago = max(told["seen"] - 30 - 20 * n, 3)
            inputs = {criterion.key: _read_by(n, told["key"], criterion.key) for criterion in scheme.criteria}
            held = actions.assess_group(
                group=group, scheme=scheme.key, inputs=inputs, as_of=stage.day(ago), by=assessor, note=""
            )
            dated(held, at=stage.moment(ago))


def _read_by(n: int, group: str, criterion: str) -> int | None:
    """The same made-up score each time: mostly what the others give, sometimes one step beside it or not known."""
    plain = 1 + _drawn(group, criterion) % 4
    own = _drawn(group, criterion, str(n)) % 12
    if own == 0:
        return None
    return min(4, max(0, plain + {1: -1, 2: 1, 3: 1}.get(own, 0)))


def _drawn(*words: str) -> int:
    return hashlib.sha256(" ".join(words).encode()).digest()[0]
