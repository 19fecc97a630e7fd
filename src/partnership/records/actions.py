"""Opening a record to a partner, and changing how closely it is held. Holding it closer is one person's act;
holding it less closely takes two."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, NotAllowed

from . import queries
from .models import Lowering, Share
from .rules import Release, Stale, may_settle, may_share
from .scoping import Scoped
from .versions import why_stale, write_next_version

DID_HOLD = "changed how the record is held"
DID_PROPOSE = "proposed to hold the record less closely"
DID_ACCEPT = "accepted to hold the record less closely"
DID_DECLINE = "declined to hold the record less closely"


@transaction.atomic
def share_record(
    *,
    record: Scoped,
    because: str,
    until: date,
    by: Person,
    to_person: Person | None = None,
    to_agency: Agency | None = None,
    seen_version: int | None = None,
) -> Share:
    """The share, open to one person or to one agency until that day, on the record's conditions as they stand.

    seen_version  the version that was on the screen when it was decided; any, unless told

    Raises NotAllowed, in words for the screen. A share never opens more than the recipient's clearance does.
    """
    now = _released_by(by, record)
    if seen_version is not None and now.version != seen_version:
        raise Stale(why_stale(now, seen_version))
    if to_person is not None and not to_person.may(Act.SEE_RECORD):
        raise NotAllowed("Their account opens no record")
    if refusal := may_share(
        because=because,
        until=until,
        today=timezone.localdate(),
        is_cleared=to_person is None or now.marking in to_person.cleared_for,
        is_own_agency_or_self=to_person == by if to_person else to_agency == by.agency,
    ):
        raise NotAllowed(refusal)
    if held := queries.shares_in_force(now).filter(to_person=to_person, to_agency=to_agency).first():
        raise NotAllowed(f"It is already shared with them, until {held.until:%-d %B %Y}. End that share first")
    share = Share.objects.create(
        kind=now._meta.label_lower,
        record=now.uuid,
        to_person=to_person,
        to_agency=to_agency,
        by=by,
        because=because.strip(),
        conditions=now.handling_conditions,
        until=until,
    )
    _record_share(share, Verb.DISCLOSURE, "shared record", now, share.because, by)
    return share


@transaction.atomic
def end_share(*, share: Share, because: str, by: Person) -> Share:
    """The share, closed from this moment. Raises NotAllowed without a reason, or if it has ended."""
    record = _released_by(by, queries.record_of(share))
    if not because.strip():
        raise NotAllowed("Enter why it ends")
    if not Share.objects.filter(pk=share.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
        raise NotAllowed("This share has already ended")
    share.refresh_from_db()
    _record_share(share, Verb.ALTERATION, "ended share of record", record, because.strip(), by)
    return share


@transaction.atomic
def disclose(
    *, record: Scoped, to_agency: Agency, because: str, until: date, did: str, by: Person, **told: object
) -> Share:
    """The share by which an agency reads a record that was made for it, such as an enquiry: asking is disclosing.

    Under the act that the model names, so that whoever may ask can open nothing else. One that ends sooner gives way.

    did, told  what the event says was done, and the ids that it holds besides

    Raises NotAllowed, in words for the screen.
    """
    now = _disclosed_by(by, record)
    is_own = to_agency.pk == by.agency_id
    if refusal := may_share(
        because=because, until=until, today=timezone.localdate(), is_cleared=True, is_own_agency_or_self=is_own
    ):
        raise NotAllowed(refusal)
    queries.shares_in_force(now).filter(to_agency=to_agency).update(ended_at=timezone.now())
    share = Share.objects.create(
        kind=now._meta.label_lower,
        record=now.uuid,
        to_agency=to_agency,
        by=by,
        because=because.strip(),
        conditions=now.handling_conditions,
        until=until,
    )
    _record_share(share, Verb.DISCLOSURE, did, now, share.because, by, **told)
    return share


@transaction.atomic
def end_disclosure(*, record: Scoped, because: str, did: str, by: Person, **told: object) -> None:
    """Ends every share of such a record that is in force, with one event, also where there was none."""
    now = _disclosed_by(by, record)
    shares = list(queries.shares_in_force(now))
    Share.objects.filter(pk__in=[share.pk for share in shares]).update(ended_at=timezone.now())
    detail = {"ended": [str(share.uuid) for share in shares]} | told
    audit.record(by=by, verb=Verb.ALTERATION, did=did, to=now, because=because, detail=detail)


@transaction.atomic
def change_release(*, record: Scoped, release: Release, because: str, by: Person, seen_version: int) -> Lowering | None:
    """None if the record is held so from now on; or the proposal that somebody else has to accept.

    Anything that could reach more people, or under other conditions, is proposed as a whole. Holding it closer
    takes effect at once and ends the shares that were agreed on other conditions.

    Raises Stale if the record changed after `seen_version`, and NotAllowed in words for the screen.
    """
    now = _released_by(by, record)
    if now.version != seen_version:
        raise Stale(why_stale(now, seen_version))
    if refusal := release.refusal:
        raise NotAllowed(refusal)
    if not because.strip():
        raise NotAllowed("Enter why")
    if release == now.release:
        raise NotAllowed("It is held like that already")
    if release.is_looser_than(now.release):
        return _propose(now, release, because.strip(), by)
    _hold(now, release, because.strip(), by, did=DID_HOLD)
    return None


@transaction.atomic
def accept_lowering(*, lowering: Lowering, because: str, by: Person) -> None:
    """Holds the record as proposed. Raises Stale if the record changed after it was proposed."""
    record = _settle(lowering, because, by, accepted=True)
    if record.version != lowering.version:
        raise Stale(f"It has to be proposed again. {why_stale(record, lowering.version)}")
    _hold(record, lowering.release, because.strip(), by, did=DID_ACCEPT)


@transaction.atomic
def decline_lowering(*, lowering: Lowering, because: str, by: Person) -> None:
    """Leaves the record as it is held, and keeps why."""
    record = _settle(lowering, because, by, accepted=False)
    told = {"lowering": str(lowering.uuid)}
    audit.record(by=by, verb=Verb.REFUSAL, did=DID_DECLINE, to=record, because=because.strip(), detail=told)


def _released_by(by: Person, record: Scoped) -> Scoped:
    now: Scoped | None = type(record).objects.allowing(by, Act.RELEASE).select_for_update().filter(pk=record.pk).first()
    if now is None:
        raise NotAllowed("How this record is held is not yours to decide.")
    return now


def _disclosed_by(by: Person, record: Scoped) -> Scoped:
    act = record.disclosed_by
    if act is None or not queries.may(by, act, record):
        raise NotAllowed("Whom this record is put before is not yours to decide.")
    return record


def _propose(record: Scoped, release: Release, because: str, by: Person) -> Lowering:
    held = queries.open_lowering(record)
    if held is not None and held.version == record.version:
        raise NotAllowed("Somebody has already proposed a change. It has to be decided first")
    if held is not None:
        _close(held, accepted=False, because="The record changed before it was decided.", by=by)
    lowering = Lowering.objects.create(
        kind=record._meta.label_lower,
        record=record.uuid,
        marking=release.marking,
        handling=release.handling,
        handling_conditions=release.conditions,
        announced=release.announced,
        version=record.version,
        because=because,
        proposed_by=by,
    )
    told = {"lowering": str(lowering.uuid)} | _trace(release)
    audit.record(by=by, verb=Verb.MARKING_CHANGE, did=DID_PROPOSE, to=record, because=because, detail=told)
    return lowering


def _settle(lowering: Lowering, because: str, by: Person, *, accepted: bool) -> Scoped:
    record = _released_by(by, queries.record_of(lowering))
    held = Lowering.objects.get(pk=lowering.pk)
    if refusal := may_settle(because=because, is_own=held.proposed_by == by, is_open=held.accepted is None):
        raise NotAllowed(refusal)
    _close(held, accepted=accepted, because=because.strip(), by=by)
    return record


def _close(lowering: Lowering, *, accepted: bool, because: str, by: Person) -> None:
    still_open = Lowering.objects.filter(pk=lowering.pk, accepted__isnull=True)
    decided = {"decided_by": by, "decided_at": timezone.now(), "decided_because": because}
    if not still_open.update(accepted=accepted, **decided):
        raise NotAllowed("This proposal is already decided")


def _hold(record: Scoped, release: Release, because: str, by: Person, *, did: str) -> None:
    """Holds the record so from now on, and ends what was shared on other conditions."""
    write_next_version(
        record,
        seen=record.version,
        marking=release.marking,
        handling=release.handling,
        handling_conditions=release.conditions,
        announced=release.announced,
    )
    otherwise = [share for share in queries.shares_in_force(record) if not release.keeps_to(share.conditions)]
    Share.objects.filter(pk__in=[share.pk for share in otherwise]).update(ended_at=timezone.now())
    told = _trace(release) | {"version": record.version, "ended": [str(share.uuid) for share in otherwise]}
    audit.record(by=by, verb=Verb.MARKING_CHANGE, did=did, to=record, because=because, detail=told)


def _record_share(share: Share, verb: Verb, did: str, record: Scoped, because: str, by: Person, **more: object) -> None:
    told = {"share": str(share.uuid), "until": share.until.isoformat()} | more
    audit.record(by=by, verb=verb, did=did, to=record, because=because, detail=told, recipient=share.recipient)


def _trace(release: Release) -> dict[str, Any]:
    """How closely, in codes: the conditions are words, and stay with the record."""
    return {"marking": release.marking, "handling": release.handling, "announced": release.announced}
