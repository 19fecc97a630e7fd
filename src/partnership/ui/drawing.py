"""A Vega-Lite specification into SVG that a strict content security policy lets stand in a page.

Drawn on this machine with no network. Only the elements and presentation attributes named here come
through: no style, script, id or event attribute, whatever the drawing library may one day emit.
"""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import vl_convert

from .theme import CONFIG, FONT

Link = tuple[str, str]
LINK_TOKEN = "https://link.invalid/"  # noqa: S105 - a place holder in an address, not a password

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS = frozenset({"svg", "g", "a", "path", "line", "rect", "circle", "text", "tspan"})
_PLACE = {"viewBox", "transform", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"}
_PAINT = {"fill", "fill-opacity", "opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"}
_JOINS = {"stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "pointer-events"}
_LETTERS = {"dx", "dy", "text-anchor", "font-size", "font-weight", "font-style"}
_ATTRIBUTES = frozenset(_PLACE | _PAINT | _JOINS | _LETTERS)
# Beside what XML forbids: one NUL anywhere in a specification aborts the whole process in vl-convert 1.9.
_UNDRAWABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def draw(spec: dict[str, Any], *, alt: str, links: Sequence[Link] = ()) -> str:
    """SVG of the specification, as wide as whatever holds it.

    alt    what a screen reader says in its place
    links  (address within this site, words) that a mark points to by the href `LINK_TOKEN` + position
    Raises ValueError for an address outside this site.
    """
    for url, _ in links:
        if not url.startswith("/") or url.startswith(("//", "/\\")):
            raise ValueError(f"A drawing links only within this site, not to {url!r}. Give a path.")
    named = tuple((url, _UNDRAWABLE.sub("", words)) for url, words in links)
    return _draw(json.dumps(_drawable({**spec, "config": CONFIG})), _UNDRAWABLE.sub("", alt), named)


def still(svg: str, *, title: str) -> str:
    """The drawing for a document: it leads nowhere, and its title is what is read aloud in its place."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - written by `draw`, and by nobody else
    for element in root.iter():
        element.tag = str(element.tag).removeprefix(_SVG)
        if element.tag == "a":
            element.tag = "g"
            for name in ("href", "aria-label"):
                element.attrib.pop(name, None)
    told = ElementTree.Element("title")
    told.text = _UNDRAWABLE.sub("", title)
    root.insert(0, told)
    root.set("xmlns", _SVG.strip("{}"))
    return ElementTree.tostring(root, encoding="unicode")


def _drawable(part: Any) -> Any:
    """The same part of a specification, without characters that cannot be drawn."""
    if isinstance(part, str):
        return _UNDRAWABLE.sub("", part)
    if isinstance(part, dict):
        return {name: _drawable(value) for name, value in part.items()}
    return [_drawable(value) for value in part] if isinstance(part, list | tuple) else part


@lru_cache(maxsize=256)
def _draw(spec: str, alt: str, links: tuple[Link, ...]) -> str:
    svg = vl_convert.vegalite_to_svg(spec, vl_version="6.4", allowed_base_urls=[])
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own library's output
    clean = _clean(root, links)
    del clean.attrib["width"], clean.attrib["height"]
    clean.set("xmlns", "http://www.w3.org/2000/svg")
    clean.set("font-family", FONT)
    # A picture hides what is inside it from screen readers; one with links must not.
    clean.set("role", "group" if links else "img")
    clean.set("aria-label", alt)
    return ElementTree.tostring(clean, encoding="unicode")


def _clean(element: ElementTree.Element, links: tuple[Link, ...]) -> ElementTree.Element:
    kept = {name: value for name, value in element.attrib.items() if name in _ATTRIBUTES and value != ""}
    if kept.get("opacity") == "1":
        del kept["opacity"]
    copy = ElementTree.Element(element.tag.removeprefix(_SVG), kept)
    copy.text = element.text
    if copy.tag == "a":
        _link(copy, element.get(_XLINK_HREF, ""), links)
    copy.extend([_clean(child, links) for child in element if _is_drawn(child)])
    return copy


def _link(anchor: ElementTree.Element, token: str, links: tuple[Link, ...]) -> None:
    """Points the anchor to its page; one that carries no token of ours becomes a plain group."""
    if not token.startswith(LINK_TOKEN):
        anchor.tag = "g"
        return
    url, words = links[int(token.removeprefix(LINK_TOKEN))]
    anchor.attrib.update({"href": url, "aria-label": words})


def _is_drawn(element: ElementTree.Element) -> bool:
    """Whether anything of the element can be seen; the library writes many empty shells."""
    name = element.tag.removeprefix(_SVG)
    if name not in _ELEMENTS or element.get("display") == "none":
        return False
    if name == "path":
        return element.get("d", "") != "" and element.get("class") != "background"
    return name not in {"g", "a"} or any(_is_drawn(child) for child in element)
