"""A JSON file: one object that says what it is, and its tables. Every character is kept exactly."""

from __future__ import annotations

import json
from collections.abc import Sequence

from .rules import About, Table, as_told


def as_json(about: About, tables: Sequence[Table]) -> bytes:
    """Plain ASCII, other characters escaped: so that none can hide, turn the line around, or be no character at all."""
    rows = {
        table.name: [dict(zip(table.head, map(as_told, line), strict=True)) for line in table.lines] for table in tables
    }
    text = json.dumps({"about": about.told, "tables": rows}, ensure_ascii=True, allow_nan=False, indent=1)
    return f"{text}\n".encode("ascii")
