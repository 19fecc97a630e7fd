"""What people type and tick. The rules say what may be decided; these only carry it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from partnership.records.editing import EditForm
from partnership.records.wording import LABELS, held_words
from partnership.ui.editing import PickedField

from .models import Signal
from .rules import Level, State, may_move

LONGEST = 2000
VERDICT_WORDS = {
    State.CONFIRMED: "Confirm: it is real and the board should act on it",
    State.WATCHING: "Watch: too early to say",
    State.DISMISSED: "Dismiss: it does not need the board",
    State.OPEN: "Reopen: put it back on the board",
}


class FilterForm(forms.Form):
    """Which of a board's signals to list. A choice the board does not offer is ignored."""

    threat = forms.ChoiceField(required=False, label="Threat")
    level = forms.ChoiceField(
        required=False,
        label="Level",
        choices=[("", "All levels"), *((level, level.label) for level in Level)],
    )

    def __init__(self, data: Any, *, threats: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["threat"].choices = [("", "All threats"), *threats]

    @property
    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def lets_through(self, signal: Signal) -> bool:
        return all(getattr(signal, name) == value for name, value in self.wanted.items())


class VerdictForm(EditForm):
    labels: ClassVar = {"state": "The signal is", "evidence": "Evidence", "level": "Level"} | LABELS

    to = forms.ChoiceField(
        label="What does the board decide?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what to do with this signal.",
            "invalid_choice": "That is not possible in the state the signal is in now.",
        },
    )
    reason = forms.CharField(
        required=False,
        max_length=LONGEST,
        label="Reason",
        help_text="Needed to dismiss or reopen. Everybody who can see the signal can read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, signal: Signal, **kwargs: Any) -> None:
        now = {
            "state": signal.state_told.label,
            "evidence": f"edition {signal.edition}",
            "level": Level(signal.level).label,
        }
        super().__init__(*args, record=signal, now=now | held_words(signal), **kwargs)
        self.fields["to"].choices = [
            (state, words)
            for state, words in VERDICT_WORDS.items()
            if may_move(signal.state_told, state, reason="any") is None
        ]

    def yours(self) -> dict[str, str]:
        typed = self.data.get("to")
        return {"state": State(typed).label} if typed in list(State) else {}

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not self.overtaken and "to" in told and "reason" in told:
            told["to"] = State(told["to"])
            if refusal := may_move(self.record.state_told, told["to"], told["reason"]):
                self.add_error("reason", refusal.reason)
        return told


class ManyForm(forms.Form):
    """One verdict and one reason for every ticked signal."""

    signal = PickedField("signals", error_messages={"required": "Choose at least one signal."})
    to = forms.ChoiceField(
        choices=[(state, state) for state in (State.CONFIRMED, State.WATCHING, State.DISMISSED)],
        error_messages={"required": "Choose what to do with the signals."},
    )
    reason = forms.CharField(
        required=False,
        max_length=LONGEST,
        label="Reason",
        help_text="Needed to dismiss. It is kept with every signal you have chosen.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "to" in told and "reason" in told:
            told["to"] = State(told["to"])
            # Each signal's own state is for the action to judge; a lacking reason stops them all.
            if refusal := may_move(State.OPEN, told["to"], told["reason"]):
                self.add_error("reason", refusal.reason)
        return told

    @property
    def picked(self) -> list[str]:
        """The rows as they were ticked, to tick them again beside an error."""
        return list(self.data.getlist("signal")) if self.is_bound else []


class HypothesisForm(forms.Form):
    text = forms.CharField(
        max_length=LONGEST,
        label="What might explain it?",
        help_text="Others who can see this signal will read it under your name. Name no person.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what might explain it."},
    )
