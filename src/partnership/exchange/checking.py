"""Whether a bundle is STIX 2.1: the OASIS validator, our own extensions' schemas, and the library others use.

None of them opens a connection; a test holds that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import stix2
from stix2validator import ValidationOptions, validate_instance

SCHEMAS = Path(__file__).with_name("schemas")
# What the validator says of ours beyond errors, each accepted: see docs/reference/stix.md.
ACCEPTED = {
    "103": "identifiers are made from the record, not at random, so that the same record always has the same one",
    "302": "what a quote keeps is the hash of the words that were read, and not of the page at its address",
    "245": "the pattern type is our own: no listed one can say that a count stood above a limit",
}


def faults_of(bundle: Mapping[str, Any]) -> list[str]:
    """What is wrong with it, in the validator's words or the library's; nothing if it may go."""
    try:
        found = _validated(bundle)
    except Exception as fault:  # whatever the validator trips over, it has not said that the bundle is well
        return [f"The bundle could not be checked: {fault}"]
    return [str(error) for error in found.errors] or _unread(bundle)


def warnings_of(bundle: Mapping[str, Any]) -> list[str]:
    """What the validator would have otherwise although the specification allows it."""
    return [str(warning) for warning in _validated(bundle).warnings]


def _validated(bundle: Mapping[str, Any]) -> Any:
    # A schema in the folder is applied to every object that has the extension of its name.
    return validate_instance(bundle, ValidationOptions(version="2.1", schema_dir=str(SCHEMAS), silent=True))


def _unread(bundle: Mapping[str, Any]) -> list[str]:
    try:
        stix2.parse(dict(bundle), allow_custom=True)
    except Exception as fault:  # as above
        return [f"The STIX library cannot read it: {fault}"]
    return []


def unaccepted(warnings: Iterable[str]) -> list[str]:
    """Of those warnings, the ones that nobody has accepted with a reason."""
    return [warning for warning in warnings if not any(f"{{{code}}}" in warning for code in ACCEPTED)]
