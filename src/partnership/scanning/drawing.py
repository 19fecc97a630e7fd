"""The use of a word over time, and the neighbourhood of a concept, as plain points for the drawing slice."""

from __future__ import annotations

from collections.abc import Sequence

from partnership.ui.charts import BandPoint, band_chart
from partnership.ui.figure import Chart
from partnership.ui.network import Link, Node, network

from .models import Concept, Sighting, Term
from .wording import first_day, how_other, period_told, times_usual

HERE, MORE, LESS = "This one", "More groups, saying less", "Fewer groups, saying more"


def use_chart(term: Term, sightings: Sequence[Sighting]) -> Chart:
    """Documents that use the term, period by period, beside what its past explains."""
    newest = sightings[-1]
    finding = f"{newest.count} documents in the {period_told(newest.period)}"
    points = [
        BandPoint(period_told(each.period), first_day(each.period), each.count, each.expected, None, None)
        for each in sightings
    ]
    return band_chart(
        points,
        title=f"{finding}, {times_usual(newest.count, newest.expected)}",
        description=f"Documents with {term.title}, in each period in which it was among the most unusual.",
        unit="documents",
    )


def around_chart(concept: Concept, above: Sequence[Concept], below: Sequence[Concept]) -> Chart | None:
    """The concept between those that say less and those that say more; None where it stands alone."""
    if not above and not below:
        return None
    kinds = ((HERE, [concept]), (MORE, above), (LESS, below))
    nodes = [_node(each, kind, concept) for kind, those in kinds for each in those]
    links = [Link(concept.key, each.key) for each in (*above, *below)]
    return network(
        nodes,
        links,
        kinds=(HERE, MORE, LESS),
        title="What is said by more groups, and what by fewer",
        description="Each shape is a set of source groups with all that they say alike.",
    ).chart


def _node(each: Concept, kind: str, beside: Concept) -> Node:
    other = how_other(beside.says, each.says)
    return Node(each.key, f"{each.size} groups{f': {other}' if other else ''}", kind, each.get_absolute_url())
