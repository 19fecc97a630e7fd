"""What is typed at the table: notes, a decision, an action set. What was done of an earlier one is plans' own form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from partnership.people.models import Agency, Person
from partnership.plans.acting import Deed
from partnership.plans.forms import LONGEST, NO_PERSONS, a_day, choice, line, named, words
from partnership.plans.models import Plan
from partnership.plans.rules import CHOOSE_P, SAY_DEED
from partnership.records.ps import p_choices

from .board_actions import SAY_DECISION, Task
from .models import Decision, Item

OWN = "own"


def same_lines(text: str) -> str:
    """Words as they are held, whichever way a browser ends its lines."""
    return text.replace("\r\n", "\n").strip()


class SeenWords(forms.CharField):
    """The words as they stood on the writer's screen, hidden in the form."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=LONGEST)

    def clean(self, value: Any) -> str:
        return same_lines(super().clean(value))


class NoteForm(forms.Form):
    """What was said under an item. `stands`: other words that somebody else wrote meanwhile."""

    discussion = words("What was said", hint="Kept as you type. No name by which a victim could be known.", rows=5)
    was = SeenWords()
    stands: str = ""

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(
            *args, auto_id="note_%s", initial={"discussion": item.discussion, "was": item.discussion}, **kwargs
        )

    def clean_discussion(self) -> str:
        return same_lines(self.cleaned_data["discussion"])

    def overtake(self, item: Item, why: str) -> None:
        """Keep what was typed, show what stands now, and let the next press decide on that."""
        self.add_error("discussion", f"Nothing that you typed is lost: put both together, and save again. {why}")
        self.stands = item.discussion
        self.data = self.data.copy()
        self.data["was"] = item.discussion


class DecisionForm(forms.Form):
    text = words("What was decided", missing=SAY_DECISION, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="decide_%s", **kwargs)


class DecisionEditForm(forms.Form):
    """A decision put right before the minutes are issued."""

    text = words("What was decided", missing=SAY_DECISION)
    was = SeenWords()
    stands: str = ""

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, initial={"text": decision.text, "was": decision.text}, **kwargs)

    def clean_text(self) -> str:
        return same_lines(self.cleaned_data["text"])

    def overtake(self, decision: Decision, why: str) -> None:
        self.add_error("text", f"Nothing that you typed is lost: compare, and save again. {why}")
        self.stands = decision.text
        self.data = self.data.copy()
        self.data["was"] = decision.text


class TaskForm(forms.Form):
    """An action that the meeting sets. Takes the `plans` that could take it up; the first stands chosen."""

    p = choice("Under which P?", missing=CHOOSE_P)
    text = words("What is to be done?", hint=NO_PERSONS, missing=SAY_DEED, rows=2)
    owner_role = line("By whom, by role?", longest=120, list="owner-roles")
    owner = choice("By whom, by name?")
    agency = choice("By which agency?")
    due = a_day("Until when?", missing="Enter a day: an action without one is nobody’s")
    plan = choice("In which plan?")

    def __init__(
        self, *args: Any, plans: Sequence[Plan], people: tuple[Iterable[Person], Iterable[Person]], **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="task_%s", **kwargs)
        self.plans = {str(plan.uuid): plan for plan in plans}
        posted, partners = list(people[0]), list(people[1])
        self.people = {str(person.uuid): person for person in (*posted, *partners)}
        groups = [("Posted here", posted), ("Partners, once it is shared with them", partners)]
        of_people = [(label, [(str(one.uuid), named(one)) for one in group]) for label, group in groups if group]
        self.fields["p"].choices = [("", "Choose"), *p_choices()]
        self.fields["owner"].choices = [("", "Nobody yet"), *of_people]
        names = Agency.objects.values_list("name", flat=True)
        self.fields["agency"].choices = [("", "None yet"), *((name, name) for name in names)]
        self.fields["plan"].choices = [
            *((key, plan.name) for key, plan in self.plans.items()),
            (OWN, "The plan of this series of meetings"),
        ]

    @property
    def task(self) -> Task:
        told = self.cleaned_data
        deed = Deed(
            p=told["p"],
            text=told["text"],
            owner_role=told["owner_role"],
            owner=self.people.get(told["owner"]),
            agency=Agency.objects.filter(name=told["agency"]).first() if told["agency"] else None,
            due=told["due"],
        )
        return Task(deed, self.plans.get(told["plan"]))
