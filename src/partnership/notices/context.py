"""What the frame of every page and the banner of every record know of notices."""

from __future__ import annotations

from django.http import HttpRequest

from partnership.people.rules import Act

from .queries import Bell


def bell(request: HttpRequest) -> dict[str, object]:
    """`bell`, for whoever is signed in and may see records; for anybody else nothing."""
    user = getattr(request, "user", None)
    may_see = user is not None and user.is_authenticated and user.may(Act.SEE_RECORD)
    return {"bell": Bell(user)} if may_see else {}
