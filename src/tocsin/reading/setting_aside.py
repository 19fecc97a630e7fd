"""A record that cannot be used: why, and what to do about it."""

from __future__ import annotations


class Unusable(ValueError):
    """Raised while a record is read, caught by its reader, and kept beside the record."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
