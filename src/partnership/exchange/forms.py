"""What people type when they choose what to send, hand a bundle in, and make something of what came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from partnership.ocgs.forms import ProposeForm, area_choices
from partnership.people.models import Person
from partnership.plans.acting import Deed
from partnership.plans.forms import choice, held_as, line, words
from partnership.plans.models import Plan
from partnership.plans.rules import CHOOSE_P, SAY_DEED
from partnership.records.editing import EditForm
from partnership.records.forms import HeldFields
from partnership.records.ps import p_choices
from partnership.ui.editing import VersionField, day_field, words_field

from . import queries
from .models import Received
from .queries import Choice
from .rules import LARGEST, LOOSER, is_as_close, shortened
from .wording import kind_choices

CHOOSE = "Choose a file, or paste the bundle"
TOO_LARGE = f"The file is larger than {LARGEST // 1_000_000} MB. Split it, and hand in the parts"


class ChoiceForm(forms.Form):
    """What is to go, as it stands in the address. A choice that is not offered narrows nothing."""

    kinds = forms.MultipleChoiceField(
        label="What?", help_text="Nothing ticked means everything.", required=False, widget=forms.CheckboxSelectMultiple
    )
    area = forms.ChoiceField(label="About which area?", required=False)
    start = day_field("From", hint="Leave both days empty for all. Groups, enablers and recommendations have no day.")
    end = day_field("To", hint="The last day that counts.")

    def __init__(self, asked: Any, *, person: Person) -> None:
        super().__init__(asked)
        self.fields["kinds"].choices = kind_choices()
        self.fields["area"].choices = [("", "All that I may send"), *queries.areas_of(person)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        start, end = told.get("start"), told.get("end")
        if start and end and end < start:
            self.add_error("end", "Enter a day that is not before the first")
        return told

    @property
    def choice(self) -> Choice:
        self.is_valid()
        told = self.cleaned_data
        return Choice(told.get("kinds", ()), told.get("area", ""), told.get("start"), told.get("end"))


class HandInForm(forms.Form):
    """`data` is what was sent, once the form is valid. is_large: what was sent was too much to be looked at."""

    file = forms.FileField(
        label="A STIX 2.1 bundle",
        help_text=f"A JSON file of up to {LARGEST // 1_000_000} MB.",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,application/json,application/stix+json"}),
    )
    pasted = forms.CharField(
        label="Or paste the bundle here",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    area_code = forms.ChoiceField(
        label="Which district will look at it?",
        error_messages={"required": "Choose a district", "invalid_choice": "Choose one of those listed"},
    )

    def __init__(self, *args: Any, by: Person, is_large: bool = False, refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_large, self.refusal, self.data_sent = is_large, refusal, b""
        choices = area_choices(by)
        self.fields["area_code"].choices = choices if len(choices) == 1 else [("", "Choose"), *choices]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        file, pasted = told.get("file"), told.get("pasted", "")
        if self.refusal:
            self.add_error(None, self.refusal)
        elif file is None and not pasted.strip():
            self.add_error("file", TOO_LARGE if self.is_large else CHOOSE)
        elif file is not None and pasted.strip():
            self.add_error("file", "Choose a file or paste a bundle, not both")
        else:
            self.data_sent = pasted.encode("utf-8", "replace") if file is None else file.read()
        return told


class AsideForm(EditForm):
    """Sets an object aside, or takes it up again."""

    labels: ClassVar = {"state": "It is", "because": "Why"}

    because = words_field("Why?", "Enter why", "Kept in the log, and shown beside it.")

    def __init__(self, *args: Any, received: Received, **kwargs: Any) -> None:
        now = {"state": received.get_state_display(), "because": received.because}
        super().__init__(*args, record=received, now=now, **kwargs)


class AsClose(HeldFields):
    """How what is made of a received object is held: at least as closely as that came in."""

    received: Received

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        has_all = {"marking", "handling", "conditions"} <= told.keys()
        if has_all and not is_as_close(self.release, self.received.release):
            self.add_error("marking", LOOSER)
        return told


def _deed_of(received: Received) -> str:
    """What is to be done, in its words; after what it is called, where the words do not begin with that already."""
    name = received.name.removesuffix(" …")
    text = " ".join(received.words.split())
    return shortened(text if text.startswith(name) else f"{received.name.rstrip('.')}. {text}".strip(), 4000)


class GroupForm(AsClose, ProposeForm):
    """A group proposed on a received object, begun with its words."""

    version = VersionField()

    def __init__(self, *args: Any, received: Received, by: Person, **kwargs: Any) -> None:
        self.received = received
        said = {"code_name": received.name[:80], "summary": received.words[:2000], "version": received.version}
        said |= {"area_code": received.area_code, **held_as(received.release)}
        super().__init__(*args, by=by, initial=said, **kwargs)


class ActionForm(AsClose):
    """An action of a plan made of a received object. Takes the `plans` that it can be put into."""

    version = VersionField()
    plan = choice("Into which plan?", missing="Choose a plan")
    p = choice("Under which P?", missing=CHOOSE_P)
    text = words("What is to be done?", missing=SAY_DEED)
    owner_role = line("By whom, by role?", hint="Such as licensing officer.", longest=120)
    field_order = ("plan", "p", "text", "owner_role", "marking", "handling", "conditions")

    def __init__(self, *args: Any, received: Received, plans: Sequence[Plan], **kwargs: Any) -> None:
        self.received, self.plans = received, {str(plan.uuid): plan for plan in plans}
        said = {"text": _deed_of(received), "version": received.version, **held_as(received.release)}
        super().__init__(*args, initial=said, **kwargs)
        self.fields["plan"].choices = [("", "Choose"), *((key, plan.name) for key, plan in self.plans.items())]
        self.fields["p"].choices = [("", "Choose"), *p_choices()]

    @property
    def chosen(self) -> tuple[Plan, Deed]:
        told = self.cleaned_data
        return self.plans[told["plan"]], Deed(p=told["p"], text=told["text"], owner_role=told["owner_role"])
