"""What an administrator presses beside a job that failed for good; the list itself is on the self-check page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed

from . import actions
from .forms import SettleForm


@requires(Act.MANAGE_ACCOUNTS)
@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Runs the job again or drops it, as the button says, and leads back to the list."""
    form = SettleForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        do, words = {
            "again": (actions.run_again, "It is waiting to be run again."),
            "drop": (actions.drop, "Dropped. It is not done."),
        }[told["do"]]
        try:
            do(uuid=told["job"], by=request.user)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, words)
    return redirect("site-system")
