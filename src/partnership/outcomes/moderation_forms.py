"""What a moderator types: a grade, a refusal, or that a claim is another's event."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, ClassVar

from django import forms

from partnership.plans.forms import choice, words
from partnership.records.editing import EditForm

from .forms import claim_words, double_words, grade_choices
from .models import Disruption
from .practice import Practice
from .rules import Grade, may_accept, may_decline, may_fold


class Decision(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    FOLD = "fold"


class ModerateForm(EditForm):
    """Takes `others`: what the claim can be folded into."""

    labels: ClassVar = {
        "what": "What was done",
        "evidence": "What shows it",
        "grade": "Claimed as",
        "state": "The claim is",
    }

    decision = forms.TypedChoiceField(
        label="What do you decide?",
        coerce=Decision,
        choices=[
            (Decision.ACCEPT, "Accept it, at the grade below"),
            (Decision.DECLINE, "Decline it"),
            (Decision.FOLD, "It is the same event as another claim: count it there"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide", "invalid_choice": "Choose one of those listed"},
    )
    grade = forms.TypedChoiceField(
        label="At which grade?",
        coerce=Grade,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a grade", "invalid_choice": "Choose one of the grades"},
    )
    because = words(
        "Why?",
        hint="Needed to decline, to count it elsewhere, and for another grade than was claimed. Its claimer reads it.",
    )
    same_as = choice("To count it elsewhere: of which claim is it the same event?")
    agency_did = words(
        "To count it elsewhere: what did its agency do?",
        hint="Everybody who sees the other claim reads it there, so say nothing that this claim alone may tell. "
        "Agencies that had a part in this one are named there too.",
        rows=2,
    )

    def __init__(
        self, *args: Any, disruption: Disruption, practice: Practice, others: Sequence[Disruption], **kwargs: Any
    ) -> None:
        told = claim_words(disruption.claim, practice) | {"state": disruption.get_state_display()}
        now = {name: told[name] for name in self.labels}
        super().__init__(*args, record=disruption, now=now, initial={"grade": disruption.claimed_grade}, **kwargs)
        self.others = {str(one.uuid): one for one in others}
        self.fields["grade"].choices = grade_choices(practice)
        known = [(key, double_words(one)) for key, one in self.others.items()]
        self.fields["same_as"].choices = [("", "Choose" if known else "There is none that you may moderate"), *known]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if self.overtaken or not {"decision", "grade", "because"} <= told.keys():
            return told
        field, refusal = self._refusal(told)
        if refusal:
            self.add_error(field, refusal)
        return told

    def _refusal(self, told: dict[str, Any]) -> tuple[str, str | None]:
        reason = told["because"]
        if told["decision"] is Decision.ACCEPT:
            return "because", may_accept(grade=told["grade"], claimed=Grade(self.record.claimed_grade), reason=reason)
        if told["decision"] is Decision.DECLINE:
            return "because", may_decline(reason=reason)
        chosen, did = self.chosen, told.get("agency_did", "")
        field = "same_as" if chosen is None else "because" if did.strip() else "agency_did"
        return field, may_fold(into=chosen and chosen.stands, reason=reason, words=did)

    @property
    def chosen(self) -> Disruption | None:
        return self.others.get(self.cleaned_data.get("same_as", ""))
