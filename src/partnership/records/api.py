"""What every record tells a program beside its own content, and what is shared with whoever asks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.responses import Status

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.rules import Act, Marking
from partnership.tokens.answers import Refused, answers
from partnership.tokens.bearer import BearerToken

from . import queries
from .models import Share
from .rules import Handling
from .scoping import Scoped
from .versions import changes_since, why_stale

router = Router(tags=["Shared records"])


class Record(Schema):
    """What every record carries. Whoever passes the record on passes on how it is held, too."""

    uuid: UUID
    area_code: str
    marking: Marking
    handling: Handling = Field(description="Handling code: P, lawful sharing permitted; C, only on the conditions.")
    conditions: str = Field(description="On what conditions it may be shared, where the handling code is C.")
    agency: str | None = Field(description="Where it came from; null where no agency has claimed it.")
    version: int = Field(description="Grows with every change. Send it with a change of your own.")
    synthetic: bool = Field(description="Whether it is made up, for a demonstration.")

    @staticmethod
    def resolve_conditions(record: Scoped) -> str:
        return record.handling_conditions

    @staticmethod
    def resolve_agency(record: Scoped) -> str | None:
        return None if record.originator is None else record.originator.name


class Changed(Schema):
    """What somebody did to a record meanwhile, and why."""

    title: str
    by: str
    at: datetime
    text: str


class Overtaken(Refused):
    """Somebody else was first. Read the record again, then decide on the version that stands now."""

    version: int
    changes: list[Changed] = Field(description="Newest first.")


class NamedRecord(Record):
    kind: str
    title: str

    @staticmethod
    def resolve_kind(record: Scoped) -> str:
        return record.slug


class ShareInForce(Schema):
    """By whom a record was opened, to whom, why, and until when."""

    by: str
    by_agency: str
    recipient: str
    because: str
    until: date = Field(description="The last day on which it can be opened.")

    @staticmethod
    def resolve_by(share: Share) -> str:
        return share.by.name

    @staticmethod
    def resolve_by_agency(share: Share) -> str:
        return share.by.agency.name


class SharedRecord(Schema):
    """A record that was opened to the owner of the token or to their agency."""

    record: NamedRecord
    share: ShareInForce


class SharedRecords(Schema):
    shared: list[SharedRecord] = Field(description="The first to end first.")


def overtaken(record: Scoped, version: int) -> Status[dict[str, Any]]:
    """The refusal of a change to a version that no longer stands, in the words that the page uses."""
    told = {"error": why_stale(record, version), "fields": {}, "version": record.version}
    return Status(409, told | {"changes": changes_since(record, version)})


@router.get("shared", auth=BearerToken(Act.SEE_RECORD), response=answers(SharedRecords, 404))
def shared(request: HttpRequest) -> dict[str, Any]:
    """What is shared with the owner

    Every record that was shared with them or their agency: by whom, why and until when.
    """
    rows = queries.shared_with(request.auth)
    shown = [row.record for row in rows]
    audit.record(by=request.auth, verb=Verb.CONSULTATION, did="read shared records", shown=shown)
    return {"shared": rows}
