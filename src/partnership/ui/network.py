"""Things and what ties them, drawn as a network: shapes and words tell the kinds apart, and no label covers another.

Domain-free. The layout has a fixed seed, so that the same network is drawn alike from day to day.
"""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

import networkx

from . import theme
from .drawing import LINK_TOKEN, draw
from .figure import Chart

WIDTH = 860
SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
FILLS = (theme.LINE, "#f46a25", "#ffd65c", "#28a197", "#801650", "#3d3d3d")
MOST = 60  # nodes drawn; past this, labels no longer fit a page
LINE_LETTERS, LINES = 18, 2
LETTER_WIDTH, LINE_HEIGHT, DOT = 6.6, 15, 9  # in drawing units, at the size of the labels below
LABEL_SIZE = 13
ROOM = 17_000  # square units for each node of a part, its label and its ties
CLOSE_ENOUGH = 0.5  # of the room that a box has around its label
ROUNDS, PUSHES, STRETCH = 8, 200, 1.08
SEED = 1
Row = dict[str, Any]
Place = tuple[float, float]


@dataclass(frozen=True)
class Node:
    """One thing. `kind` is one of the kinds that the drawing is given; `url` a path within this site."""

    key: str
    label: str
    kind: str
    url: str | None = None


@dataclass(frozen=True)
class Link:
    """A tie between two nodes, by key. A weak one, such as of a thing to its place, is drawn dashed."""

    one: str
    other: str
    is_weak: bool = False


@dataclass(frozen=True)
class Drawn:
    """The picture, and what it leaves out where there is more than fits."""

    chart: Chart
    left_out: int


def network(
    nodes: Sequence[Node], links: Sequence[Link], *, kinds: Sequence[str], title: str, description: str
) -> Drawn:
    """A node's shape is that of its kind, in the order of `kinds`, and its label stands under it.

    Where there are more nodes than fit, those of the largest connected parts are drawn, weak ties apart, and
    `left_out` says how many are not. The table under the drawing holds every node; the ties are the caller's to list,
    with what they mean.
    """
    drawn = _kept(nodes, links)
    kept = {node.key for node in drawn}
    ties = [link for link in links if link.one in kept and link.other in kept]
    places = _places(tuple(drawn), tuple(ties))
    spec, addresses = _spec(drawn, ties, places, kinds)
    tied = Counter(key for link in links for key in (link.one, link.other))
    return Drawn(
        Chart(
            title=title,
            description=description,
            svg=draw(spec, alt=description or title, links=addresses),
            head=("Name", "Kind", "Ties"),
            rows=tuple((node.label, node.kind, str(tied[node.key])) for node in nodes),
        ),
        left_out=len(nodes) - len(drawn),
    )


@lru_cache(maxsize=64)
def _places(nodes: tuple[Node, ...], links: tuple[Link, ...]) -> dict[str, Place]:
    return _spread_out(nodes, _layout(nodes, links))


def _kept(nodes: Sequence[Node], links: Sequence[Link]) -> list[Node]:
    """All nodes, or those of the largest parts as long as they fit; of a part too large by itself, the best tied.

    What has only weak ties, such as a place, makes no part larger: it is drawn if something tied to it is.
    """
    if len(nodes) <= MOST:
        return list(nodes)
    graph = _graph(nodes, [link for link in links if not link.is_weak])
    aside = _only_weakly_tied(graph, links)
    graph.remove_nodes_from(aside)
    place = {node.key: n for n, node in enumerate(nodes)}
    kept: set[str] = set()
    parts = sorted(networkx.connected_components(graph), key=lambda part: (-len(part), min(place[k] for k in part)))
    for part in parts:
        by_ties = sorted(part, key=lambda key: (-graph.degree(key), place[key]))
        kept.update(by_ties[: MOST - len(kept)])
    ends = [(link.one, link.other) for link in links if link.is_weak]
    near = {a for pair in ends for a, b in (pair, pair[::-1]) if a in aside and b in kept}
    return [node for node in nodes if node.key in kept | near]


def _only_weakly_tied(firm: Any, links: Sequence[Link]) -> set[str]:
    """Ends of weak ties that have no firm tie and stand at the far end, such as places."""
    return {link.other for link in links if link.is_weak and firm.degree(link.other) == 0}


