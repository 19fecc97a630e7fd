"""What people type of a change in a harm. The rules say what may be; these only carry it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from partnership.plans.forms import NO_PERSONS, a_day, choice, line, words
from partnership.records.editing import EditForm
from partnership.records.forms import HeldFields
from partnership.threats.scales import the_scales
from partnership.ui.wording import day

from .measuring import FiguresAre, Measured, Period, why_not_measured
from .models import Outcome
from .outcome_actions import NOTHING_MEASURED, Change
from .rules import Direction

FIGURES = tuple(NOTHING_MEASURED)
MOST = 1e12


def _number(label: str) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-10"}),
        error_messages={
            "invalid": "Enter a number, such as 24.5",
            "min_value": "Enter a number that is 0 or more",
            "max_value": "Enter a smaller number: give it in thousands or millions, and say so above",
        },
    )


class ChangeFields(forms.Form):
    """What changed. `offer` says which harms can be chosen."""

    text = words("What changed?", hint=NO_PERSONS, missing="Enter what changed")
    harm = choice("In which harm?", missing="Choose a harm")
    direction = forms.TypedChoiceField(
        label="What became of it?",
        coerce=Direction,
        choices=[(each.value, each.label) for each in Direction],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it", "invalid_choice": "Choose one of those listed"},
    )
    not_explained_by = words(
        "What else could explain it?",
        hint="Needed where there is more or less of it: the season, another way of counting, other work, chance. "
        "And how far that was looked into.",
    )
    evidence = words(
        "What shows it?",
        hint="And where that can be looked up.",
        missing="Enter what shows it, and where that can be looked up",
    )
    observed_on = a_day("When was it seen?", missing="Enter a day")
    measure = line(
        "What was counted or observed?",
        hint="Such as reports of metal theft. Leave this and the figures empty if nothing was.",
        longest=200,
    )
    figures_are = forms.TypedChoiceField(
        label="What are the two figures?",
        coerce=FiguresAre,
        choices=[(each.value, each.label) for each in FiguresAre],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the figures are", "invalid_choice": "Choose one of those listed"},
    )
    before = _number("Before: how many?")
    before_start = a_day("Before: first day")
    before_end = a_day("Before: last day")
    after = _number("After: how many?")
    after_start = a_day("After: first day")
    after_end = a_day("After: last day")

    def offer(self, named: Mapping[str, int | None], held: str = "") -> None:
        """named  the harms that a threat estimate scored, which the outcome is recorded for"""
        harm = {one.key: one.name for one in the_scales().harm}
        lost = [(held, held)] if held and held not in harm else []
        told = [(key, f"{name}{_scored(named, key)}") for key, name in harm.items()]
        self.fields["harm"].choices = [("", "Choose"), *told, *lost]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("direction", Direction.UNKNOWN).is_change and not told.get("not_explained_by", "").strip():
            self.add_error("not_explained_by", "Enter what else could explain it, and how far that was looked into")
        if set(FIGURES) <= told.keys() and told.get("figures_are"):
            self._check_figures(told)
        return told

    def _check_figures(self, told: dict[str, Any]) -> None:
        missing = [name for name in FIGURES if told[name] is None]
        if len(missing) == len(FIGURES) and not told.get("measure"):
            return
        if missing:
            self.add_error(missing[0], "Give both figures with both their periods, or none of it")
        elif refusal := why_not_measured(self._measured(told), today=timezone.localdate()):
            self.add_error("measure" if not told.get("measure") else "after_start", refusal)

    def _measured(self, told: dict[str, Any]) -> Measured:
        before = Period(told["before"], told["before_start"], told["before_end"])
        after = Period(told["after"], told["after_start"], told["after_end"])
        return Measured(told["measure"], told["figures_are"], before, after)

    @property
    def change(self) -> Change:
        told = self.cleaned_data
        names = ("text", "harm", "direction", "evidence", "observed_on", "not_explained_by")
        measured = None if told["before"] is None else self._measured(told)
        return Change(**{name: told[name] for name in names}, measured=measured)


class OutcomeForm(ChangeFields, HeldFields):
    field_order = tuple(ChangeFields.base_fields)

    def __init__(self, *args: Any, named: Mapping[str, int | None], first: dict[str, Any], **kwargs: Any) -> None:
        begins = {"observed_on": timezone.localdate(), "figures_are": FiguresAre.COUNT, "direction": Direction.UNKNOWN}
        super().__init__(*args, initial=begins | first, **kwargs)
        self.offer(named)


class OutcomeEditForm(EditForm, ChangeFields):
    labels: ClassVar = {
        "text": "What changed",
        "harm": "In which harm",
        "direction": "What became of it",
        "not_explained_by": "What else could explain it",
        "evidence": "What shows it",
        "observed_on": "When it was seen",
        "figures": "Before and after",
    }

    def __init__(self, *args: Any, outcome: Outcome, **kwargs: Any) -> None:
        initial = {name: getattr(outcome, name) for name in ChangeFields.base_fields}
        super().__init__(*args, record=outcome, now=outcome_words(outcome), initial=initial, **kwargs)
        self.offer({}, outcome.harm)

    def yours(self) -> dict[str, str]:
        told = self.cleaned_data
        typed = {name: str(told[name]) for name in ("text", "not_explained_by", "evidence") if name in told}
        typed |= {"harm": harm_named(told["harm"])} if "harm" in told else {}
        return typed | ({"direction": told["direction"].label} if "direction" in told else {})


def outcome_words(outcome: Outcome) -> dict[str, str]:
    return {
        "text": outcome.text,
        "harm": harm_named(outcome.harm),
        "direction": outcome.get_direction_display(),
        "not_explained_by": outcome.not_explained_by,
        "evidence": outcome.evidence,
        "observed_on": day(outcome.observed_on),
        "figures": figures_words(outcome.measured),
    }


def figures_words(measured: Measured | None) -> str:
    if measured is None:
        return "Nothing was counted"
    before, after = (f"{one.value:g}, {day(one.start)} to {day(one.end)}" for one in (measured.before, measured.after))
    return f"{measured.measure}: {before}; {after}"


def harm_named(key: str) -> str:
    """What that harm is called; a key that the scales no longer hold stands for itself."""
    return next((one.name for one in the_scales().harm if one.key == key), key)


def _scored(named: Mapping[str, int | None], key: str) -> str:
    score = named.get(key)
    return "" if score is None else f" (the threat estimate scores it {score})"
