"""What people type of one action, of what was done about it, and of many actions at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from partnership.people.models import Agency, Person
from partnership.profiles.models import Recommendation
from partnership.records.editing import EditForm
from partnership.records.forms import HeldFields
from partnership.records.ps import p_named, the_ps
from partnership.ui.editing import PickedField

from .acting import Deed, Said
from .forms import NO_PERSONS, a_day, choice, line, named, words
from .models import Action, Objective
from .rules import CHOOSE_P, SAY_DEED, ActionState, may_update
from .wording import UPDATE_WORDS, due_words

UNDER_P, UNDER_OBJECTIVE = "p:", "objective:"
SAY_UPDATE = "Say what was done, or why it changed"


class DeedFields(forms.Form):
    """What is to be done, for whom and until when. `offer` says what can be chosen."""

    under = choice("Under which P, and which objective?", missing=CHOOSE_P)
    text = words(
        "What is to be done?",
        hint=f"It can be shared by itself with whoever does it: say nothing here that they may not read. {NO_PERSONS}",
        missing=SAY_DEED,
    )
    owner_role = line("By whom, by role?", hint="Such as licensing officer.", longest=120, list="owner-roles")
    owner = choice("By whom, by name?", hint="Only if somebody has taken it on.")
    agency = choice("By which agency?")
    due = a_day("Until when?")

    def offer(self, *, objectives: Sequence[Objective], people: tuple[list[Person], list[Person]], held: Any) -> None:
        """held  the action as it stands, whose own choices are always offered; None for a new one"""
        self.objectives = {str(objective.uuid): objective for objective in objectives}
        self.fields["under"].choices = [("", "Choose"), *_under(objectives, held.p if held else "")]
        posted, partners = people
        self.people = {str(person.uuid): person for person in (*posted, *partners)}
        groups = [("Posted here", posted), ("Partners, once it is shared with them", partners)]
        if held and held.owner and str(held.owner.uuid) not in self.people:
            self.people[str(held.owner.uuid)] = held.owner
            groups.append(("As it stands", [held.owner]))
        of_people = [(label, [(str(one.uuid), named(one)) for one in group]) for label, group in groups if group]
        self.fields["owner"].choices = [("", "Nobody yet"), *of_people]
        names = Agency.objects.values_list("name", flat=True)
        self.fields["agency"].choices = [("", "None yet"), *((name, name) for name in names)]

    @property
    def deed(self) -> Deed:
        told = self.cleaned_data
        objective = self.objectives.get(told["under"].removeprefix(UNDER_OBJECTIVE))
        return Deed(
            p=objective.p if objective else told["under"].removeprefix(UNDER_P),
            text=told["text"],
            objective=objective,
            owner_role=told["owner_role"],
            owner=self.people.get(told["owner"]),
            agency=Agency.objects.filter(name=told["agency"]).first() if told["agency"] else None,
            due=told["due"],
        )


class ActionForm(DeedFields, HeldFields):
    """A new action. Takes the `recommendations` that nobody has answered yet."""

    answers = choice("Does it answer a recommendation?", hint="The recommendation then counts as taken up.")
    field_order = ("under", "text", "owner_role", "owner", "agency", "due", "answers")

    def __init__(self, *args: Any, recommendations: Iterable[Recommendation], offer: dict[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(held=None, **offer)
        self.recommendations = {str(one.uuid): one for one in recommendations}
        open_ones = [(key, f"{one.reference}: {one.text}"[:120]) for key, one in self.recommendations.items()]
        self.fields["answers"].choices = [("", "No"), *open_ones]
        if not open_ones:
            del self.fields["answers"]

    @property
    def recommendation(self) -> Recommendation | None:
        return self.recommendations.get(self.cleaned_data.get("answers", ""))


class ActionEditForm(EditForm, DeedFields):
    labels: ClassVar = {
        "p": "P",
        "text": "What is to be done",
        "owner_role": "Role",
        "owner": "Person",
        "agency": "Agency",
        "due": "Until",
        "state": "The action is",
    }

    def __init__(self, *args: Any, action: Action, objective: Objective | None, offer: dict[str, Any], **kwargs: Any):
        under = f"{UNDER_OBJECTIVE}{objective.uuid}" if objective else f"{UNDER_P}{action.p}"
        initial = {
            "under": under,
            "text": action.text,
            "owner_role": action.owner_role,
            "owner": str(action.owner.uuid) if action.owner else "",
            "agency": action.agency.name if action.agency else "",
            "due": action.due,
        }
        super().__init__(*args, record=action, now=action_words(action), initial=initial, **kwargs)
        self.offer(held=action, **offer)

    def yours(self) -> dict[str, str]:
        if not {"under", "text", "owner_role", "owner", "agency", "due"} <= self.cleaned_data.keys():
            return {}
        deed = self.deed
        return {
            "p": p_named(deed.p),
            "text": deed.text,
            "owner_role": deed.owner_role,
            "owner": deed.owner.name if deed.owner else "",
            "agency": str(deed.agency or ""),
            "due": due_words(deed.due),
        }


class UpdateForm(EditForm):
    """What was done, in a few taps. All but the words may stay as it is."""

    labels: ClassVar = {
        "state": "The action is",
        "due": "Due",
        "text": "What is to be done",
        "result": "What came of it",
        "outcome": "What changed",
    }

    text = words("What was done?", hint="Or what stands in the way, or why it is put off.", missing=SAY_UPDATE)
    state = forms.TypedChoiceField(
        label="The action is now",
        coerce=ActionState,
        choices=[(state.value, told) for state, told in UPDATE_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it stands now", "invalid_choice": "Choose one of those listed"},
    )
    outcome = words(
        "What changed by it?",
        hint="When it is done: fewer offences, a licence revoked, people made safe. Empty if it is too early to say.",
        rows=2,
    )
    result = words(
        "What came of it, in short?",
        hint="When it is done, if it took more than this update says.",
        rows=2,
    )
    due = a_day("A new day, if it is put off", hint="It then counts as carried forward.")

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, record=action, now=action_words(action), initial={"state": action.state}, **kwargs)

    def yours(self) -> dict[str, str]:
        told = self.cleaned_data
        typed = {name: told[name] for name in ("result", "outcome") if told.get(name)}
        typed |= {"due": due_words(told["due"])} if told.get("due") else {}
        return typed | ({"state": told["state"].label} if "state" in told else {})

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not self.overtaken and {"text", "state", "due"} <= told.keys():
            was, today = self.record.due, timezone.localdate()
            if refusal := may_update(to=told["state"], text=told["text"], due=told["due"], was=was, today=today):
                self.add_error("due", refusal)
        return told

    @property
    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in ("text", "state", "due", "result", "outcome")})


class ManyForm(forms.Form):
    """One thing to do with every ticked action."""

    CARRY, ASSIGN = "carry", "assign"

    action = PickedField("actions", error_messages={"required": "Tick at least one action"})
    do = forms.ChoiceField(
        label="What should happen to the ticked actions?",
        choices=[(CARRY, "Carry them forward to another day"), (ASSIGN, "Give them to another role")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what should happen", "invalid_choice": "Choose one of those listed"},
    )
    due = a_day("To carry forward: until when?")
    owner_role = line("To give them to another role: to which?", longest=120, list="owner-roles")
    reason = words("Why?", hint="It is kept with every action you have ticked.", rows=2)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("reason", "").strip() and "reason" in told:
            self.add_error("reason", "Enter why")
        {self.CARRY: self._check_carry, self.ASSIGN: self._check_assign}.get(told.get("do", ""), lambda told: None)(
            told
        )
        return told

    def _check_carry(self, told: dict[str, Any]) -> None:
        if "due" in told and told["due"] is None:
            self.add_error("due", "Enter until when")
        elif told.get("due") and told["due"] < timezone.localdate():
            self.add_error("due", "Enter a day that is still to come")
        if told.get("owner_role"):
            self.add_error("owner_role", "Empty this, or choose to give them to another role")

    def _check_assign(self, told: dict[str, Any]) -> None:
        if not told.get("owner_role", "").strip() and "owner_role" in told:
            self.add_error("owner_role", "Enter for which role")
        if told.get("due"):
            self.add_error("due", "Empty this, or choose to carry them forward")

    @property
    def picked(self) -> list[str]:
        """The rows as they were ticked, to tick them again beside an error."""
        return list(self.data.getlist("action")) if self.is_bound else []


def action_words(action: Action) -> dict[str, str]:
    return {
        "p": p_named(action.p),
        "text": action.text,
        "owner_role": action.owner_role,
        "owner": action.owner.name if action.owner else "",
        "agency": str(action.agency or ""),
        "due": due_words(action.due),
        "state": action.get_state_display(),
        "result": action.result,
        "outcome": action.outcome,
    }


def _under(objectives: Sequence[Objective], held: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """By P: the P alone, and each of its objectives. A P that the list has lost is offered where it is held."""
    ps = [(p.key, p.name) for p in the_ps()]
    others = {objective.p for objective in objectives} | ({held} if held else set())
    ps += [(key, key) for key in sorted(others - {key for key, _ in ps})]
    return [
        (
            name,
            [(f"{UNDER_P}{key}", f"{name}, under no objective")]
            + [(f"{UNDER_OBJECTIVE}{each.uuid}", each.text[:120]) for each in objectives if each.p == key],
        )
        for key, name in ps
    ]