def _graph(nodes: Sequence[Node], links: Sequence[Link]) -> Any:
    graph = networkx.Graph()
    graph.add_nodes_from(node.key for node in nodes)
    graph.add_edges_from((link.one, link.other) for link in links)
    return graph


def _layout(nodes: Sequence[Node], links: Sequence[Link]) -> dict[str, Place]:
    """Where each node would stand if it had no label, in drawing units: tied ones near each other, and the parts that
    nothing ties beside each other, the largest first."""
    graph = _graph(nodes, links)
    place = {node.key: n for n, node in enumerate(nodes)}
    parts = sorted(networkx.connected_components(graph), key=lambda part: (-len(part), min(place[k] for k in part)))
    found: dict[str, Place] = {}
    left, top, lowest = 0.0, 0.0, 0.0
    for part in parts:
        # In the order given: a set has none, and the layout depends on it.
        keys = sorted(part, key=place.__getitem__)
        across, down = _room(len(keys))
        if left + across > WIDTH:
            left, top = 0.0, lowest
        ordered = _graph([node for node in nodes if node.key in part], _within(part, links))
        found |= _placed(ordered, left, top, across, down)
        left, lowest = left + across, max(lowest, top + down)
    return found


def _within(part: set[str], links: Sequence[Link]) -> list[Link]:
    return [link for link in links if link.one in part]


def _room(count: int) -> tuple[float, float]:
    """Width and height of a part of so many nodes."""
    if count == 1:
        return LINE_LETTERS * LETTER_WIDTH + 20, 80
    across = min(WIDTH, math.sqrt(1.5 * count * ROOM))
    return across, count * ROOM / across


def _placed(graph: Any, left: float, top: float, across: float, down: float) -> dict[str, Place]:
    if len(graph) == 1:
        return dict.fromkeys(graph, (left + across / 2, top + 2 * DOT))
    at = networkx.spring_layout(graph, seed=SEED, k=2.2 / math.sqrt(len(graph)), iterations=200)
    xs, ys = [x for x, _ in at.values()], [y for _, y in at.values()]
    wide, high = (max(xs) - min(xs)) or 1, (max(ys) - min(ys)) or 1
    margin = LINE_LETTERS * LETTER_WIDTH / 2
    return {
        key: (
            left + margin + (x - min(xs)) / wide * (across - 2 * margin),
            top + 2 * DOT + (y - min(ys)) / high * (down - 80),
        )
        for key, (x, y) in at.items()
    }


def _spread_out(nodes: Sequence[Node], places: dict[str, Place]) -> dict[str, Place]:
    """The places, moved apart until no node's box, which holds its label, lies on another's."""
    at = {key: [float(x), float(y)] for key, (x, y) in places.items()}
    boxes = {node.key: _box(node) for node in nodes}
    for _ in range(ROUNDS):
        if _settle(at, boxes):
            break
        for place in at.values():  # too tight as it is: a longer sheet
            place[1] *= STRETCH
    return {key: (round(x, 1), round(y, 1)) for key, (x, y) in at.items()}


def _settle(at: dict[str, list[float]], boxes: dict[str, tuple[float, float]]) -> bool:
    """Pushes boxes apart for a while; True if in the end none lies on another."""
    for _ in range(PUSHES):
        moved = [_push_apart(at[one], at[other], boxes[one], boxes[other]) for one, other in combinations(boxes, 2)]
        for key, (across, _down) in boxes.items():
            at[key][0] = min(max(at[key][0], across / 2), WIDTH - across / 2)
            at[key][1] = max(at[key][1], DOT * 2.0)
        if not any(moved):
            return True
    return False


def _box(node: Node) -> tuple[float, float]:
    """Width and height of a node with its label under it, and a little room."""
    lines = _lines(node.label)
    return max(max(map(len, lines)) * LETTER_WIDTH, 2 * DOT) + 8, 2 * DOT + len(lines) * LINE_HEIGHT + 8


