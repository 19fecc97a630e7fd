"""A network is drawn safely, alike from day to day, with no label on another, and says what it leaves out."""

import random
import re
from itertools import combinations

import pytest

from partnership.ui.network import MOST, WIDTH, Link, Node, _box, _layout, _spread_out, network

KINDS = ("Group", "Enabler", "Area")


def made(groups, enablers, *, seed=1):
    """Groups with one to three enablers each, in two areas."""
    pick = random.Random(seed)  # noqa: S311 - no secret
    nodes = [
        *(Node(f"g{n}", f"Granite Harbour {n}", "Group", f"/groups/{n}/") for n in range(groups)),
        *(
            Node(f"e{n}", f"Letting agent, west of the centre {n}", "Enabler", f"/enablers/{n}/")
            for n in range(enablers)
        ),
        *(Node(f"a{n}", f"District {n}", "Area") for n in range(2)),
    ]
    links = [Link(f"g{pick.randrange(groups)}", f"e{n}") for n in range(enablers) for _ in range(pick.randint(1, 3))]
    return nodes, links + [Link(f"g{n}", f"a{n % 2}", is_weak=True) for n in range(groups)]


def drawn(nodes, links):
    return network(nodes, links, kinds=KINDS, title="Two groups share one", description="Groups and enablers")


def boxes(nodes, links):
    """Left, top, right and bottom of each node with its label."""
    places = _spread_out(nodes, _layout(nodes, links))
    found = []
    for node in nodes:
        (x, y), (across, down) = places[node.key], _box(node)
        found.append((x - across / 2, y, x + across / 2, y + down))
    return found


@pytest.mark.parametrize(("groups", "enablers"), [(1, 0), (2, 1), (8, 4), (23, 15), (40, 18)])
def test_no_label_lies_on_another(groups, enablers):
    for one, other in combinations(boxes(*made(groups, enablers)), 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        assert across < 2 or down < 2, (one, other)


def test_every_node_stands_on_the_sheet():
    for left, top, right, _ in boxes(*made(23, 15)):
        assert left >= -1
        assert right <= WIDTH + 1
        assert top >= 0


def test_the_same_network_is_drawn_alike():
    nodes, links = made(12, 6)

    assert drawn(nodes, links) == drawn(nodes, links)


def test_each_node_leads_to_its_page_once_and_an_area_to_none():
    svg = drawn(*made(3, 2)).chart.svg

    assert sorted(re.findall('href="([^"]+)"', svg)) == [
        *("/enablers/0/", "/enablers/1/", "/groups/0/", "/groups/1/", "/groups/2/")
    ]
    assert "Group: Granite Harbour 0" in svg


def test_kinds_are_told_apart_without_colour():
    """Each kind has a shape of its own, and the key says which in words."""
    svg = drawn(*made(3, 2)).chart.svg

    for kind in KINDS:
        assert f">{kind}</text>" in svg
    shapes = {re.sub(r"[\d.,-]+", "n", path) for path in re.findall(r'<path [^>]*d="([^"]+)"', svg)}
    assert len(shapes) >= len(KINDS)


def test_the_table_holds_every_node_drawn_or_not():
    nodes, links = made(90, 40)

    found = drawn(nodes, links)

    assert found.left_out > 0
    assert len(found.chart.rows) == len(nodes)
    assert found.chart.rows[0][:2] == ("Granite Harbour 0", "Group")


def test_the_largest_parts_are_drawn_and_what_is_left_out_is_counted():
    """A chain of forty and forty pairs: the chain is whole, and pairs fill what room is left."""
    chain = [Node(f"c{n}", f"Chain {n}", "Group") for n in range(40)]
    pairs = [Node(f"p{n}", f"Pair {n}", "Enabler") for n in range(80)]
    links = [Link(f"c{n}", f"c{n + 1}") for n in range(39)] + [Link(f"p{n}", f"p{n + 1}") for n in range(0, 80, 2)]

    found = drawn([*pairs, *chain], links)

    assert found.left_out == 120 - MOST
    assert all(f"Chain {n}<" in found.chart.svg for n in range(40))


def test_of_a_part_too_large_the_best_tied_are_drawn():
    hub, rest = Node("hub", "The hub", "Enabler"), [Node(f"g{n}", f"Group {n}", "Group") for n in range(100)]

    found = drawn([*rest, hub], [Link(node.key, "hub") for node in rest])

    assert "The hub" in found.chart.svg
    assert found.left_out == 101 - MOST


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "x" * 300, "\u202eevil", "a\x00b", "ﷺ" * 20, ""])
def test_hostile_labels_are_letters(label):
    svg = drawn([Node("a", label, "Group", "/a/"), Node("b", "Plain", "Enabler")], [Link("a", "b")]).chart.svg

    assert "<script" not in svg
    assert "style=" not in svg


def test_nothing_at_all_is_still_a_drawing():
    assert drawn([], []).left_out == 0
