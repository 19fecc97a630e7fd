"""A new edition of a threat estimate, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils import timezone

from partnership.records.editing import EditForm
from partnership.records.scoping import Scoped
from partnership.triage.models import Signal
from partnership.ui.editing import day_field, words_field

from .comparing import read_trend
from .drafting import first_filling, in_force_words
from .lines import DRIVERS, SOURCES, Repeated
from .models import Edition, Threat
from .queries import Comparable
from .rules import Confidence, Direction, Driver, DriverLine, Estimate, Likelihood, SourceLine
from .scoring import Dimension, Scales
from .wording import compared_words, edition_words

LONGEST_STATEMENT = 5000


@dataclass(frozen=True)
class Offer:
    """What an edition may rest on besides words: signals, threats of the areas inside, comparable figures."""

    signals: tuple[Signal, ...] = ()
    inside: tuple[Threat, ...] = ()
    comparables: tuple[Comparable, ...] = ()

    def taken_up_by(self, edition: Edition | None) -> list[str]:
        """The keys of what stands in the edition's trend already, as its newest figures now stand."""
        kept = {(one.measure, one.source) for one in read_trend(edition.trend)} if edition else set()
        told = [(one.key, one.compared) for one in self.comparables]
        return [key for key, compared in told if compared and (compared.measure, compared.source) in kept]

    @property
    def shown(self) -> list[Scoped]:
        """Every record of which the form says something."""
        return [*self.signals, *self.inside, *(record for one in self.comparables for record in one.records)]


def _ticks(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose among those listed: something has changed meanwhile"},
    )


