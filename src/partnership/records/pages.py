"""What the pages about how a record is held have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localtime

from partnership.areas.models import Area
from partnership.audit import queries as audit
from partnership.people.models import Person
from partnership.people.rules import Act, Marking
from partnership.ui.wording import day, moment

from . import queries
from .models import Lowering, Share
from .scoping import Scoped
from .versions import Change
from .wording import LABELS, held_words, release_words


def banner(person: Person, record: Scoped) -> dict[str, Any]:
    """What stands above a record: how it is held, and for a partner who shared it, why and until when."""
    return {"record": record, "shares": queries.shares_opening(person, record), "page_marking": record.marking}


def record_page(person: Person, record: Scoped) -> dict[str, Any]:
    may_release = queries.may(person, Act.RELEASE, record)
    shares = list(queries.shares_seen_by(person, record))
    proposals = list(queries.lowerings_of(record)) if may_release else []
    return banner(person, record) | {
        "held": _held_rows(record),
        "in_force": [share for share in shares if share.is_in_force],
        "ended": [_ended(share) for share in shares if not share.is_in_force],
        "may_release": may_release,
        "is_closed": not may_release and _would_release(person, record),
        "open_proposal": next((proposal for proposal in proposals if proposal.accepted is None), None),
        "proposals": [_settled(proposal) for proposal in proposals if proposal.accepted is not None],
        "looked_head": ("Who", "First", "Last", "Times"),
        "looked": _looked(record) if queries.may_know_who_looked(person, record) else None,
    }


def proposal_page(record: Scoped, proposal: Lowering) -> dict[str, Any]:
    proposed, now = release_words(proposal.release), held_words(record)
    return {
        "record": record,
        "page_marking": record.marking,
        "proposal": proposal,
        "is_overtaken": proposal.version != record.version,
        "head": ("What", "Now", "Proposed"),
        "rows": [(label, now[name], proposed[name]) for name, label in LABELS.items()],
    }


def _would_release(person: Person, record: Scoped) -> bool:
    """True if only the record's own state keeps the person from deciding how it is held."""
    is_theirs = person.may(Act.RELEASE) and record.area_code in person.area_codes
    return is_theirs and queries.reaches_by_posting(person, record)


def _held_rows(record: Scoped) -> list[tuple[str, str]]:
    held = [(LABELS[name], words) for name, words in held_words(record).items()]
    area = Area.objects.filter(code=record.area_code).first()
    return [
        *held,
        ("Came from", str(record.originator or "No agency has claimed it: those who decide on the board hold it")),
        ("About", str(area or record.area_code)),
        ("Next review", day(record.review_on)),
    ]


def _ended(share: Share) -> Change:
    how = f"ended {day(localtime(share.ended_at))}" if share.ended_at else f"ran out {day(share.until)}"
    return Change(f"{share.recipient}: {how}", share.by.name, share.at, share.because)


def _settled(proposal: Lowering) -> Change:
    words = ", ".join(release_words(proposal.release)[name] for name in ("marking", "handling"))
    title = f"{words}: {'accepted' if proposal.accepted else 'declined'}"
    return Change(title, str(proposal.decided_by), proposal.decided_at, proposal.decided_because)


def _looked(record: Scoped) -> list[tuple[str, str, str, str]]:
    looks = audit.who_looked(record)
    people = Person.objects.select_related("agency").in_bulk([int(look.actor_id) for look in looks])
    return [
        (_name(look, people), moment(localtime(look.first)), moment(localtime(look.last)), str(look.count))
        for look in looks
    ]


def _name(look: audit.Look, people: dict[int, Person]) -> str:
    person = people.get(int(look.actor_id))
    return f"{person.name}, {person.agency}" if person else f"Account {look.actor_id}, which is no more"


def highest_marking(records: Iterable[Scoped]) -> Marking:
    """The marking a page carries that shows all of those."""
    markings = [Marking(record.marking) for record in records]
    return max(markings, key=lambda marking: marking.height, default=Marking.OFFICIAL)
