"""Every address that the URL configuration knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

ANY_TEXT = {"StringConverter", "PathConverter"}


class Found(NamedTuple):
    """An address: its name with its space, what answers there, and for each parameter whether it takes any text."""

    name: str
    view: Callable[..., object]
    parameters: dict[str, bool]

    @property
    def is_for_programs(self) -> bool:
        """True if it takes no token against forgery, and so must take no session cookie either."""
        return getattr(self.view, "csrf_exempt", False)


def walk(of: list[Any] | None = None, space: str = "", above: dict[str, bool] | None = None) -> Iterator[Found]:
    """Everything under those patterns, or in the whole site."""
    for pattern in get_resolver().url_patterns if of is None else of:
        route = pattern.pattern
        taken = (above or {}) | {
            name: name not in route.converters or type(route.converters[name]).__name__ in ANY_TEXT
            for name in route.regex.groupindex
        }
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space, taken)
        elif isinstance(pattern, URLPattern):
            yield Found(f"{space}{pattern.name}", pattern.callback, taken)
