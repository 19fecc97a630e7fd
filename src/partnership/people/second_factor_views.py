"""One's own account; setting up the second factor, and its recovery codes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from . import second_factor, sessions, signing_in
from .forms import CodeForm
from .models import Person
from .permissions import requires_recent_sign_in, requires_sign_in
from .rules import NotAllowed, Role
from .wording import districts_of

KEY = "key_to_set_up"


@requires_sign_in
@require_safe
def own_account(request: HttpRequest) -> HttpResponse:
    page = {
        "rows": _rows(request.user),
        "has_one": second_factor.has_one(request.user),
        "left": second_factor.recovery_codes_left(request.user),
    }
    return render(request, "people/own.html", page)


@requires_sign_in
@requires_recent_sign_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """The key waits in the session until a code proves that the person's app has it."""
    key = request.session.setdefault(KEY, second_factor.new_key())
    form = CodeForm(request.POST or None)
    form.fields["code"].help_text = "The six digits that your app shows now."
    if form.is_valid():
        try:
            codes = signing_in.enrol_second_factor(
                key=key, code=form.cleaned_data["code"], session=request.session.session_key, by=request.user
            )
        except NotAllowed as refusal:
            form.add_error("code", str(refusal))
        else:
            del request.session[KEY]
            request.session[sessions.SECOND] = True
            return render(request, "people/recovery_codes.html", {"codes": codes})
    page = {"form": form, "key": key, "picture": second_factor.picture_of(request.user, key)}
    page["is_change"] = second_factor.has_one(request.user)
    return render(request, "people/set_up_second_factor.html", page, status=422 if form.errors else 200)


@requires_sign_in
@requires_recent_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    if not second_factor.has_one(request.user):
        return redirect("people:set-up-second-factor")
    if request.method == "POST":
        codes = signing_in.renew_recovery_codes(by=request.user)
        return render(request, "people/recovery_codes.html", {"codes": codes})
    return render(request, "people/renew_recovery_codes.html")


def _rows(person: Person) -> list[tuple[str, str]]:
    """What the account allows, in words for whoever holds it."""
    return [
        ("Role", f"{person.role_label}. {Role(person.role).description}"),
        ("Agency", str(person.agency)),
        ("Where", districts_of(person)),
        ("Cleared for", " and ".join(marking.value for marking in person.cleared_for)),
    ]
