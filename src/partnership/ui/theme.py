"""Colours and Vega-Lite settings that every drawing shares."""

from typing import Any

# Drawn this wide, then scaled to the page: 14 units read as small body text on a desk and still on a phone.
WIDTH = 440
FONT_SIZE = 14
# Metrically alike, so that text measured on the server fits in the browser.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

INK = "#0b0c0c"
LINE = "#12436d"
BAND = "#c9d8e6"
EXPECTED = "#3d3d3d"
ABOVE = "#f46a25"
GRID = "#d8dadb"
# Five steps of one hue, lightest first; the two darkest carry white text.
SHADES = ("#f2f7fc", "#c6dbef", "#7fb5dc", "#2171b5", "#08306b")
FIRST_DARK_SHADE = 3
NOT_SHOWN = "#d8dadb"

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": FONT_SIZE,
        "labelColor": INK,
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
        "titleColor": INK,
        "gridColor": GRID,
        "domainColor": INK,
        "tickColor": INK,
    },
    "legend": {
        "labelFontSize": FONT_SIZE,
        "labelColor": INK,
        "labelLimit": WIDTH,
        "orient": "bottom",
        "direction": "horizontal",
        "columns": 2,
        "title": None,
        "offset": 8,
    },
}
