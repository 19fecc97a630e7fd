"""A Vega-Lite specification into a picture file. What the picture says is the caller's."""

from __future__ import annotations

import json
import re
from math import isfinite
from pathlib import Path
from typing import Any

import vl_convert

from tocsin.errors import PictureNotWritten

VEGA_LITE = "6.4"
PIXELS_A_POINT = 2.0

CONFIG: dict[str, Any] = {
    "background": "white",
    "font": "Arial, Helvetica, Liberation Sans, DejaVu Sans, sans-serif",
    "title": {"anchor": "start", "fontSize": 15, "subtitleFontSize": 12, "subtitleColor": "#444444", "offset": 12},
    "axis": {"labelFontSize": 11, "titleFontSize": 12, "titleFontWeight": "normal", "gridColor": "#e4e4e4"},
    "header": {"labelFontSize": 12, "labelAnchor": "start", "labelFontWeight": "bold"},
    "legend": {"labelFontSize": 11, "titleFontSize": 12, "orient": "bottom"},
    "view": {"stroke": None},
}

# Beside what XML forbids: one NUL or half a surrogate pair in a specification aborts the whole process in vl-convert.
_UNDRAWABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(spec: dict[str, Any], path: Path) -> None:
    """Draws the Vega-Lite 6 specification into the file, as SVG or PNG by its ending, with no network.

    The house's look (CONFIG) fills in what the specification's own `config` leaves open.

    Raises PictureNotWritten for another ending, for a specification that cannot be drawn, and if the file cannot be
    written.
    """
    ending = path.suffix.lower()
    if ending not in {".svg", ".png"}:
        raise PictureNotWritten(f"{path}: a picture is written as SVG or PNG. End its name in .svg or .png.")
    try:
        path.write_bytes(_drawn(drawable(spec), ending))
    except OSError as error:
        raise PictureNotWritten(f"{path} cannot be written: {error.strerror}. Check the folder.") from error
    except ValueError as error:
        raise PictureNotWritten(f"{path} cannot be drawn: {str(error).splitlines()[0][:200]}.") from error


def drawable(part: Any) -> Any:
    """The same part of a specification, without characters or numbers that cannot be drawn."""
    if isinstance(part, str):
        return _UNDRAWABLE.sub("", part)
    if isinstance(part, dict):
        return {drawable(name): drawable(value) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [drawable(value) for value in part]
    # JSON has no word for a number that is not there.
    return None if isinstance(part, float) and not isfinite(part) else part


def _drawn(spec: dict[str, Any], ending: str) -> bytes:
    full = json.dumps({**spec, "config": {**CONFIG, **spec.get("config", {})}})
    if ending == ".svg":
        return str(vl_convert.vegalite_to_svg(full, vl_version=VEGA_LITE, allowed_base_urls=[])).encode()
    return bytes(vl_convert.vegalite_to_png(full, vl_version=VEGA_LITE, scale=PIXELS_A_POINT, allowed_base_urls=[]))
