"""What people type of a claim, and of who else had a part in it. The rules say what may be; these only carry it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone

from partnership.people.models import Agency
from partnership.plans.forms import NO_PERSONS, a_day, choice, line, words
from partnership.records.editing import EditForm
from partnership.records.forms import HeldFields
from partnership.records.ps import p_choices, p_named
from partnership.ui.wording import day

from .models import Disruption
from .practice import Practice
from .rules import CHOOSE_P, SAY_EVIDENCE, SAY_WHAT, Claim, Grade

ANOTHER = "another"
LONGEST_REFERENCE = 80


class ClaimFields(forms.Form):
    """What is claimed. `offer` says what can be chosen."""

    what = words("What was done?", hint=NO_PERSONS, missing=SAY_WHAT)
    p = choice("Under which P?", missing=CHOOSE_P)
    happened_on = a_day("When?", hint="The day of the event, not of this claim.", missing="Enter the day")
    affected = choice("What was affected?", missing="Choose what was affected")
    affected_words = words("How was it affected?", hint=f"What it can no longer do. {NO_PERSONS}", rows=2)
    lasts = choice("For how long does that last?", missing="Choose for how long it lasts")
    evidence = words(
        "What shows it?", hint="And where that can be looked up. No copy of the evidence itself.", missing=SAY_EVIDENCE
    )
    grade = forms.TypedChoiceField(
        label="As what is it claimed?",
        coerce=Grade,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a grade", "invalid_choice": "Choose one of the grades"},
    )
    event_reference = line(
        "What is the event called elsewhere?",
        hint="A crime or operation reference. By it a second claim of the same event is known.",
        longest=LONGEST_REFERENCE,
    )
    disruption_reference = line(
        "Its reference in the national system?", hint="If it has one already.", longest=LONGEST_REFERENCE
    )

    def offer(self, practice: Practice, held: Disruption | None = None) -> None:
        """held  the claim as it stands, whose own choices are always offered"""
        self.fields["p"].choices = _offered(p_choices(), held and held.p)
        self.fields["affected"].choices = _offered(practice.affected.items(), held and held.affected)
        self.fields["lasts"].choices = _offered(practice.lasts.items(), held and held.lasts)
        self.fields["grade"].choices = grade_choices(practice)
        self.fields["happened_on"].widget.attrs |= {"max": timezone.localdate().isoformat()}

    @property
    def claim(self) -> Claim:
        return Claim(**{name: self.cleaned_data[name] for name in ClaimFields.base_fields})


class ClaimForm(ClaimFields, HeldFields):
    """A new claim. Once there are claims that look like the same event, it asks whether it is one of those."""

    same_as = forms.CharField(label="Is it one of these?", widget=forms.RadioSelect, required=False)
    another_because = words("If it is another event: how is that known?", rows=2)
    field_order = (*ClaimFields.base_fields, "same_as", "another_because")

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(practice)
        self.doubles: list[Disruption] = []

    def ask_about(self, doubles: Sequence[Disruption], refusal: str) -> None:
        """Puts the question, with those claims to choose from."""
        self.doubles = list(doubles)
        known = [(str(one.uuid), double_words(one)) for one in doubles]
        self.fields["same_as"].widget.choices = [*known, (ANOTHER, "No: it is another event")]
        self.add_error("same_as", refusal)

    @property
    def joins(self) -> UUID | None:
        """The claim that the claimer says is of the same event."""
        try:
            return UUID(self.cleaned_data["same_as"])
        except ValueError:
            return None


class ClaimEditForm(EditForm, ClaimFields):
    labels: ClassVar = {
        "what": "What was done",
        "p": "P",
        "happened_on": "When",
        "affected": "What was affected",
        "affected_words": "How",
        "lasts": "How long it lasts",
        "evidence": "What shows it",
        "grade": "Claimed as",
        "event_reference": "Event reference",
        "disruption_reference": "National reference",
        "state": "The claim is",
    }

    def __init__(self, *args: Any, disruption: Disruption, practice: Practice, **kwargs: Any) -> None:
        held = disruption.claim
        initial = {name: getattr(held, name) for name in ClaimFields.base_fields}
        now = claim_words(held, practice) | {"state": disruption.get_state_display()}
        super().__init__(*args, record=disruption, now=now, initial=initial, **kwargs)
        self.practice = practice
        self.offer(practice, disruption)

    def yours(self) -> dict[str, str]:
        is_whole = set(ClaimFields.base_fields) <= self.cleaned_data.keys()
        return claim_words(self.claim, self.practice) if is_whole else {}


class WithdrawForm(EditForm):
    labels: ClassVar = {"what": "What was done", "state": "The claim is"}

    because = words("Why is it withdrawn?", hint="Everybody who sees the claim can read it.", missing="Enter why")

    def __init__(self, *args: Any, disruption: Disruption, **kwargs: Any) -> None:
        now = {"what": disruption.what, "state": disruption.get_state_display()}
        super().__init__(*args, record=disruption, now=now, **kwargs)


class ContributionForm(WithdrawForm):
    """Which other agency had a part, and what it did; or that it had none."""

    because = None
    agency = choice("Which agency had a part in it?", missing="Choose an agency")
    what = words("What did it do?", hint="Everybody who sees the claim reads it.")
    remove = forms.BooleanField(label="It had no part: take it out again", required=False)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {each.name: each for each in agencies}
        self.fields["agency"].choices = [("", "Choose"), *((name, name) for name in self.agencies)]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not told.get("remove") and not told.get("what", "").strip() and "what" in told:
            self.add_error("what", "Enter what the agency did in it")
        return told

    @property
    def chosen(self) -> Agency:
        return self.agencies[self.cleaned_data["agency"]]


def grade_choices(practice: Practice) -> list[tuple[str, str]]:
    return [(grade.value, f"{grade.label}: {meaning}") for grade, meaning in practice.grades.items()]


def double_words(one: Disruption) -> str:
    """A claim as it is told beside another that looks like it."""
    reference = f", {one.event_reference}" if one.event_reference else ""
    return f"{one.what[:160]} ({day(one.happened_on)}, {one.agency}{reference}; {one.get_state_display().lower()})"


def claim_words(claim: Claim, practice: Practice) -> dict[str, str]:
    return {
        "what": claim.what,
        "p": p_named(claim.p),
        "happened_on": day(claim.happened_on),
        "affected": practice.affected.get(claim.affected, claim.affected),
        "affected_words": claim.affected_words,
        "lasts": practice.lasts.get(claim.lasts, claim.lasts),
        "evidence": claim.evidence,
        "grade": claim.grade.label,
        "event_reference": claim.event_reference,
        "disruption_reference": claim.disruption_reference,
    }


def _offered(pairs: Iterable[tuple[str, str]], held: str | None) -> list[tuple[str, str]]:
    known = list(pairs)
    lost = [(held, held)] if held and held not in dict(known) else []
    return [("", "Choose"), *known, *lost]
