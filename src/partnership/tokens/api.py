"""What a program may ask about its own token."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from partnership.people.models import Person
from partnership.people.rules import Act, Marking, Role

from .answers import answers
from .bearer import BearerToken
from .models import Token
from .rules import is_read_only

router = Router(tags=["This token"])


class Me(Schema):
    """On whose behalf a token acts, and what is left of them today."""

    name: str = Field(description="The owner of the token, under whose name everything is recorded.")
    role: Role
    agency: str
    clearance: Marking
    acts: list[Act] = Field(description="What the token may do today: its own acts, as far as the role allows them.")
    is_read_only: bool
    area_codes: list[str] = Field(description="Where the owner is posted today, as far as the token reaches there.")
    is_limited_to_areas: bool
    token: UUID = Field(description="By this the audit log names the token.")
    token_name: str
    purpose: str
    until: date = Field(description="The last day on which the token works.")


@router.get("me", auth=BearerToken(), response=answers(Me))
def me(request: HttpRequest) -> Me:
    """Who stands behind this token

    What the token is, whom it stands for and what it may do today. Shows no record.
    """
    person: Person = request.auth
    token = Token.objects.get(uuid=person.narrowing.token)
    acts = sorted(act for act in token.told_acts if person.may(act))
    return Me(
        name=person.name,
        role=Role(person.role),
        agency=person.agency.name,
        clearance=Marking(person.clearance),
        acts=acts,
        is_read_only=is_read_only(acts),
        area_codes=sorted(person.area_codes),
        is_limited_to_areas=token.area_codes is not None,
        token=token.uuid,
        token_name=token.name,
        purpose=token.purpose,
        until=token.until,
    )
