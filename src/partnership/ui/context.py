"""What every page's frame needs to know: the way round the site for whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

NavItem = tuple[str, str, bool]


def frame(request: HttpRequest) -> dict[str, object]:
    """`nav`, the (label, url, is current) of each part this person may see; `subnav`, those inside the part they are
    in; and `synthetic`.

    Reads settings.TOCSIN_NAV, whose entries are triples of label, address name and act, or of label, such triples and
    nothing: a part with others inside it. An empty act is everybody's. Reads settings.TOCSIN_DEMO.
    """
    nav, subnav = _nav(request)
    return {"nav": nav, "subnav": subnav, "synthetic": getattr(settings, "TOCSIN_DEMO", False)}


def _nav(request: HttpRequest) -> tuple[list[NavItem], list[NavItem]]:
    may = getattr(getattr(request, "user", None), "may", None)
    if may is None:
        return [], []
    parts = [(label, inside) for label, *entry in settings.TOCSIN_NAV if (inside := _allowed(label, entry, may))]
    # A part can stand within another, such as a page of its own under a list: only the nearer one is marked.
    urls = [url for _, inside in parts for _, url in inside]
    nearest = max((url for url in urls if _is_current(url, request.path)), key=len, default=None)
    nav, subnav = [], []
    for label, inside in parts:
        is_here = nearest in [url for _, url in inside]
        # Of a part in which this person may see one thing only, that thing is shown in its place.
        nav.append((label if len(inside) > 1 else inside[0][0], inside[0][1], is_here))
        if is_here and len(inside) > 1:
            subnav = [(name, url, url == nearest) for name, url in inside]
    return nav, subnav


def _allowed(label: str, entry: list[Any], may: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Label and address of what stands in the part, of that which this person may see."""
    inside = [(label, *entry)] if isinstance(entry[0], str) else entry[0]
    return [(name, reverse(address)) for name, address, act in inside if act == "" or may(act)]


def _is_current(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
