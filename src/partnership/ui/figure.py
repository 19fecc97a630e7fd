"""A drawing together with the words and the table without which it must not be shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chart:
    """title states the finding; description says what the drawing shows, for those who cannot see it.

    svg    safe to write into a page as it is (ui.drawing)
    rows   the drawing's every value as text, under `head`
    notes  what the reader must know beside the drawing, such as how its outlines were made
    """

    title: str
    description: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
