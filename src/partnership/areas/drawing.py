"""The map of the districts, drawn from their outlines in force."""

from collections.abc import Collection, Sequence

from django.urls import reverse

from partnership.ui.figure import Chart
from partnership.ui.maps import Shape, area_map
from partnership.ui.wording import plain_number

from .models import Outline
from .rules import square_kilometres


def map_of(outlines: Sequence[Outline], *, linked: Collection[str]) -> Chart | None:
    """The outlines with each one's size; those whose code is in `linked` lead to their board. None for none."""
    if not outlines:
        return None
    shapes = [
        Shape(
            code=outline.area_id,
            name=outline.area.name,
            geometry=outline.geometry,
            value=round(square_kilometres(outline.geometry)),
            url=reverse("triage:board", args=[outline.area_id]) if outline.area_id in linked else None,
            note="Approximate outline" if outline.approximate else "",
        )
        for outline in outlines
    ]
    largest = max(shapes, key=lambda shape: shape.value)
    return area_map(
        shapes,
        title=f"{largest.name} is the largest, at {plain_number(largest.value)} square kilometres",
        description="Map of the districts: " + ", ".join(shape.name for shape in shapes) + ".",
        unit="square kilometres",
    )
