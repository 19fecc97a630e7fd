"""What two people made of the same thing, beside each other, so that the second loses nothing. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Difference:
    """One field: its label, what was on the screen, what stands now, and what was typed (empty if nothing was)."""

    label: str
    seen: str
    now: str
    yours: str

    @property
    def is_changed(self) -> bool:
        """True if somebody else changed the field; otherwise only the one who typed would."""
        return self.seen != self.now


def differences(
    *, labels: Mapping[str, str], seen: Mapping[str, str], now: Mapping[str, str], yours: Mapping[str, str]
) -> list[Difference]:
    """The fields that are not the same in all three, in the order of the labels.

    >>> differences(labels={"state": "State"}, seen={"state": "open"}, now={"state": "dismissed"}, yours={})
    [Difference(label='State', seen='open', now='dismissed', yours='')]
    """
    rows = [
        Difference(label, seen.get(name, NOT_KNOWN), now.get(name, ""), yours.get(name, ""))
        for name, label in labels.items()
    ]
    return [row for row in rows if row.is_changed or row.yours not in {"", row.now}]
