"""The administrator's pages: who has an account, and what each may do. No record of any board is read here."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnership.ui.differences import Difference, differences

from . import actions, queries, second_factor
from .forms import AddPersonForm, EditAccountForm, ReasonForm
from .models import Person
from .permissions import requires
from .rules import Act, NotAllowed, Overtaken
from .wording import districts_of


@requires(Act.MANAGE_ACCOUNTS)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    people = [(person, districts_of(person)) for person in queries.accounts()]
    return render(request, "people/accounts.html", {"people": people})


@requires(Act.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = AddPersonForm(request.POST or None)
    if form.is_valid():
        try:
            person, password = actions.add_person(**form.cleaned_data, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return _show_once(request, person, password)
    page = {"form": form, "agencies": queries.agency_names()}
    return render(request, "people/add.html", page, status=422 if form.errors else 200)


@requires(Act.MANAGE_ACCOUNTS)
@require_safe
def account(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _account_page(request, get_object_or_404(Person, uuid=uuid))


@requires(Act.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = get_object_or_404(Person, uuid=uuid)
    form = EditAccountForm.of(person, request.POST or None)
    clash: list[Difference] = []
    if form.is_valid():
        told = dict(form.cleaned_data)
        version = told.pop("version")
        account = actions.Account(**told | {"area_codes": tuple(told["area_codes"])})
        try:
            actions.edit_account(person=person, account=account, seen_version=version, by=request.user)
        except Overtaken:
            form, clash = _overtaken(form, get_object_or_404(Person, uuid=uuid))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Account changed.")
            return redirect("people:account", uuid)
    status = 409 if clash else 422 if form.errors else 200
    return render(request, "people/edit.html", {"form": form, "person": person, "differences": clash}, status=status)


@requires(Act.MANAGE_ACCOUNTS)
@require_POST
def reset_second_factor(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = get_object_or_404(Person, uuid=uuid)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.reset_second_factor(person=person, reason=form.cleaned_data["reason"], by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Second factor reset. They set one up anew when they next sign in.")
            return redirect("people:account", uuid)
    return _account_page(request, person, reason_form=form)


@requires(Act.MANAGE_ACCOUNTS)
@require_POST
def end_sessions(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = get_object_or_404(Person, uuid=uuid)
    ended = actions.end_sessions(person=person, by=request.user)
    messages.success(request, f"{ended} session{'' if ended == 1 else 's'} ended.")
    return redirect("people:account", uuid)


@requires(Act.MANAGE_ACCOUNTS)
@require_POST
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = get_object_or_404(Person, uuid=uuid)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.close_account(person=person, reason=form.cleaned_data["reason"], by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Account closed.")
            return redirect("people:accounts")
    return _account_page(request, person, reason_form=form)


@requires(Act.MANAGE_ACCOUNTS)
@require_POST
def reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = get_object_or_404(Person, uuid=uuid)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            password = actions.reopen_account(person=person, reason=form.cleaned_data["reason"], by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return _show_once(request, person, password)
    return _account_page(request, person, reason_form=form)


@requires(Act.MANAGE_ACCOUNTS)
@require_POST
def one_time_password(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = get_object_or_404(Person, uuid=uuid, is_active=True)
    return _show_once(request, person, actions.give_one_time_password(person=person, by=request.user))


def _overtaken(form: EditAccountForm, now: Person) -> tuple[EditAccountForm, list[Difference]]:
    """The form with all that was typed, answering to the newest version from here on, and what clashes."""
    stands = EditAccountForm.of(now).initial
    labels = {name: str(field.label) for name, field in form.fields.items() if name != "version"}
    clash = differences(labels=labels, seen={}, now=form.in_words(stands), yours=form.in_words(form.cleaned_data))
    typed = form.data.copy()
    typed["version"] = str(now.version)
    again = EditAccountForm.of(now, typed)
    again.add_error(None, "Somebody else changed this account while you were typing. See the difference, then save")
    return again, clash


def _show_once(request: HttpRequest, person: Person, password: str) -> HttpResponse:
    return render(request, "people/one_time_password.html", {"person": person, "password": password})


def _account_page(
    request: HttpRequest,
    person: Person,
    *,
    reason_form: ReasonForm | None = None,
) -> HttpResponse:
    page = {
        "person": person,
        "districts": districts_of(person),
        "reason_form": reason_form or ReasonForm(),
        "factor_form": ReasonForm(auto_id="factor-%s"),
        "refused": reason_form,
        "has_second_factor": second_factor.has_one(person),
    }
    return render(request, "people/account.html", page, status=200 if reason_form is None else 422)
