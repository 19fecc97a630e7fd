"""Who may do what, worked out a second time from the files in matrix/ and plain data. Imports nothing of the site.

The site asks one question of its database; this answers the same question in a few lines of Python. Where the two
differ, one of them is wrong.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MATRIX = Path(__file__).with_name("matrix")
RULES: dict[str, Any] = tomllib.loads((MATRIX / "rules.toml").read_text())
RULES["addresses"] = {
    name: line
    for file in sorted(MATRIX.glob("*.toml"))
    for name, line in tomllib.loads(file.read_text()).get("addresses", {}).items()
}
ACTS = tuple(RULES["acts"])


@dataclass(frozen=True)
class Viewer:
    """A person as the rules know them. `places` are the codes of their postings of today.

    acts, areas  what a token leaves them; None where there is no token
    """

    key: str
    role: str
    agency: str
    clearance: str
    places: frozenset[str]
    is_open: bool = True
    acts: frozenset[str] | None = None
    areas: frozenset[str] | None = None


@dataclass(frozen=True)
class Passed:
    """A share. `days_left` counts from today, which is 0; the day itself is still included."""

    to_person: str = ""
    to_agency: str = ""
    days_left: int = 0
    is_ended: bool = False


@dataclass(frozen=True)
class Held:
    """A record as the rules know it."""

    kind: str
    area: str
    marking: str
    handling: str
    originator: str
    state: str = ""
    passed: tuple[Passed, ...] = field(default=())
    announced: bool = False


def may(viewer: Viewer, act: str) -> bool:
    """True if the role grants the act, the account is open and the token, if there is one, leaves it."""
    is_left = viewer.acts is None or act in viewer.acts
    return viewer.is_open and is_left and act in RULES["roles"][viewer.role]


def may_on(viewer: Viewer, act: str, record: Held) -> bool:
    return why_not(viewer, act, record) == ()


def why_not(viewer: Viewer, act: str, record: Held) -> tuple[str, ...]:
    """Every term that stands in the way; none where the act is allowed."""
    found = []
    if not may(viewer, act):
        found.append("role")
    if record.marking not in RULES["clearances"][viewer.clearance]:
        found.append("clearance")
    if act in RULES["states"].get(record.kind, {}).get(record.state, {}).get("refuses", ()):
        found.append("state")
    if not _is_passed_to(viewer, act, record):
        found += [] if record.area in areas_of(viewer, act) else ["area"]
        found += [] if _is_handled(viewer, record) else ["handling"]
    return tuple(found)


def areas_of(viewer: Viewer, act: str) -> frozenset[str]:
    """Where the act reaches: the areas of the postings and, for some acts, all that hold those."""
    if not may(viewer, "see-board"):
        return frozenset()
    own = _places(viewer)
    return _and_holders(own) if act in RULES["reach_up"] else own


def holders(code: str) -> Iterable[str]:
    while code := RULES["inside"].get(code, ""):
        yield code


def is_told_of(viewer: Viewer, record: Held) -> bool:
    """True if the record is announced to the viewer: that it exists and whom to ask, never what it says."""
    return (
        record.announced and record.area in areas_of(viewer, "see-board") and not may_on(viewer, "see-record", record)
    )


def _places(viewer: Viewer) -> frozenset[str]:
    return viewer.places if viewer.areas is None else viewer.places & viewer.areas


def _is_handled(viewer: Viewer, record: Held) -> bool:
    if record.handling == "P" or record.originator == viewer.agency:
        return True
    return record.originator == "" and any(may(viewer, act) for act in RULES["unclaimed"])


def _is_passed_to(viewer: Viewer, act: str, record: Held) -> bool:
    if act not in RULES["by_share"]:
        return False
    if viewer.areas is not None and record.area not in _and_holders(viewer.areas):
        return False
    return any(
        not share.is_ended
        and share.days_left >= 0
        and (share.to_person == viewer.key or share.to_agency == viewer.agency)
        for share in record.passed
    )


def _and_holders(codes: frozenset[str]) -> frozenset[str]:
    return codes | {above for code in codes for above in holders(code)}
