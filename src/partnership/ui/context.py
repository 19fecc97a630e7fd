"""What every page's frame needs to know: the way round the site for whoever is signed in."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

NavItem = tuple[str, str, bool]


def frame(request: HttpRequest) -> dict[str, object]:
    """`nav`, the (label, url, is current) of each part this person may see, and `synthetic`.

    Reads settings.TOCSIN_NAV, triples of label, address name and act; settings.TOCSIN_DEMO.
    """
    return {"nav": _nav(request), "synthetic": getattr(settings, "TOCSIN_DEMO", False)}


def _nav(request: HttpRequest) -> list[NavItem]:
    may = getattr(getattr(request, "user", None), "may", None)
    if may is None:
        return []
    allowed = [(label, reverse(name)) for label, name, act in settings.TOCSIN_NAV if may(act)]
    # A part can stand within another, such as a page of its own under a list: only the nearer one is marked.
    nearest = max((url for _, url in allowed if _is_current(url, request.path)), key=len, default=None)
    return [(label, url, url == nearest) for label, url in allowed]


def _is_current(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
