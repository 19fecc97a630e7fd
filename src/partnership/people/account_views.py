"""The administrator's pages: who has an account, and what each may do. No record of any board is read here."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import actions, queries
from .forms import AddPersonForm, PostingsForm, ReasonForm
from .models import Person
from .permissions import requires
from .rules import Act, NotAllowed


@requires(Act.MANAGE_ACCOUNTS)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    people = [(person, _districts_of(person)) for person in queries.accounts()]
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
def account(request: HttpRequest, pk: int) -> HttpResponse:
    return _account_page(request, get_object_or_404(Person, pk=pk))


@requires(Act.MANAGE_ACCOUNTS)
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    form = PostingsForm(request.POST)
    if form.is_valid():
        try:
            actions.post_person(person=person, area_codes=form.cleaned_data["area_codes"], by=request.user)
        except NotAllowed as refusal:
            form.add_error("area_codes", str(refusal))
        else:
            messages.success(request, "Districts changed.")
            return redirect("people:account", pk)
    return _account_page(request, person, postings_form=form)


@requires(Act.MANAGE_ACCOUNTS)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
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
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
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
def one_time_password(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk, is_active=True)
    return _show_once(request, person, actions.give_one_time_password(person=person, by=request.user))


def _show_once(request: HttpRequest, person: Person, password: str) -> HttpResponse:
    return render(request, "people/one_time_password.html", {"person": person, "password": password})


def _account_page(
    request: HttpRequest,
    person: Person,
    *,
    postings_form: PostingsForm | None = None,
    reason_form: ReasonForm | None = None,
) -> HttpResponse:
    refused = next((form for form in (postings_form, reason_form) if form is not None), None)
    page = {
        "person": person,
        "districts": _districts_of(person),
        "postings_form": postings_form or PostingsForm(initial={"area_codes": sorted(person.area_codes)}),
        "reason_form": reason_form or ReasonForm(),
        "refused": refused,
        "sees_boards": person.sees_boards,
    }
    return render(request, "people/account.html", page, status=200 if refused is None else 422)


def _districts_of(person: Person) -> str:
    names = dict(settings.TOCSIN_AREAS)
    return ", ".join(sorted(names.get(code, code) for code in person.area_codes)) or "None"