def _push_apart(one: list[float], other: list[float], a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Moves both by half of what they overlap, along the way that is shorter; False if they do not."""
    # A node stands at the top of its box: the middles differ by half the difference of the heights.
    x = other[0] - one[0]
    y = (other[1] + b[1] / 2) - (one[1] + a[1] / 2)
    over_x, over_y = (a[0] + b[0]) / 2 - abs(x), (a[1] + b[1]) / 2 - abs(y)
    if over_x <= CLOSE_ENOUGH or over_y <= CLOSE_ENOUGH:
        return False
    way, by = (0, over_x) if over_x < over_y else (1, over_y)
    sign = 1 if (x, y)[way] >= 0 else -1
    one[way] -= sign * by / 2
    other[way] += sign * by / 2
    return True


def _lines(label: str) -> list[str]:
    wrapped = textwrap.wrap(label, LINE_LETTERS) or [label]
    return wrapped if len(wrapped) <= LINES else [*wrapped[: LINES - 1], f"{wrapped[LINES - 1][: LINE_LETTERS - 1]}…"]


def _spec(
    nodes: Sequence[Node], links: Sequence[Link], places: dict[str, Place], kinds: Sequence[str]
) -> tuple[Row, tuple[tuple[str, str], ...]]:
    linked = [node for node in nodes if node.url is not None]
    tokens = {node.key: f"{LINK_TOKEN}{n}" for n, node in enumerate(linked)}
    points = [
        {"x": places[node.key][0], "y": places[node.key][1], "kind": node.kind, "href": tokens.get(node.key)}
        for node in nodes
    ]
    height = max((y for _, y in places.values()), default=0) + 2 * DOT + LINES * LINE_HEIGHT + 8
    spec = {
        "width": WIDTH,
        "height": height,
        "padding": 4,
        "layer": [*_ties(links, places), _dots(points, kinds), *_words(nodes, places)],
    }
    return spec, tuple((str(node.url), f"{node.kind}: {node.label}") for node in linked)


def _ties(links: Sequence[Link], places: dict[str, Place]) -> list[Row]:
    ends = [(link.is_weak, *places[link.one], *places[link.other]) for link in links]
    rows = [dict(zip(("weak", "x", "y", "x2", "y2"), end, strict=True)) for end in ends]
    place = {"x": _at("x"), "y": _at("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    firm = {"type": "rule", "stroke": "#505a5f", "strokeWidth": 1.5}
    weak = {"type": "rule", "stroke": "#8b959b", "strokeWidth": 1, "strokeDash": [4, 4]}
    return [
        {"data": {"values": [row for row in rows if row["weak"] == is_weak]}, "mark": mark, "encoding": place}
        for is_weak, mark in ((True, weak), (False, firm))
    ]


def _dots(points: list[Row], kinds: Sequence[str]) -> Row:
    of_kind = {"field": "kind", "type": "nominal"}
    shapes = [SHAPES[n % len(SHAPES)] for n in range(len(kinds))]
    fills = [FILLS[n % len(FILLS)] for n in range(len(kinds))]
    key = {"symbolSize": 200, "orient": "top", "columns": 3, "symbolStrokeColor": theme.INK}
    return {
        "data": {"values": points},
        "mark": {"type": "point", "size": 420, "opacity": 1, "stroke": theme.INK, "strokeWidth": 1.5},
        "encoding": {
            "x": _at("x"),
            "y": _at("y"),
            "shape": {**of_kind, "scale": {"domain": list(kinds), "range": shapes}, "legend": key},
            "fill": {**of_kind, "scale": {"domain": list(kinds), "range": fills}, "legend": key},
            "href": {"field": "href", "type": "nominal"},
        },
    }


def _words(nodes: Sequence[Node], places: dict[str, Place]) -> list[Row]:
    """The labels: first a white halo, so that a line does not cross out a letter, then the letters. Only the dots are
    links, so that a keyboard meets each node once."""
    rows = [
        {"x": places[node.key][0], "y": places[node.key][1] + 2 * DOT + n * LINE_HEIGHT, "words": line}
        for node in nodes
        for n, line in enumerate(_lines(node.label))
    ]
    mark = {"type": "text", "fontSize": LABEL_SIZE, "baseline": "middle", "strokeJoin": "round", "fill": theme.INK}
    letters = {"x": _at("x"), "y": _at("y"), "text": {"field": "words", "type": "nominal"}}
    data = {"values": rows}
    return [
        {"data": data, "mark": {**mark, "stroke": "#ffffff", "strokeWidth": 4}, "encoding": letters},
        {"data": data, "mark": mark, "encoding": letters},
    ]


def _at(field: str) -> Row:
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}
