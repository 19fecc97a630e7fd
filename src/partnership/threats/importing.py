"""Threats with their first edition out of a CSV file. What they were compared with and rest on is added on the page."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse

from partnership.areas.models import Area
from partnership.imports.spec import Column, Ready, Spec
from partnership.people.models import Person
from partnership.ui.editing import day_field, words_field

from . import actions
from .models import Threat
from .queries import seen_by
from .rules import Confidence, Estimate, Likelihood, State
from .scales import the_scales
from .scoring import Dimension
from .taxonomy import the_taxonomy

LONGEST_STATEMENT = 5000
OF_ESTIMATE = (
    *("as_of", "period_start", "period_end", "statement", "likelihood", "confidence", "confidence_because"),
    *("trend_words", "gaps"),
)
SCORED = "A whole number, or empty where it is not known."


def threats_spec(by: Person) -> Spec:
    areas = {area.code: area for area in Area.objects.filter(code__in=by.area_codes)}
    scales = the_scales()
    scored = {f"harm_{one.key}": one for one in scales.harm} | {f"position_{one.key}": one for one in scales.position}

    def take(row: Ready, by: Person) -> Threat:
        return _write(row, areas[row.told["area_code"]], by)

    return Spec(
        kind=("threat", "threats"),
        columns=(*_columns(), *(Column(name, f"{one.asks} {SCORED}") for name, one in scored.items())),
        form=lambda data: ThreatRow(data, areas=areas, scored=scored),
        take=take,
        key=lambda told: (told["key"], told["area_code"]),
        known=_known,
        title=lambda told: f"{told['key']}, {areas[told['area_code']].name}",
        back=(reverse("threats:list"), "Threats"),
        table="threats",
        note="Each becomes a first edition. Trend, drivers, sources and signals are added to the next one, by hand.",
    )


class ThreatRow(forms.Form):
    """Takes the `areas` where a threat may be started, and the dimensions that are `scored`, by their column."""

    key = forms.ChoiceField(error_messages={"required": "Say which threat"})
    area_code = forms.ChoiceField(error_messages={"required": "Say in which area"})
    as_of = day_field("As of", "Enter the day the estimate is of")
    period_start = day_field("From", "Enter the first day of the period")
    period_end = day_field("To", "Enter the last day of the period")
    statement = words_field("Statement", "Say what the threat is", longest=LONGEST_STATEMENT)
    likelihood = forms.TypedChoiceField(
        coerce=Likelihood,
        choices=[(band.value, band.label) for band in Likelihood],
        error_messages={"required": "Choose a likelihood"},
    )
    confidence = forms.TypedChoiceField(
        coerce=Confidence,
        choices=[(level.value, level.label) for level in Confidence],
        error_messages={"required": "Choose a confidence"},
    )
    confidence_because = words_field("What it rests on", "Say what the confidence rests on")
    trend_words = words_field("Trend")
    gaps = words_field("Gaps")

    def __init__(self, *args: Any, areas: Mapping[str, Area], scored: Mapping[str, Dimension], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [(one.key, one.name) for one in the_taxonomy()]
        self.fields["area_code"].choices = [(code, area.name) for code, area in areas.items()]
        for name, one in scored.items():
            self.fields[name] = forms.IntegerField(required=False, min_value=0, max_value=len(one.steps) - 1)


@transaction.atomic
def _write(row: Ready, area: Area, by: Person) -> Threat:
    """The threat with its edition, or neither."""
    told = row.told
    threat = actions.start_threat(key=told["key"], area=area, release=row.release, by=by)
    scores = {
        of: {name.removeprefix(f"{of}_"): score for name, score in told.items() if name.startswith(f"{of}_")}
        for of in ("harm", "position")
    }
    estimate = Estimate(**{name: told[name] for name in OF_ESTIMATE}, **scores)
    actions.write_edition(threat=threat, estimate=estimate, by=by, seen_version=threat.version)
    return threat


def _known(by: Person, keys: Collection[Any]) -> dict[Hashable, Threat]:
    rows = seen_by(by).filter(state=State.CURRENT, key__in={key for key, _ in keys})
    return {(one.key, one.area_code): one for one in rows}


def _columns() -> tuple[Column, ...]:
    likely = ", ".join(Likelihood)
    sure = ", ".join(Confidence)
    return (
        Column("key", "The key of a threat of the list.", True, "modern-slavery"),
        Column("area_code", "The code of an area where you are posted.", True, "E08000032"),
        Column("as_of", "The day the estimate is of, such as 2016-01-31.", True, "2016-01-31"),
        Column("period_start", "First day of the period it covers.", True, "2015-01-01"),
        Column("period_end", "Last day of the period it covers.", True, "2015-12-31"),
        Column("statement", "What the threat is. No names.", True, "People are made to work in car washes."),
        Column("likelihood", f"One of: {likely}.", True, "likely"),
        Column("confidence", f"One of: {sure}.", True, "low"),
        Column("confidence_because", "What the confidence rests on.", True, "One source group."),
        Column("trend_words", "How it has moved, in words."),
        Column("gaps", "What is not known."),
    )
