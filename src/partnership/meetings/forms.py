"""What people type of a series, its seats and its meetings. The rules say what may be; these only carry it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from partnership.people.models import Agency, Person
from partnership.plans.forms import a_day, choice, line, named, words
from partnership.records.editing import EditForm
from partnership.records.forms import HeldFields
from partnership.records.scoping import Scoped

from .actions import MeetingTold, SeatTold, SeriesTold
from .models import Meeting, MeetingSeries, Seat
from .practice import Kind
from .wording import meeting_words, seat_words, series_words

LONGEST_PLACE, LONGEST_ROLE, MOST_DAYS, MOST_MINUTES = 200, 120, 366, 24 * 60
MORNING = time(10)


class PersonField(forms.ChoiceField):
    """One of the people offered, or nobody."""

    def offer(self, people: Iterable[Person], held: Person | None = None) -> None:
        self.people = {str(person.uuid): person for person in people}
        if held is not None:
            self.people.setdefault(str(held.uuid), held)
        self.choices = [("", "Nobody yet"), *((key, named(person)) for key, person in self.people.items())]

    def clean(self, value: Any) -> Person | None:
        return self.people.get(super().clean(value))


def a_person(label: str, hint: str = "") -> PersonField:
    errors = {"invalid_choice": "Choose one of those listed"}
    return PersonField(label=label, help_text=hint, required=False, error_messages=errors)


def a_number(label: str, *, hint: str, most: int, missing: str = "") -> forms.IntegerField:
    wrong = f"Enter a whole number from 1 to {most}"
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=missing != "",
        min_value=1,
        max_value=most,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        error_messages={"required": missing, "invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


class SeriesFields(forms.Form):
    name = line("What is it called?", missing="Enter a name")
    purpose = words("What is it for?")
    every_days = a_number("Held every how many days?", hint="Empty for what is held once.", most=MOST_DAYS)
    place = line("Where does it usually meet?", longest=LONGEST_PLACE)
    chair_role = line("Who chairs it, by role?", longest=LONGEST_ROLE)
    chair = a_person("Who chairs it, by name?", "Only if somebody has taken it on.")

    @property
    def told(self) -> SeriesTold:
        return SeriesTold(**{name: self.cleaned_data[name] for name in SeriesFields.base_fields})


class SeriesForm(SeriesFields, HeldFields):
    """A new series of that kind, in one of the areas where the writer may convene."""

    area = choice("In which area?", missing="Choose an area")
    field_order = ("area", *SeriesFields.base_fields)

    def __init__(
        self, *args: Any, kind: Kind, areas: list[tuple[str, str]], people: Iterable[Person], **kwargs: Any
    ) -> None:
        first = {"name": kind.name, "purpose": kind.purpose, "chair_role": kind.chair_role}
        super().__init__(*args, initial=first | {"every_days": kind.every_days}, **kwargs)
        self.fields["area"].choices = areas
        self.fields["chair"].offer(people)


class SeriesEditForm(EditForm, SeriesFields):
    labels: ClassVar = {
        "name": "Name",
        "purpose": "What it is for",
        "every_days": "How often",
        "place": "Place",
        "chair_role": "Chair, by role",
        "chair": "Chair, by name",
    }

    def __init__(self, *args: Any, series: MeetingSeries, people: Iterable[Person], **kwargs: Any) -> None:
        initial = {name: getattr(series, name) for name in ("name", "purpose", "every_days", "place", "chair_role")}
        initial["chair"] = str(series.chair.uuid) if series.chair else ""
        super().__init__(*args, record=series, now=series_words(series), initial=initial, **kwargs)
        self.fields["chair"].offer(people, series.chair)

    def yours(self) -> dict[str, str]:
        return series_words(self.told) if set(SeriesFields.base_fields) <= self.cleaned_data.keys() else {}


class ReasonForm(EditForm):
    """Why a series ends, or a meeting is cancelled."""

    labels: ClassVar = {**SeriesEditForm.labels, "starts_at": "When", "minutes_long": "How long"}

    because = words("Why?", hint="Everybody who sees it can read this.", missing="Enter why")

    def __init__(self, *args: Any, record: Scoped, **kwargs: Any) -> None:
        told = meeting_words(record) if isinstance(record, Meeting) else series_words(record)
        super().__init__(*args, record=record, now=told, **kwargs)


class SeatFields(forms.Form):
    agency = choice("Which agency?", missing="Choose an agency")
    capacity = line("In which capacity?", hint="Such as licensing officer.", longest=LONGEST_ROLE)
    person = a_person("Who, by name?", "Only if they have an account here.")
    represented_by = line("Who speaks for them, if they do not come?", longest=LONGEST_ROLE)

    def offer(self, people: Iterable[Person], held: Person | None = None) -> None:
        self.agencies = {agency.name: agency for agency in Agency.objects.all()}
        self.fields["agency"].choices = [("", "Choose"), *((name, name) for name in self.agencies)]
        self.fields["person"].offer(people, held)

    @property
    def told(self) -> SeatTold:
        told = self.cleaned_data
        return SeatTold(self.agencies[told["agency"]], told["capacity"], told["person"], told["represented_by"])


class SeatForm(SeatFields):
    """A new seat of a series."""

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(people)


class SeatEditForm(EditForm, SeatFields):
    labels: ClassVar = {
        "agency": "Agency",
        "capacity": "Capacity",
        "person": "Person",
        "represented_by": "Who speaks for them",
    }

    remove = forms.BooleanField(label="Take the seat away; meetings planned already keep it", required=False)
    field_order = (*SeatFields.base_fields, "remove")

    def __init__(self, *args: Any, seat: Seat, people: Iterable[Person], **kwargs: Any) -> None:
        initial = {name: getattr(seat, name) for name in ("capacity", "represented_by")}
        initial |= {"agency": seat.agency.name, "person": str(seat.person.uuid) if seat.person else ""}
        super().__init__(*args, record=seat.series, now=seat_words(seat), initial=initial, **kwargs)
        self.offer(people, seat.person)

    def yours(self) -> dict[str, str]:
        return seat_words(self.told) if set(SeatFields.base_fields) <= self.cleaned_data.keys() else {}


class MeetingFields(forms.Form):
    day = a_day("On which day?", missing="Enter a day")
    at = forms.TimeField(
        label="At what time?",
        widget=forms.TimeInput(attrs={"type": "time", "class": "govuk-input--width-5"}, format="%H:%M"),
        error_messages={"required": "Enter a time", "invalid": "Enter a time, such as 14:30"},
    )
    minutes_long = a_number("For how many minutes?", hint="", most=MOST_MINUTES, missing="Enter how long it is to take")
    place = line("Where?", longest=LONGEST_PLACE)
    chair_role = line("Who chairs it, by role?", longest=LONGEST_ROLE)
    chair = a_person("Who chairs it, by name?")

    @property
    def told(self) -> MeetingTold:
        told = self.cleaned_data
        starts_at = timezone.make_aware(datetime.combine(told["day"], told["at"]))
        return MeetingTold(starts_at, **{name: told[name] for name in _MEETING[2:]})


_MEETING = tuple(MeetingFields.base_fields)


class MeetingForm(MeetingFields, HeldFields):
    """The next meeting of a series. `first` says what its fields begin with."""

    field_order = _MEETING

    def __init__(
        self, *args: Any, people: Iterable[Person], chair: Person | None, first: dict[str, Any], **kwargs: Any
    ):
        told = {"chair": str(chair.uuid) if chair else ""}
        super().__init__(*args, initial=first | told, **kwargs)
        self.fields["chair"].offer(people, chair)


class MeetingEditForm(EditForm, MeetingFields):
    labels: ClassVar = {
        "starts_at": "When",
        "minutes_long": "How long",
        "place": "Place",
        "chair_role": "Chair, by role",
        "chair": "Chair, by name",
    }

    def __init__(self, *args: Any, meeting: Meeting, people: Iterable[Person], **kwargs: Any) -> None:
        starts_at = timezone.localtime(meeting.starts_at)
        initial = {name: getattr(meeting, name) for name in ("minutes_long", "place", "chair_role")}
        initial |= {"day": starts_at.date(), "at": starts_at.time()}
        initial["chair"] = str(meeting.chair.uuid) if meeting.chair else ""
        super().__init__(*args, record=meeting, now=meeting_words(meeting), initial=initial, **kwargs)
        self.fields["chair"].offer(people, meeting.chair)

    def yours(self) -> dict[str, str]:
        return meeting_words(self.told) if set(_MEETING) <= self.cleaned_data.keys() else {}
