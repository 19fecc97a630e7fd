"""A chart's drawing as it stands in a document: it leads nowhere, and says in words what it shows."""

from __future__ import annotations

from xml.etree import ElementTree

import vl_convert

from partnership.ui.figure import Chart

from .paper import said

SVG = "{http://www.w3.org/2000/svg}"
SHARPNESS = 3  # points of the picture for each of the drawing


def as_still(chart: Chart) -> str:
    """The drawing as SVG without links, titled with its description."""
    return _text(_still(chart))


def as_png(chart: Chart) -> tuple[bytes, float]:
    """The drawing as PNG, and its height for a width of one."""
    root = _still(chart)
    width, height = (float(one) for one in root.get("viewBox", "0 0 1 1").split()[2:])
    root.set("width", str(width))
    root.set("height", str(height))
    return bytes(vl_convert.svg_to_png(_text(root), scale=SHARPNESS)), height / width


def words_for(chart: Chart) -> str:
    return said(chart.description or chart.title)


def _still(chart: Chart) -> ElementTree.Element:
    root = ElementTree.fromstring(chart.svg)  # noqa: S314 - drawn by ui.drawing, and by nobody else
    for element in root.iter():
        element.tag = str(element.tag).removeprefix(SVG)
        if element.tag == "a":
            element.tag = "g"
            for name in ("href", "aria-label"):
                element.attrib.pop(name, None)
    title = ElementTree.Element("title")
    title.text = words_for(chart)
    root.insert(0, title)
    root.set("xmlns", SVG.strip("{}"))
    return root


def _text(root: ElementTree.Element) -> str:
    return ElementTree.tostring(root, encoding="unicode")
