"""What every gate is given: a second store of its own, a scene, and every address of the site in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from partnership.site.surroundings import Provider

from . import scene as scenes
from .scene import Address, Scene


@pytest.fixture(autouse=True)
def own_checkpoints(tmp_path_factory, settings) -> None:
    """A second store of the log for each test, because each begins with an empty log."""
    settings.TOCSIN_CHECKPOINTS = tmp_path_factory.mktemp("checkpoints")


@pytest.fixture(autouse=True)
def organisation_that_is_away(settings) -> None:
    """Signing in with an organisation's account is switched on, and nobody answers there."""
    settings.TOCSIN_OIDC = Provider("http://127.0.0.1:9", "tocsin", "made up", "the organisation’s account", True)


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()


@pytest.fixture
def every_address(scene: Scene) -> Callable[..., list[Address]]:
    """Walks the site, or the patterns given, with the scene's objects as parameters."""
    return partial(scenes.every_address, scene)
