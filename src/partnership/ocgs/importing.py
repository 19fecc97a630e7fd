"""Groups and enablers out of a CSV file. A group that comes so is proposed, like one that is typed."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse

from partnership.areas.models import Area
from partnership.imports.spec import Column, Ready, Spec
from partnership.people.models import Person
from partnership.ui.editing import words_field

from . import actions, enabler_actions
from .enabler_forms import EnablerFields
from .enabler_queries import enablers_seen_by
from .forms import GroupFields, area_choices
from .models import Enabler, Group
from .names import NO_PERSON
from .queries import seen_by
from .rules import EnablerKind, Reach
from .wording import crime_type_names

FROM_FILE = "Taken in from a file."
FEW = 20  # keys that are asked for one by one
AREA = Column("area_code", "The code of the district that answers for it: one where you are posted.", True, "E08000032")
GROUP_COLUMNS = (
    Column("code_name", NO_PERSON, True, "Granite Harbour"),
    AREA,
    Column("crime_types", "Keys of crime types, the main one first.", True, "drugs-supply; money-laundering", True),
    Column("reach", f"One of: {', '.join(Reach)}.", True, "cross-district"),
    Column("areas", "Codes of other districts that it affects.", example="E08000035", several=True),
    Column("summary", "What the group does and where. No names.", example="Sells in the north of the district."),
    Column("mapping_reference", "What the national mapping calls it."),
    Column("because", "Why it is proposed. Whoever approves it reads this.", example="Mapped in the force’s own list"),
)
ENABLER_COLUMNS = (
    Column("name", "A description that names no person.", True, "Letting agent, west of the centre"),
    Column("kind", f"One of: {', '.join(EnablerKind)}.", True, "professional"),
    AREA,
    Column("description", "How it helps groups, knowingly or not. No names.", example="Lets flats without papers."),
)


def groups_spec(by: Person) -> Spec:
    choices = {
        "area_code": area_choices(by),
        "crime_types": list(crime_type_names().items()),
        "areas": list(Area.objects.filter(level="district").values_list("code", "name")),
    }
    return Spec(
        kind=("group", "groups"),
        columns=GROUP_COLUMNS,
        form=lambda data: GroupRow(data, choices=choices),
        take=_propose,
        key=lambda told: _same(told["code_name"]),
        known=_known_groups,
        title=lambda told: str(told["code_name"]),
        back=(reverse("ocgs:groups"), "Groups"),
        table="groups",
        note="Each group is proposed, and waits for approval. Its status, assessments and enablers are not taken in.",
    )


def enablers_spec(by: Person) -> Spec:
    choices = {"area_code": area_choices(by)}
    return Spec(
        kind=("enabler", "enablers"),
        columns=ENABLER_COLUMNS,
        form=lambda data: EnablerRow(data, choices=choices),
        take=_add,
        key=lambda told: (told["area_code"], told["kind"].value, _same(told["name"])),
        known=_known_enablers,
        title=lambda told: str(told["name"]),
        back=(reverse("ocgs:enablers"), "Enablers"),
        table="enablers",
        note="Which groups an enabler helps is not taken in. Say so on the group’s page.",
    )


class RowFields(forms.Form):
    """Takes `choices`, read once for the whole file."""

    area_code = forms.ChoiceField(error_messages={"required": "Say which district answers for it"})

    def __init__(self, *args: Any, choices: Mapping[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = offered


class GroupRow(RowFields, GroupFields):
    primary = None
    others = None
    crime_types = forms.MultipleChoiceField(error_messages={"required": "Say at least one crime type"})
    because = words_field("Why is it proposed?")


class EnablerRow(RowFields, EnablerFields):
    pass


def _propose(row: Ready, by: Person) -> Group:
    told = dict(row.told)
    told["because"] = told["because"].strip() or FROM_FILE
    told["crime_types"] = list(dict.fromkeys(told["crime_types"]))
    told["areas"] = sorted(told["areas"])
    return actions.propose_group(release=row.release, by=by, **told)


def _add(row: Ready, by: Person) -> Enabler:
    return enabler_actions.add_enabler(release=row.release, by=by, **row.told)


def _known_groups(by: Person, keys: Collection[Any]) -> dict[Hashable, Group]:
    found = _named(seen_by(by), "code_name", set(keys))
    return {_same(group.code_name): group for group in found}


def _known_enablers(by: Person, keys: Collection[Any]) -> dict[Hashable, Enabler]:
    found = _named(enablers_seen_by(by), "name", {name for _, _, name in keys})
    return {(one.area_code, one.kind, _same(one.name)): one for one in found}


def _named(rows: QuerySet[Any], field: str, names: set[str]) -> QuerySet[Any]:
    """The rows that may have one of those names: all of them, where there are too many to ask for."""
    if len(names) > FEW:
        return rows
    wanted = Q(pk__in=())
    for name in names:
        wanted |= Q(**{f"{field}__iexact": name})
    return rows.filter(wanted)


def _same(name: str) -> str:
    return name.strip().casefold()
