"""What people type when they recommend something, and when they answer a recommendation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from partnership.people.models import Agency
from partnership.people.rules import Marking
from partnership.records.editing import EditForm
from partnership.records.forms import HeldFields
from partnership.records.ps import p_choices, p_named, the_ps
from partnership.records.rules import Handling
from partnership.threats.models import Threat
from partnership.ui.wording import day

from .forms import day_field, words_field
from .models import Recommendation

LABELS = {
    "text": "What is recommended",
    "p": "Under which P",
    "agency": "Which agency",
    "owner_role": "Which role there",
    "due": "By when",
    "measure": "How it will be known",
}
_NONE = {"agency": "nobody yet", "owner_role": "nobody yet"}


class RecommendationFields(forms.Form):
    """Takes `agencies`."""

    text = words_field(
        "What is recommended?",
        "One thing to be done, so that it can become one action.",
        missing="Enter what is recommended",
    )
    p = forms.ChoiceField(
        label="Under which P does it fall?", widget=forms.RadioSelect, error_messages={"required": "Choose a P"}
    )
    agency = forms.ChoiceField(label="Which agency should do it?", required=False)
    owner_role = forms.CharField(
        label="Which role there?",
        help_text="A role or a post, not a name: “licensing manager”.",
        max_length=120,
        required=False,
    )
    due = day_field("By when?", required=False)
    measure = words_field("How will it be known that it worked?", "What would be different, and who would notice.")

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {agency.name: agency for agency in agencies}
        self.fields["agency"].choices = [("", "Not decided"), *((name, name) for name in self.agencies)]
        self.fields["p"].choices = [(p.key, f"{p.name}: {p.meaning[0].lower()}{p.meaning[1:]}") for p in the_ps()]

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        told = {name: self.cleaned_data[name] for name in LABELS}
        return told | {"agency": self.agencies.get(told["agency"])}


class NewRecommendationForm(RecommendationFields, HeldFields):
    """Also which threat it answers, of those the writer sees, and how it is held: as the profile is, unless told."""

    threat = forms.ChoiceField(
        label="Which threat does it answer?",
        required=False,
        help_text="The two are tied: each leads to the other.",
    )

    field_order = (*LABELS, "threat")

    def __init__(self, *args: Any, threats: Iterable[Threat], **kwargs: Any) -> None:
        initial = {"marking": Marking.OFFICIAL, "handling": Handling.PERMITTED} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        self.threats = {str(threat.uuid): threat for threat in threats}
        choices = [(key, threat.title) for key, threat in self.threats.items()]
        self.fields["threat"].choices = [("", "None of them"), *choices]

    @property
    def answers(self) -> Threat | None:
        return self.threats.get(self.cleaned_data["threat"])


class RecommendationForm(EditForm, RecommendationFields):
    labels: ClassVar = LABELS

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        held = {name: getattr(recommendation, name) for name in LABELS}
        initial = held | {"agency": recommendation.agency.name if recommendation.agency else ""}
        super().__init__(*args, record=recommendation, now=recommendation_words(held), initial=initial, **kwargs)
        if recommendation.p not in dict(p_choices()):
            # One that the list no longer holds may stand until somebody chooses another.
            self.fields["p"].choices = [(recommendation.p, recommendation.p), *self.fields["p"].choices]

    def yours(self) -> dict[str, str]:
        return recommendation_words({name: self.cleaned_data.get(name) for name in LABELS})


class AnswerForm(EditForm):
    """Declining a recommendation, or asking it again: each with a reason."""

    labels: ClassVar = LABELS | {"state": "It is"}

    because = words_field("Why?", "Whoever sees the recommendation reads it.", missing="Enter why")

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        held = {name: getattr(recommendation, name) for name in LABELS}
        now = recommendation_words(held) | {"state": recommendation.get_state_display()}
        super().__init__(*args, record=recommendation, now=now, **kwargs)


def recommendation_words(held: dict[str, Any]) -> dict[str, str]:
    told = {name: str(value or _NONE.get(name, "none")) for name, value in held.items()}
    told["p"] = p_named(str(held.get("p") or "none"))
    told["due"] = day(held["due"]) if held.get("due") else "no day set"
    return told