class EditionForm(EditForm):
    """Takes `threat`, the `scales`, an `Offer`, and `more`: which lines there should be further ones of.

    draft  what it is filled with at first besides, or in place of, the edition in force
    """

    labels: ClassVar = {
        "edition": "Edition in force",
        "statement": "Statement",
        "likelihood": "Likelihood",
        "confidence": "Confidence",
        "risk": "Risk",
    }

    as_of = day_field("As of which day?", "Enter the day the estimate is of")
    period_start = day_field("First day of the period it covers", "Enter the first day of the period")
    period_end = day_field("Last day of the period it covers", "Enter the last day of the period")
    statement = words_field(
        "What is the threat?",
        "Say what the threat is",
        "What is happening, to whom, where and by what means, as a reader who knows nothing of it needs it. No names.",
        rows=8,
        longest=LONGEST_STATEMENT,
    )
    likelihood = forms.ChoiceField(
        label="How likely is it to do harm in the year to come?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a likelihood"},
    )
    confidence = forms.ChoiceField(
        label="How confident are you in that judgement?",
        help_text="By the amount, the quality and the agreement of what it rests on. It changes neither likelihood "
        "nor harm.",
        choices=[(level.value, level.label) for level in Confidence],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a confidence"},
    )
    confidence_because = words_field("What does the confidence rest on?", "Say what the confidence rests on")
    trend = _ticks("Figures, like for like")
    trend_words = words_field(
        "What do they mean?",
        hint="More of it, or more noticed? Say what changed in training, recording and reporting.",
        rows=4,
    )
    gaps = words_field(
        "What is not known?", hint="Each gap on a line of its own, as a question that somebody could answer.", rows=4
    )
    signals = _ticks("Confirmed signals that are evidence of it")
    inside = _ticks("Estimates of the areas inside that it rests on")
    tied_because = words_field("Why does what you ticked bear on it?")
    because = words_field("What changed since the edition in force?", "Say what changed since the edition in force")

    def __init__(
        self,
        data: Any = None,
        *,
        threat: Threat,
        scales: Scales,
        offer: Offer,
        more: str = "",
        draft: Mapping[str, Any] | None = None,
    ) -> None:
        self.threat, self.scales, self.offer, before = threat, scales, offer, threat.current
        first = first_filling(before, scales, timezone.localdate()) | {"trend": offer.taken_up_by(before)}
        first |= draft or {}
        super().__init__(data, record=threat, now=in_force_words(before, scales), initial=first)
        self.fields["likelihood"].choices = [
            (band.likelihood.value, f"{band.likelihood.label} ({band.limits})") for band in reversed(scales.yardstick)
        ]
        self.harm = self._add_scores("harm", scales.harm)
        self.position = self._add_scores("position", scales.position)
        told = first if data is None else data
        self.drivers = self._add_lines(DRIVERS, told, has_more=more == DRIVERS.name)
        self.sources = self._add_lines(SOURCES, told, has_more=more == SOURCES.name)
        self._offer()
        if before is None:
            del self.fields["because"]

    def _add_scores(self, of: str, dimensions: Iterable[Dimension]) -> list[str]:
        names = []
        for one in dimensions:
            names.append(f"{of}-{one.key}")
            self.fields[names[-1]] = forms.TypedChoiceField(
                label=one.name,
                help_text=one.asks,
                choices=[("", "Not known"), *((n, one.words(n)) for n in range(len(one.steps)))],
                coerce=int,
                empty_value=None,
                required=False,
            )
        return names

    def _add_lines(self, of: Repeated, told: Mapping[str, Any], *, has_more: bool) -> list[tuple[str, ...]]:
        lines = list(of.fields(told, has_more=has_more))
        for line in lines:
            self.fields |= line
        return [tuple(line) for line in lines]

    def _offer(self) -> None:
        offered = {
            "trend": [(one.key, compared_words(one.compared)) for one in self.offer.comparables if one.compared],
            "signals": [(str(one.uuid), _isolated(one.title)) for one in self.offer.signals],
            "inside": [(str(one.uuid), edition_words(one, one.current)) for one in self.offer.inside if one.current],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices
            if not choices:
                del self.fields[name]
        if "signals" not in self.fields and "inside" not in self.fields:
            del self.fields["tied_because"]

    def yours(self) -> dict[str, str]:
        typed = self.data.get
        labels = {"likelihood": Likelihood, "confidence": Confidence}
        chosen = {name: kind(typed(name)).label for name, kind in labels.items() if typed(name) in list(kind)}
        return {"statement": typed("statement") or ""} | chosen

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for factor, way, text in self.drivers:
            if told.get(text):
                for name in (factor, way):
                    if name not in self.errors and not told.get(name):
                        self.add_error(name, "Choose for each driver what it is, and which way it pushes")
        for text, link, dated in self.sources:
            if (told.get(link) or told.get(dated)) and not told.get(text):
                self.add_error(text, "Say what the source is")
        if "tied_because" in self.fields:
            if self.rests_on and not told.get("tied_because"):
                self.add_error("tied_because", "Say why what you ticked bears on it")
            if told.get("tied_because") and not self.rests_on:
                self.add_error("tied_because", "Tick what it is about, or clear this")
        return told

    @property
    def rests_on(self) -> list[Scoped]:
        found = {str(one.uuid): one for one in (*self.offer.signals, *self.offer.inside)}
        return [found[uuid] for name in ("signals", "inside") for uuid in self.cleaned_data.get(name, ())]

    @property
    def chosen_figures(self) -> list[Comparable]:
        return [one for one in self.offer.comparables if one.key in self.cleaned_data.get("trend", ())]

    @property
    def estimate(self) -> Estimate:
        told = self.cleaned_data
        return Estimate(
            as_of=told["as_of"],
            period_start=told["period_start"],
            period_end=told["period_end"],
            statement=told["statement"],
            likelihood=Likelihood(told["likelihood"]),
            confidence=Confidence(told["confidence"]),
            confidence_because=told["confidence_because"],
            harm={name.partition("-")[2]: told[name] for name in self.harm},
            position={name.partition("-")[2]: told[name] for name in self.position},
            trend=tuple(one.compared for one in self.chosen_figures if one.compared),
            trend_words=told["trend_words"],
            drivers=tuple(
                DriverLine(Driver(told[factor]), Direction(told[way]), told[text])
                for factor, way, text in self.drivers
                if told[text]
            ),
            sources=tuple(
                SourceLine(told[text], told[link], told[dated]) for text, link, dated in self.sources if told[text]
            ),
            gaps=told["gaps"],
            because=told.get("because", ""),
        )

    def typed(self) -> dict[str, Any]:
        """All that was typed, to fill another form with that has more lines."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }

    @property
    def harm_fields(self) -> list[BoundField]:
        return [self[name] for name in self.harm]

    @property
    def position_fields(self) -> list[BoundField]:
        return [self[name] for name in self.position]

    @property
    def driver_lines(self) -> Iterator[list[BoundField]]:
        return ([self[name] for name in line] for line in self.drivers)

    @property
    def source_lines(self) -> Iterator[list[BoundField]]:
        return ([self[name] for name in line] for line in self.sources)


def _isolated(text: str) -> str:
    """So that words written right to left turn none of ours around."""
    return f"\u2068{text}\u2069"
