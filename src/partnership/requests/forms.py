"""What people type when they ask partners, answer, and follow an answer up. The rules say what may be."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from partnership.people.models import Agency
from partnership.plans.forms import a_day, choice, line, words
from partnership.records.editing import EditForm
from partnership.records.forms import HeldFields

from .cautions import UNUSUAL
from .models import Enquiry, Request
from .naming import Caution
from .practice import Practice
from .rules import LONGEST_PHONE, LONGEST_POST, LONGEST_REFERENCE, Answer, Question, Reply, RequestState

NO_NAMES = "No name, date of birth, number or address of a person: partners search by the reference you give them."


def _radios(label: str, *, hint: str = "", missing: str) -> forms.ChoiceField:
    return choice(label, hint=hint, missing=missing, widget=forms.RadioSelect)


class AskForm(HeldFields):
    """A new request. Takes `agencies` that could answer, each with `able` and `cleared`, and `areas` to choose from
    where nothing is asked about. `warn` asks for a confirmation of what was found."""

    criterion = _radios("On which criterion?", missing="Choose on which criterion you ask")
    asks = words(
        "What do you ask?", hint=f"What can be answered by hit or no hit. {NO_NAMES}", missing="Enter what you ask"
    )
    reference = line(
        "Reference",
        hint="Of whoever or whatever it is about, in the system that holds it. Never a name.",
        longest=LONGEST_REFERENCE,
    )
    purpose = words("What for?", hint="Why it is needed, and why of these partners.", missing="Enter what for")
    gateway = _radios(
        "Through which legal gateway?",
        hint="Examples: your information sharing agreement says which of them hold.",
        missing="Choose the legal gateway",
    )
    agencies = forms.MultipleChoiceField(
        label="Which partners?",
        help_text="Each reads the question and its own answer, and nothing of what others are asked or say.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one partner", "invalid_choice": "Choose some of those listed"},
    )
    expires_on = a_day("Last day to answer", missing="Enter a day")
    area = choice("In which district?", missing="Choose a district")
    cautioned = forms.CharField(widget=forms.HiddenInput, required=False)
    confirm = forms.BooleanField(label="I have read the warnings above. Send it as it is", required=False)
    field_order = (*("criterion", "asks", "reference", "purpose", "gateway", "agencies", "expires_on", "area"),)

    def __init__(
        self,
        *args: Any,
        practice: Practice,
        agencies: Iterable[Agency],
        areas: Iterable[tuple[str, str]],
        first: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        today = timezone.localdate()
        expires_on = today + timedelta(days=practice.limits.usual_days)
        super().__init__(*args, initial={"expires_on": expires_on} | first, **kwargs)
        self.agencies = {agency.name: agency for agency in agencies}
        self.fields["agencies"].choices = [(name, _able(agency)) for name, agency in self.agencies.items()]
        self.fields["criterion"].choices = [(one.key, _meant(one.name, one.meaning)) for one in practice.criteria]
        self.fields["gateway"].choices = [(key, _meant(*told)) for key, told in practice.gateways.items()]
        self.fields[
            "expires_on"
        ].help_text = f"Within {practice.limits.longest_days} days. It is also the last on which they can open it."
        offered = list(areas)
        self.fields["area"].choices = offered if len(offered) == 1 else [("", "Choose"), *offered]
        if not offered:
            del self.fields["area"]
        self.cautions: tuple[Caution, ...] = ()

    @property
    def question(self) -> Question:
        told = self.cleaned_data
        return Question(
            **{name: told[name] for name in ("criterion", "gateway", "asks", "purpose", "expires_on", "reference")}
        )

    @property
    def chosen(self) -> list[Agency]:
        return [self.agencies[name] for name in self.cleaned_data["agencies"]]

    @property
    def confirmed(self) -> frozenset[str]:
        """The kinds of caution that were on the screen when the box was ticked."""
        told = self.cleaned_data
        return frozenset(told["cautioned"].split()) if told["confirm"] else frozenset()

    def warn(self, cautions: Collection[Caution]) -> None:
        """Shows those, each at its field, with a box to confirm that they were read."""
        self.cautions = tuple(cautions)
        self.data = self.data.copy()
        self.data["cautioned"] = " ".join(caution.key for caution in cautions)
        self.data.pop("confirm", None)
        self.add_error("confirm", "Nothing was sent yet. Read the warnings, and change the text or confirm them")

    @property
    def has_unusual(self) -> bool:
        return any(caution.key == UNUSUAL for caution in self.cautions)


class AnswerForm(EditForm):
    """Hit, no hit or declined. There is no room for what was found, on purpose."""

    labels: ClassVar = {"answer": "Answer", "why": "Why declined", "post": "Post", "phone": "Telephone"}

    answer = _radios("Do you hold anything?", missing="Choose hit, no hit or declined")
    why = choice("Why do you decline?")
    post = line("Whom should they ring?", hint="A post, not a name. Optional.", longest=LONGEST_POST)
    phone = line("On which number?", hint="Optional.", longest=LONGEST_PHONE, inputmode="tel")

    def __init__(self, *args: Any, enquiry: Enquiry, practice: Practice, **kwargs: Any) -> None:
        given = Answer(enquiry.answer)
        initial = {
            "answer": enquiry.answer if given.is_given else "",
            "why": enquiry.declined_why,
            "post": enquiry.contact_post,
            "phone": enquiry.contact_phone,
        }
        self.practice = practice
        now = self._words(given, enquiry.declined_why, enquiry.contact_post, enquiry.contact_phone)
        super().__init__(*args, record=enquiry, now=now, initial=initial, **kwargs)
        self.fields["answer"].choices = [
            (Answer.HIT.value, "Hit: we hold something that may matter"),
            (Answer.NO_HIT.value, "No hit: we searched and found nothing"),
            (Answer.DECLINED.value, "Declined: we did not search"),
        ]
        self.fields["why"].choices = [("", "Choose"), *practice.reasons.items()]

    @property
    def reply(self) -> Reply:
        told = self.cleaned_data
        return Reply(Answer(told["answer"]), why=told["why"], post=told["post"], phone=told["phone"])

    def yours(self) -> dict[str, str]:
        if not {"answer", "why", "post", "phone"} <= self.cleaned_data.keys():
            return {}
        reply = self.reply
        return self._words(reply.answer, reply.why, reply.post, reply.phone)

    def _words(self, answer: Answer, why: str, post: str, phone: str) -> dict[str, str]:
        return {
            "answer": answer.label,
            "why": self.practice.reason_named(why) if why else "",
            "post": post,
            "phone": phone,
        }


class OfEnquiry(EditForm):
    """A form of the asking side on an enquiry."""

    labels: ClassVar = {"answer": "Answer", "passed": "Details passed"}

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        now = {"answer": enquiry.get_answer_display(), "passed": str(enquiry.passed_on or "Not noted")}
        super().__init__(*args, record=enquiry, now=now, **kwargs)


class FeedbackForm(OfEnquiry):
    text = words(
        "What did the answer achieve?",
        hint="The partner reads it. Name no person, and say if nothing came of it yet.",
        missing="Enter what the answer achieved, also if that is nothing yet",
    )


class PassedForm(OfEnquiry):
    on = a_day(
        "On which day did the details pass?",
        hint="From them to you, outside this site. Only the day is kept here.",
        missing="Enter a day",
    )


class EndForm(EditForm):
    labels: ClassVar = {"state": "The request is", "because": "Why it ended"}

    to = _radios("How does it end?", missing="Choose whether to close or to withdraw it")
    because = words(
        "Why?", hint="Read by everybody who sees the request. Partners do not read it.", missing="Enter why"
    )

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        now = {"state": request.get_state_display(), "because": request.ended_because}
        super().__init__(*args, record=request, now=now, **kwargs)
        self.fields["to"].choices = [
            (RequestState.CLOSED.value, "Close: it served its purpose, or its time is over"),
            (RequestState.WITHDRAWN.value, "Withdraw: it should not have been asked, or is no longer needed"),
        ]


def _meant(name: str, meaning: str) -> str:
    return f"{name}: {meaning[:1].lower()}{meaning[1:]}" if meaning else name


def _able(agency: Agency) -> str:
    """With how many of its people could answer, as the query counted them."""
    told = f"{agency.able} {'person' if agency.able == 1 else 'people'} there"
    return f"{agency.name} ({told}, {agency.cleared} cleared for OFFICIAL-SENSITIVE)"
