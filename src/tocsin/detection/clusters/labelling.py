"""Where to write names beside dots so that no two lie on each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LETTER, LINE, GAP = 6.4, 14.0, 4.0


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, by its middle."""

    x: float
    y: float
    width: float
    height: float

    def lies_on(self, other: Box) -> bool:
        return (
            abs(self.x - other.x) * 2 < self.width + other.width
            and abs(self.y - other.y) * 2 < self.height + other.height
        )


def places_for(dots: Sequence[Box], words: Sequence[str], sheet: tuple[float, float]) -> list[Box | None]:
    """A box for the words of each dot: right, left, below or above it; None where they would lie on something.

    Dots come first to be labelled first; those without words only take up room.
    """
    placed: list[Box] = []
    boxes: list[Box | None] = []
    for dot, word in zip(dots, words, strict=True):
        room = next((each for each in _around(dot, word) if _is_free(each, [*dots, *placed], sheet)), None)
        boxes.append(room if word else None)
        if word and room is not None:
            placed.append(room)
    return boxes


def _around(dot: Box, word: str) -> list[Box]:
    width = LETTER * len(word)
    aside, up = (dot.width + width) / 2 + GAP, (dot.height + LINE) / 2
    return [
        Box(dot.x + aside, dot.y, width, LINE),
        Box(dot.x - aside, dot.y, width, LINE),
        Box(dot.x, dot.y + up, width, LINE),
        Box(dot.x, dot.y - up, width, LINE),
    ]


def _is_free(box: Box, others: Sequence[Box], sheet: tuple[float, float]) -> bool:
    inside = box.width / 2 <= box.x <= sheet[0] - box.width / 2 and 0 <= box.y <= sheet[1]
    return inside and not any(box.lies_on(other) for other in others)
