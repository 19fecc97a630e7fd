"""What every address for programs may answer beside what it is asked for."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from ninja import Schema
from ninja.responses import Status

NOT_TAKEN = "Not taken: see why beside each field."


class Refused(Schema):
    """Why a request was not answered: in words, and by field where one is to blame."""

    error: str
    fields: dict[str, str]


def answers(told: type[Schema], *also: int) -> dict[int, Any]:
    """What is told, and the refusals that any address may give, with those given here besides."""
    return {200: told} | dict.fromkeys(sorted({401, 429, 503, *also}), Refused)


def not_taken(form: Form) -> Status[dict[str, Any]]:
    """What a form refused, in the words that its page would show."""
    fields = {name: " ".join(errors) for name, errors in form.errors.items() if name != "__all__"}
    return Status(422, {"error": " ".join(form.non_field_errors()) or NOT_TAKEN, "fields": fields})
