"""Boundary files invented for the tests: two squares that share a side."""

import json
from collections.abc import Callable
from typing import Any

import pytest


def square(west: float, south: float, size: float = 0.1) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def square_at() -> Callable[..., dict[str, Any]]:
    return square


@pytest.fixture
def feature_of() -> Callable[..., dict[str, Any]]:
    """Bradford as a square, in the property names of 2023, but for what the test changes."""

    def make(**changes: Any) -> dict[str, Any]:
        told = {
            "properties": {"LAD23CD": "E08000032", "LAD23NM": "Bradford"},
            "geometry": square(-1.9, 53.7),
        }
        return {"type": "Feature", **told, **changes}

    return make


@pytest.fixture
def file_of() -> Callable[..., bytes]:
    def make(*features: dict[str, Any]) -> bytes:
        return json.dumps({"type": "FeatureCollection", "features": features}).encode()

    return make


@pytest.fixture
def two_districts(feature_of, file_of) -> bytes:
    leeds = feature_of(
        properties={"LAD23CD": "E08000035", "LAD23NM": "Leeds"},
        geometry=square(-1.8, 53.7),
    )
    return file_of(feature_of(), leeds)
