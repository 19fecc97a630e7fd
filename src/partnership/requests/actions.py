"""Asking partners, and ending a request. Asking is the disclosure: each enquiry is put before its agency here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.ocgs.models import Group
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, Marking, NotAllowed
from partnership.records.actions import disclose, end_disclosure
from partnership.records.holding import held, note_change
from partnership.records.queries import may, shares_in_force
from partnership.records.rules import Release
from partnership.records.scoping import Scoped
from partnership.records.starting import start
from partnership.records.versions import write_next_version
from partnership.thread.actions import tie

from . import queries
from .cautions import Unconfirmed, cautions_of
from .models import Enquiry, Request
from .practice import Practice, in_force
from .rules import Answer, Question, RequestState, may_ask, may_end

ASKED_ABOUT = "The request asks about it"
DID_ASK = "asked partner"


@transaction.atomic
def ask(
    *,
    question: Question,
    agencies: Sequence[Agency],
    release: Release,
    by: Person,
    target: Scoped | None = None,
    area_code: str = "",
    confirmed: Collection[str] = (),
) -> Request:
    """The request, and for each partner an enquiry that it can read from now until the request expires.

    target     what is asked about, if anything; then the request is in its area and tied to it
    confirmed  the kinds of caution that whoever asks was shown, and confirmed

    Raises NotAllowed, in words for the screen, and Unconfirmed where there is something to look at first.
    """
    if target is not None and not may(by, Act.ASK_PARTNERS, target):
        raise NotAllowed("You may not ask partners about this: it is not yours to work on")
    _check(question, agencies, release, target, by)
    cautions = cautions_of(question, agencies=agencies, target=target, by=by)
    if any(caution.key not in confirmed for caution in cautions):
        raise Unconfirmed(cautions)
    area = area_code if target is None else target.area_code
    held_so = {"act": Act.ASK_PARTNERS, "area_code": area, "release": release, "by": by}
    words = _words(question)
    made: Request = start(Request, **held_so, **words, asked_by=by)
    told = {"version": made.version, "partners": len(agencies), "cautions": [one.key for one in cautions]}
    audit.record(by=by, verb=Verb.ALTERATION, did="asked partners", to=made, because=words["purpose"], detail=told)
    if target is not None:
        tie(record=made, on=target, because=ASKED_ABOUT, by=by)
    for agency in agencies:
        enquiry = start(Enquiry, **held_so, **words, request=made, agency=agency)
        sent = {"to_agency": agency, "because": words["purpose"], "until": question.expires_on, "did": DID_ASK}
        disclose(record=enquiry, **sent, by=by, gateway=question.gateway, version=enquiry.version)
    return made


@transaction.atomic
def end_request(*, request: Request, to: RequestState, reason: str, by: Person, seen_version: int) -> Request:
    """The request, closed or withdrawn. What nobody answered is withdrawn, and partners can no longer open it.

    What a closed request's partners were told of their answers stays open to them for its days; of a withdrawn one
    nothing does.
    """
    now: Request = held(request, Act.ASK_PARTNERS, by, seen_version)
    if refusal := may_end(to=to, state=RequestState(now.state), reason=reason):
        raise NotAllowed(refusal)
    write_next_version(now, seen=seen_version, state=to, ended_because=reason.strip())
    enquiries = Enquiry.objects.allowing(by, Act.ASK_PARTNERS).select_for_update().filter(request=now)
    for enquiry in list(enquiries):
        _end(enquiry, reason.strip(), by, keeps_feedback=to is RequestState.CLOSED)
    note_change(now, f"{to.value} request", by, because=reason.strip())
    return now


@transaction.atomic
def note_read(*, did: str, shown: Iterable[Scoped], by: Person, record: Scoped | None = None) -> None:
    """Keep that somebody read a page, and which records it showed them."""
    listed = [*([record] if record else []), *shown]
    audit.record(by=by, verb=Verb.CONSULTATION, did=did, to=record, shown=listed)


def _check(question: Question, agencies: Sequence[Agency], release: Release, target: Scoped | None, by: Person) -> None:
    practice = in_force()
    kind = "" if target is None else target._meta.label_lower
    if refusal := may_ask(
        question,
        criteria=practice.criteria,
        gateways=practice.gateways,
        limits=practice.limits,
        tied_to=kind,
        agencies=len(agencies),
        today=timezone.localdate(),
    ):
        raise NotAllowed(refusal)
    if isinstance(target, Group) and _needs_group(question, practice) and not target.status.is_live:
        raise NotAllowed("This group is not mapped and worked on: choose another criterion")
    able = {agency.pk: agency for agency in queries.agencies_to_ask(by)}
    for agency in agencies:
        if agency.pk not in able:
            raise NotAllowed(f"Nobody at {agency.name} could answer here")
        if release.marking == Marking.OFFICIAL_SENSITIVE and not able[agency.pk].cleared:
            raise NotAllowed(f"Nobody at {agency.name} is cleared for {release.marking.value}, so nobody could read it")


def _needs_group(question: Question, practice: Practice) -> bool:
    return any(one.needs_tie for one in practice.criteria if one.key == question.criterion)


def _words(question: Question) -> dict[str, object]:
    """What the request says, and each enquiry as it was sent."""
    return {
        "criterion": question.criterion,
        "gateway": question.gateway,
        "reference": question.reference.strip(),
        "asks": question.asks.strip(),
        "purpose": question.purpose.strip(),
        "expires_on": question.expires_on,
    }


def _end(enquiry: Enquiry, reason: str, by: Person, *, keeps_feedback: bool) -> None:
    is_waiting = enquiry.answer == Answer.WAITING
    if is_waiting:
        write_next_version(enquiry, seen=enquiry.version, answer=Answer.WITHDRAWN)
    elif (keeps_feedback and enquiry.feedback.exists()) or not shares_in_force(enquiry).exists():
        return
    told = {"version": enquiry.version} if is_waiting else {}
    end_disclosure(record=enquiry, because=reason, did="ended enquiry", by=by, **told)
