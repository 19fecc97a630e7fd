"""Keys of the configuration and of areas in words. What is not known is shown as it stands."""

from __future__ import annotations

from collections.abc import Iterable

from partnership.areas.models import Area
from partnership.threats.rules import Kind
from partnership.threats.taxonomy import the_taxonomy

from .rules import Reach, Status

GROUP_LABELS = {
    "code_name": "Code name",
    "crime_types": "Crime types",
    "reach": "Reach",
    "areas": "Areas affected",
    "summary": "Summary",
    "mapping_reference": "Mapping reference",
    "state": "Status",
    "next_review": "Next review",
}
# Colour only repeats what the words of the tag say.
_COLOURS = {
    Status.PROPOSED: "yellow",
    Status.ACTIVE: "green",
    Status.MANAGED: "blue",
    Status.REACTIVATED: "teal",
    Status.ARCHIVED: "grey",
    Status.MERGED: "grey",
}


def crime_type_names() -> dict[str, str]:
    """The threats that a group can be named for, by key; a volume of demand is none."""
    return {threat.key: threat.name for threat in the_taxonomy() if threat.kind is Kind.THREAT}


def crime_type_name(key: str) -> str:
    """What the threat taxonomy calls it; the key itself, where it has none."""
    return crime_type_names().get(key, key)


def named(keys: Iterable[str], names: dict[str, str]) -> list[str]:
    return [names.get(key, str(key)) for key in keys]


def area_names() -> dict[str, str]:
    return dict(Area.objects.values_list("code", "name"))


def status_colour(state: str) -> str:
    return _COLOURS.get(Status(state), "")


def group_words(told: dict[str, object], *, crimes: dict[str, str], areas: dict[str, str]) -> dict[str, str]:
    """Fields of a group in the words of its page, for comparing what two people typed."""
    plain = {name: told[name] for name in ("code_name", "summary", "mapping_reference") if name in told}
    words = {name: str(value) or "None" for name, value in plain.items()}
    if "crime_types" in told:
        words["crime_types"] = ", ".join(named(_keys(told["crime_types"]), crimes)) or "None"
    if "areas" in told:
        words["areas"] = ", ".join(sorted(named(_keys(told["areas"]), areas))) or "None beside its own"
    if "reach" in told:
        words["reach"] = Reach(str(told["reach"])).label
    return words


def _keys(value: object) -> list[str]:
    return [str(key) for key in value] if isinstance(value, list) else []
