"""The front page, the self-check page and the accessibility statement."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnership.audit.views import events_page
from partnership.intake import queries as intake
from partnership.people.permissions import open_to_all, requires, requires_sign_in
from partnership.people.rules import Act
from partnership.records.views import shared_page

from . import actions, api, checks, openapi, queries


@open_to_all
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "site/welcome.html")
    if request.user.sees_boards:
        boards = queries.boards_for(request.user)
        actions.note_front_read(boards=boards, by=request.user)
        work = queries.work_in(request.user, boards)
        return render(request, "site/front.html", {"boards": [(board, work.get(board.area.code)) for board in boards]})
    # A partner's home is what was shared with them.
    return render(request, "site/front.html", shared_page(request) if request.user.may(Act.SEE_RECORD) else {})


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
        context |= {"checks": found, "sources": intake.source_health()}
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
