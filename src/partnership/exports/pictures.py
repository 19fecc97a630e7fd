"""A chart's drawing as it stands in a document, and what is said in its place."""

from __future__ import annotations

import re

import vl_convert

from partnership.ui.drawing import still
from partnership.ui.figure import Chart

from .paper import said

SHARPNESS = 3  # points of the picture for each of the drawing
VIEW_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')


def as_still(chart: Chart) -> str:
    """The drawing as SVG without links, titled with its description."""
    return still(chart.svg, title=words_for(chart))


def as_png(chart: Chart) -> tuple[bytes, float]:
    """The drawing as PNG, and its height for a width of one. Raises ValueError if it does not say how large it is."""
    svg = as_still(chart)
    size = VIEW_BOX.search(svg)
    if size is None:
        raise ValueError("A drawing in a document says how large it is, in its viewBox.")
    width, height = float(size[1]), float(size[2])
    sized = svg.replace("<svg ", f'<svg width="{width}" height="{height}" ', 1)
    return bytes(vl_convert.svg_to_png(sized, scale=SHARPNESS)), height / width


def words_for(chart: Chart) -> str:
    return said(chart.description or chart.title)
