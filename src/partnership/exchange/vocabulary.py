"""Our extensions of STIX: the Government Security Classification, the handling code, and which record an object is of.

Each extension is a fixed identifier, a definition that travels in every bundle, and a JSON schema in schemas/. They are
described in docs/reference/stix.md. Never change the meaning of one: make another with an identifier of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from partnership.people.rules import read_marking
from partnership.records.rules import UNSTATED, Handling, Release

from .rules import SPEC, stix_id, stix_moment

CLASSIFICATION = "extension-definition--82952596-4277-44b0-a1eb-6964eb0e6d4d"
HANDLING = "extension-definition--24048a44-dcf9-42dd-a5ad-9f5355e1323e"
RECORD = "extension-definition--39d770e6-cdc1-458b-9126-ab8bb1075581"
ESTIMATE = "extension-definition--377d3a0d-ca58-4486-802b-22763db8ea13"
PRODUCER = "identity--01bc2c73-0c50-4a44-bc5f-67060e81cbba"

BEGAN = stix_moment(datetime(2026, 11, 24, tzinfo=UTC))
VERSION = "1.0.0"
PROPERTY = "property-extension"
SCHEME = "3x5x2"
# The specification asks for a normative definition, as an address or in words. A project without a host uses words.
DEFINED_IN = "Tocsin, docs/reference/stix.md. JSON schema: src/partnership/exchange/schemas/{}.json"

_MEANINGS = {
    CLASSIFICATION: (
        "Government Security Classification",
        "On a marking-definition: the United Kingdom's Government Security Classification, OFFICIAL or "
        "OFFICIAL-SENSITIVE. Nothing above OFFICIAL travels.",
    ),
    HANDLING: (
        "Handling code",
        "On a marking-definition: the handling code of the 3x5x2 intelligence report, P or C, and for C the conditions "
        "in words.",
    ),
    RECORD: (
        "Record of a Tocsin site",
        "On any object made of a record: its kind, identifier and version there, the agency it came from, the area it "
        "is about, and when it is reviewed next.",
    ),
    ESTIMATE: (
        "Threat estimate",
        "On a report: the likelihood as a term of the PHIA probability yardstick, the analytic confidence, and the "
        "period of one edition of a threat estimate.",
    ),
}


def producer() -> dict[str, Any]:
    """The identity that defines the extensions."""
    return {"type": "identity", "spec_version": SPEC, "id": PRODUCER, "created": BEGAN, "modified": BEGAN} | {
        "name": "Tocsin",
        "identity_class": "system",
    }


def definition(extension: str) -> dict[str, Any]:
    name, description = _MEANINGS[extension]
    return {
        "type": "extension-definition",
        "spec_version": SPEC,
        "id": extension,
        "created_by_ref": PRODUCER,
        "created": BEGAN,
        "modified": BEGAN,
        "name": name,
        "description": description,
        "schema": DEFINED_IN.format(extension),
        "version": VERSION,
        "extension_types": [PROPERTY],
    }


def markings_of(release: Release) -> list[dict[str, Any]]:
    """How a record is held, as two marking definitions: its classification, and its handling with the conditions.

    Their identifiers say what is in them, so that what is held alike carries the same ones.
    """
    classified = {"extension_type": PROPERTY, "classification": release.marking.value}
    handled = {"extension_type": PROPERTY, "scheme": SCHEME, "code": release.handling.value}
    handled |= {"conditions": release.conditions} if release.conditions else {}
    return [
        _marking(release.marking.value, CLASSIFICATION, classified, release.marking.value),
        _marking(f"Handling {release.handling.label}", HANDLING, handled, f"{release.handling} {release.conditions}"),
    ]


def _marking(name: str, extension: str, told: dict[str, Any], key: str) -> dict[str, Any]:
    return {
        "type": "marking-definition",
        "spec_version": SPEC,
        "id": stix_id("marking-definition", extension, key),
        "created_by_ref": PRODUCER,
        "created": BEGAN,
        "name": name,
        "extensions": {extension: told},
    }


def release_of(markings: list[Mapping[str, Any]]) -> Release | None:
    """How those marking definitions of ours say that an object is held; None unless they state both halves.

    Raises AboveOfficial for a classification that may not be held here.
    """
    classes = [read_marking(told["classification"]) for told in _told(markings, CLASSIFICATION)]
    codes = _told(markings, HANDLING)
    if not classes or not codes:
        return None
    lines = [told.get("conditions", "").strip() or UNSTATED for told in codes if told["code"] == Handling.CONDITIONAL]
    conditions = "\n".join(dict.fromkeys(lines))
    handling = Handling.CONDITIONAL if lines else Handling.PERMITTED
    return Release(max(classes, key=lambda one: one.height), handling, conditions)


def _told(markings: list[Mapping[str, Any]], extension: str) -> list[Mapping[str, Any]]:
    return [marking["extensions"][extension] for marking in markings if extension in marking.get("extensions", {})]
