"""What a partnership's practice leaves to be set: scales, lists, periods. Each is a dated TOML file.

A slice ships its file beside its rules. A file of the same name in the folder that TOCSIN_PRACTICE names is used in its
place, whole, so that a reader never has to work out which half came from where.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def practice(shipped: Path) -> dict[str, Any]:
    """What stands in the file, or in the one of that name which the site is set to use instead.

    Every file says its `version`, which what is written under it keeps, and its `source`.
    Raises ImproperlyConfigured, naming the file, if it cannot be read or says neither.
    """
    own = Path(settings.TOCSIN_PRACTICE) / shipped.name if settings.TOCSIN_PRACTICE else shipped
    return _read(own if own.exists() else shipped)


@cache
def _read(file: Path) -> dict[str, Any]:
    try:
        told = tomllib.loads(file.read_text())
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise ImproperlyConfigured(f"{file}: {fault}. Mend the file, or take it out of TOCSIN_PRACTICE.") from fault
    if missing := [name for name in ("version", "source") if not isinstance(told.get(name), str)]:
        raise ImproperlyConfigured(f"{file} says no {' and no '.join(missing)}. Add it at the top, in quotation marks.")
    return told
