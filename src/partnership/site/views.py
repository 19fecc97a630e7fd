"""The front page, everybody's own work, the boards, the self-check page and the accessibility statement."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from partnership.audit.views import events_page
from partnership.intake import queries as intake
from partnership.jobs import queries as jobs
from partnership.people.permissions import open_to_all, requires, requires_sign_in
from partnership.people.rules import Act
from partnership.work.views import own_work

from . import actions, api, checks, openapi, queries, tasks


@open_to_all
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, for a stranger; whoever is signed in has their own work as their home."""
    return redirect("work:mine") if request.user.is_authenticated else render(request, "site/welcome.html")


@requires_sign_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    return own_work(request, also=[tasks.of_checks()] if request.user.may(Act.SEE_SYSTEM) else [])


@requires(Act.SEE_BOARD)
@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    found = queries.boards_for(request.user)
    actions.note_boards_read(boards=found, by=request.user)
    lines = queries.work_in(request.user, found)
    return render(request, "site/boards.html", {"boards": [(board, lines.get(board.area.code)) for board in found]})


@open_to_all
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/accessibility.html")


@requires(Act.SEE_AUDIT)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    is_whole = queries.reads_whole_log(request.user)
    return events_page(
        request,
        events=queries.log_seen_by(request.user),
        is_whole=is_whole,
        # Whoever reads the whole log sees no record.
        address_of=(lambda event: "") if is_whole else queries.address_of,
    )


@requires_sign_in
@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """Every check for those who may see the system; for everyone else, only whether all is well."""
    found = checks.run_all()
    context = {
        "failing": [check for check in found if check.state is checks.State.FAIL],
        "warning": [check for check in found if check.state is checks.State.WARN],
    }
    if request.user.may(Act.SEE_SYSTEM):
        context |= {"checks": found, "sources": intake.source_health(), "dead": jobs.dead()}
        context["may_settle_jobs"] = request.user.may(Act.MANAGE_ACCOUNTS)
    return render(request, "site/system.html", context)


@requires(Act.SEE_RECORD)
@require_safe
def api_reference(request: HttpRequest) -> HttpResponse:
    """What programs can ask for, drawn from the document that they read themselves."""
    told = openapi.document(api.api)
    page = {
        "told": told,
        "about": told["info"]["description"].split("\n\n"),
        "origin": settings.TOCSIN_ORIGIN.url,
        "asked": openapi.asked(told),
        "takes_head": ("Name", "What", "Meaning"),
        "shapes": openapi.shapes(told),
        "fields_head": ("Field", "What", "Meaning"),
    }
    return render(request, "site/api_reference.html", page)
