"""What people choose and type about threats, but for an edition itself: see edition_form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from partnership.areas.models import Area
from partnership.records.editing import EditForm
from partnership.records.forms import HeldFields
from partnership.triage.models import Signal
from partnership.ui.editing import day_field, words_field
from partnership.ui.listing import Filters
from partnership.ui.wording import day

from .models import Edition, Hypothesis, Threat
from .rules import Confidence, Consistency, Kind, Likelihood, State
from .taxonomy import the_taxonomy
from .wording import months_before

FOREVER = 600  # months


class ThreatFilters(Filters):
    """Threats and demand are never listed together, nor closed ones beside those that are current unless asked for."""

    area = forms.ChoiceField(required=False, label="Area")
    kind = forms.ChoiceField(
        required=False, label="Kind", choices=[("", "Threats"), (Kind.DEMAND.value, "Volumes of demand only")]
    )
    state = forms.ChoiceField(
        required=False, label="State", choices=[("", "Current"), ("closed", "Closed"), ("all", "Current and closed")]
    )
    likelihood = forms.ChoiceField(
        required=False, label="Likelihood", choices=[("", "Any"), *((band.value, band.label) for band in Likelihood)]
    )
    confidence = forms.ChoiceField(
        required=False, label="Confidence", choices=[("", "Any"), *((level.value, level.label) for level in Confidence)]
    )
    older = forms.IntegerField(
        required=False,
        label="Older than, in months",
        min_value=1,
        max_value=FOREVER,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )

    def __init__(self, data: Any, *, areas: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["area"].choices = [("", "All that I see"), *areas]

    def narrow(self, rows: QuerySet[Threat]) -> QuerySet[Threat]:
        told = self.wanted
        rows = rows.filter(kind=told.get("kind", Kind.THREAT))
        if told.get("state") != "all":
            rows = rows.filter(state=told.get("state", State.CURRENT))
        names = {"area": "area_code", "likelihood": "now__likelihood", "confidence": "now__confidence"}
        rows = rows.filter(**{column: told[name] for name, column in names.items() if name in told})
        if "older" in told:
            rows = rows.filter(now__as_of__lt=months_before(timezone.localdate(), told["older"]))
        return rows


class StartForm(HeldFields):
    """Takes `areas`, those where whoever asks may start one."""

    key = forms.ChoiceField(
        label="Which threat?",
        error_messages={"required": "Choose a threat", "invalid_choice": "Choose one of those listed"},
    )
    area = forms.ChoiceField(
        label="In which area?",
        error_messages={"required": "Choose an area", "invalid_choice": "Choose one of those listed"},
    )
    field_order: ClassVar = ["key", "area"]

    def __init__(self, *args: Any, areas: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {area.code: area for area in areas}
        told = the_taxonomy()
        threats = [(one.key, f"{one.name}. {one.meaning}") for one in told if one.kind is Kind.THREAT]
        demand = [(one.key, f"{one.name}. {one.meaning}") for one in told if one.kind is Kind.DEMAND]
        groups = [("Threats", threats), *([(Kind.DEMAND.label, demand)] if demand else [])]
        self.fields["key"].choices = [("", "Choose"), *groups]
        self.fields["area"].choices = [("", "Choose"), *((area.code, area.name) for area in areas)]

    @property
    def chosen_area(self) -> Area:
        return self.areas[self.cleaned_data["area"]]


class SettleForm(EditForm):
    """Closes a current threat, or opens a closed one again."""

    labels: ClassVar = {"state": "The threat is", "edition": "Edition in force"}

    because = words_field("Why?", "Enter why", "Everybody who sees the threat reads it.")

    def __init__(self, *args: Any, threat: Threat, **kwargs: Any) -> None:
        now = {"state": threat.get_state_display(), "edition": str(threat.edition or "None")}
        super().__init__(*args, record=threat, now=now, **kwargs)

    @property
    def to(self) -> State:
        return State.CLOSED if self.record.state == State.CURRENT else State.CURRENT


class CompareForm(forms.Form):
    """Two of a threat's `editions`, which come newest first. Where none is asked for, the newest and the one before."""

    earlier = forms.TypedChoiceField(label="The edition", coerce=int, required=False)
    later = forms.TypedChoiceField(label="against", coerce=int, required=False)

    def __init__(self, data: Any, *, editions: Sequence[Edition]) -> None:
        self.editions = {each.edition: each for each in editions}
        newest = list(self.editions)
        before = {"earlier": newest[min(1, len(newest) - 1)], "later": newest[0]} if newest else {}
        super().__init__(before | {name: data[name] for name in ("earlier", "later") if data.get(name)})
        for name in ("earlier", "later"):
            self.fields[name].choices = [
                (each.edition, f"{each.edition}, as of {day(each.as_of)}") for each in editions
            ]

    @property
    def pair(self) -> tuple[Edition, Edition] | None:
        """The two editions, the older first; None where what was asked for is not there."""
        if not self.is_valid() or not self.editions:
            return None
        older, newer = sorted((self.cleaned_data["earlier"], self.cleaned_data["later"]))
        return self.editions[older], self.editions[newer]


class HypothesisForm(forms.Form):
    text = words_field(
        "What might explain what is seen?",
        "Write what might explain it",
        "One explanation, so that another could be true instead. Others read it under your name. Name no person.",
    )


class ItemForm(forms.Form):
    """Takes `signals`, those that the threat rests on and whoever asks sees."""

    text = words_field(
        "What does it say?",
        "Write what the evidence says",
        "In your own words: everybody who sees this threat reads them, also those who may not see the signal.",
    )
    dated = day_field("Of which day is it?")
    signal = forms.ChoiceField(
        label="Does it stand in a signal?",
        required=False,
        error_messages={"invalid_choice": "Choose one of those listed"},
    )

    def __init__(self, *args: Any, signals: Sequence[Signal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signals = {str(signal.uuid): signal for signal in signals}
        if signals:
            self.fields["signal"].choices = [("", "No"), *((key, one.title) for key, one in self.signals.items())]
        else:
            del self.fields["signal"]

    @property
    def chosen(self) -> Signal | None:
        return self.signals.get(self.cleaned_data.get("signal", ""))


class ReadingForm(forms.Form):
    """One item against every hypothesis that competes. Takes them, and by their key how the person last read it."""

    because = words_field("Why?", hint="What makes you read it so. Others see it beside your reading.")

    def __init__(
        self, *args: Any, hypotheses: Sequence[Hypothesis], before: Mapping[int, tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hypotheses = {f"reads-{one.uuid}": one for one in hypotheses}
        choices = [("", "Not read"), *((each.value, each.label) for each in Consistency)]
        for name, one in self.hypotheses.items():
            # Isolated, so that words written right to left turn none of ours around.
            label = f"If this were so: \u2068{one.text}\u2069"
            told, why = before.get(one.pk, ("", ""))
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=told)
            self.fields["because"].initial = self.fields["because"].initial or why
        self.order_fields([*self.hypotheses, "because"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not self.consistency:
            self.add_error(None, "Read it against one hypothesis at least")
        return told

    @property
    def consistency(self) -> dict[UUID, Consistency]:
        told = {one.uuid: self.cleaned_data.get(name) for name, one in self.hypotheses.items()}
        return {uuid: Consistency(value) for uuid, value in told.items() if value}


class SetAsideForm(forms.Form):
    because = words_field("Why is it set aside?", "Enter why it is set aside", "Stays beside it, under your name.")
