"""To the organisation's own provider and back."""

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from . import second_factor, signing_in, single_sign_on
from .letting_in import ask_for_code, asked, let_in
from .permissions import open_to_all
from .rules import NotAllowed


@open_to_all
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Asks the provider to ask anew if somebody is signed in here already: they are to confirm who they are."""
    if not single_sign_on.is_configured():
        raise Http404
    try:
        return single_sign_on.lead_away(request, going=asked(request), is_asked_anew=request.user.is_authenticated)
    except NotAllowed as refusal:
        return _refused(request, refusal)


@open_to_all
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    if not single_sign_on.is_configured():
        raise Http404
    try:
        claimed, going = single_sign_on.come_back(request)
        person = signing_in.check_claim(claimed=claimed)
    except NotAllowed as refusal:
        return _refused(request, refusal)
    if request.user.is_authenticated:
        logout(request)
    if second_factor.has_one(person) and not claimed.has_two_factors:
        return ask_for_code(request, person, going=going, by_organisation=True)
    return let_in(request, person, way="openid-connect", has_two_factors=claimed.has_two_factors, going=going)


def _refused(request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    page = {"refusal": str(refusal), "organisation": single_sign_on.name()}
    return render(request, "people/organisation.html", page, status=422)
