"""What people type when they propose or decide a change of status, and when a duty passes to somebody else."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from partnership.people.models import Person
from partnership.records.editing import EditForm
from partnership.ui.editing import day_field, words_field
from partnership.ui.wording import day

from .forms import choices_of, open_states
from .models import Group
from .queries import could_have_duty, holder_of, seen_by
from .rules import Duty, Status, moves_from

NOBODY = "nobody"
APPROVE, DECLINE = "approve", "decline"


class MoveForm(forms.Form):
    """Where the group should go from its status, and why."""

    to = forms.TypedChoiceField(
        label="What should its status be?",
        coerce=Status,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a status", "invalid_choice": "Choose one of those listed"},
    )
    into = forms.ChoiceField(
        label="Merged into", help_text="Only for a merger: the group that is kept.", required=False
    )
    because = words_field("Why?", "Enter why", "Whoever decides reads this, and it stays in the group’s history.")

    def __init__(self, *args: Any, group: Group, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(to.value, said) for to, said in moves_from(group.status).items()]
        others = seen_by(by).filter(state__in=open_states()).exclude(pk=group.pk)
        self.others = {str(other.uuid): other for other in others}
        self.fields["into"].choices = [("", "Choose"), *choices_of(self.others.values())]
        if Status.MERGED not in moves_from(group.status):
            del self.fields["into"]

    @property
    def into_group(self) -> Group | None:
        return self.others.get(self.cleaned_data.get("into", ""))


class DecideForm(EditForm):
    """Approve or decline what somebody else proposed."""

    labels: ClassVar = {"state": "Status", "next_review": "Next review", "lead": Duty.LEAD.label}

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[(APPROVE, "Approve: this is its status from now on"), (DECLINE, "Decline: leave it as it is")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to approve or decline"},
    )
    because = words_field("Why?", "Enter why", "Everybody who sees the group reads this.")

    def __init__(self, *args: Any, record: Group, **kwargs: Any) -> None:
        super().__init__(*args, record=record, now=standing_words(record), **kwargs)


class AssignForm(EditForm):
    """Who has a duty in a group from a day on."""

    labels: ClassVar = {"state": "Status", "lead": Duty.LEAD.label, "financial": Duty.FINANCIAL.label}

    duty = forms.TypedChoiceField(
        label="Which duty?",
        coerce=Duty,
        choices=[(duty.value, duty.label) for duty in Duty],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a duty"},
    )
    person = forms.ChoiceField(
        label="Who has it?",
        help_text="Those posted to its district who may read the group. Whoever has the duty now stops the day before.",
        error_messages={"required": "Choose somebody, or nobody", "invalid_choice": "Choose one of those listed"},
    )
    start = day_field("From", "Enter the first day")
    because = words_field("Why?", "Enter why", "For example, a new posting.")

    def __init__(self, *args: Any, record: Group, **kwargs: Any) -> None:
        initial = {"start": timezone.localdate()}
        super().__init__(*args, record=record, now=standing_words(record), initial=initial, **kwargs)
        self.people = {str(person.uuid): person for person in could_have_duty(record)}
        named = [(key, f"{one.name}, {one.agency}, {one.role_label}") for key, one in self.people.items()]
        self.fields["person"].choices = [("", "Choose"), *named, (NOBODY, "Nobody for now")]

    def yours(self) -> dict[str, str]:
        typed = self.cleaned_data
        if not {"duty", "person"} <= typed.keys():
            return {}
        return {typed["duty"].value: "Nobody" if self.chosen is None else self.chosen.name}

    @property
    def chosen(self) -> Person | None:
        return self.people.get(self.cleaned_data["person"])


def standing_words(group: Group) -> dict[str, str]:
    """How a group stands: its status, its next review and who answers for it."""
    held = {duty: holder_of(group, duty) for duty in Duty}
    people = {duty.value: "Nobody" if one is None else one.person.name for duty, one in held.items()}
    return {"state": group.status.label, "next_review": day(group.next_review)} | people
