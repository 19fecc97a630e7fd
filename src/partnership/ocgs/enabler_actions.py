"""Enablers, and which groups they help."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.queries import may
from partnership.records.rules import Release, Stale
from partnership.records.starting import start
from partnership.records.versions import why_stale, write_next_version

from .actions import worked_on
from .models import Enabler, Group, Involvement
from .names import why_no_name
from .rules import EnablerKind, is_current


@transaction.atomic
def add_enabler(
    *, area_code: str, release: Release, by: Person, name: str, kind: EnablerKind, description: str = ""
) -> Enabler:
    """The enabler, with no group yet. Raises NotAllowed, in words for the screen."""
    told: dict[str, Any] = {"act": Act.WORK_ON_GROUP, "area_code": area_code, "release": release, "by": by}
    made: Enabler = start(Enabler, **told, name=_checked(name), kind=kind, description=description.strip())
    audit.record(
        by=by, verb=Verb.ALTERATION, did="added enabler", to=made, detail={"version": made.version, "kind": kind}
    )
    return made


@transaction.atomic
def edit_enabler(
    *, enabler: Enabler, by: Person, seen_version: int, name: str, kind: EnablerKind, description: str
) -> Enabler:
    """The enabler with those words. Raises Stale if somebody else wrote first, and NotAllowed."""
    now = Enabler.objects.allowing(by, Act.WORK_ON_GROUP).select_for_update().filter(pk=enabler.pk).first()
    if now is None:
        raise NotAllowed("This enabler is not yours to edit: your role does not apply to its district")
    if now.version != seen_version:
        raise Stale(why_stale(now, seen_version))
    fields = {"name": _checked(name), "kind": kind, "description": description.strip()}
    write_next_version(now, seen=seen_version, **fields)
    audit.record(by=by, verb=Verb.ALTERATION, did="edited enabler", to=now, detail={"version": now.version})
    return now


@transaction.atomic
def involve(*, group: Group, enabler: Enabler, how: str, by: Person, since: date | None = None) -> Involvement:
    """That the enabler helps the group, from that day where it is known. Raises NotAllowed."""
    now = worked_on(group, by=by)
    if not may(by, Act.SEE_RECORD, enabler):
        raise NotAllowed("Choose an enabler that you see")
    if not how.strip():
        raise NotAllowed("Enter how it helps the group")
    today = timezone.localdate()
    if since is not None and since > today:
        raise NotAllowed("The day cannot be in the future")
    held = now.involvements.filter(enabler=enabler)
    if any(is_current(each.since or today, each.until, today) for each in held):
        raise NotAllowed("It is tied to this group already")
    made = Involvement.objects.create(group=now, enabler=enabler, how=how.strip(), since=since, by=by)
    told = {"involvement": str(made.uuid), "enabler": str(enabler.uuid)}
    did = "tied enabler to group"
    audit.record(by=by, verb=Verb.COMBINATION, did=did, to=now, because=how, detail=told, shown=[enabler])
    return made


@transaction.atomic
def end_involvement(*, involvement: Involvement, until: date, because: str, by: Person) -> None:
    """The tie, ended on that day. It stays in the history. Raises NotAllowed, in words for the screen."""
    now = worked_on(involvement.group, by=by)
    if not may(by, Act.SEE_RECORD, involvement.enabler):
        raise NotAllowed("You may not see that enabler")
    if not because.strip():
        raise NotAllowed("Enter why it ends")
    if until > timezone.localdate() or (involvement.since is not None and until < involvement.since):
        raise NotAllowed("Choose a day that is not in the future, and not before it began")
    if not now.involvements.filter(pk=involvement.pk, until__isnull=True).update(until=until):
        raise NotAllowed("This has already ended")
    told = {"involvement": str(involvement.uuid), "until": until.isoformat()}
    audit.record(
        by=by, verb=Verb.COMBINATION, did="ended tie of enabler to group", to=now, because=because, detail=told
    )


def _checked(name: str) -> str:
    if not name.strip():
        raise NotAllowed("Enter what it is called")
    if refusal := why_no_name(name):
        raise NotAllowed(refusal)
    return name.strip()
