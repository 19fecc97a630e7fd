"""Every address of the site."""

from django.urls import include, path

from . import api, programs, views

# The audit slice stands below people and so cannot ask who may open its page: its address is given here.
audit_log = ([path("", views.log, name="events")], "audit")
# So does the work slice below the self-checks, which are work for whoever looks after the site.
own_work = ([path("", views.mine, name="mine")], "work")

urlpatterns = [
    path("", views.front, name="front"),
    path("boards/", views.boards, name="boards"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("system/", views.system, name="site-system"),
    path("system/jobs/", include("partnership.jobs.urls")),
    path("audit/", include(audit_log)),
    path("areas/", include("partnership.areas.urls")),
    path("reviews/", include("partnership.retention.urls")),
    path("tokens/", include("partnership.tokens.urls")),
    path("api/", views.api_reference, name="api-reference"),
    path(programs.ROOT, include((api.urlpatterns, "api"))),
    path("trends/", include("partnership.trends.urls")),
    path("scanning/", include("partnership.scanning.urls")),
    path("scanning/", include("partnership.intake.urls")),
    path("threats/", include("partnership.threats.urls")),
    path("groups/", include("partnership.ocgs.urls")),
    path("profiles/", include("partnership.profiles.urls")),
    path("plans/", include("partnership.plans.urls")),
    path("outcomes/", include("partnership.outcomes.urls")),
    path("requests/", include("partnership.requests.urls")),
    path("meetings/", include("partnership.meetings.urls")),
    path("notices/", include("partnership.notices.urls")),
    path("exchange/", include("partnership.exchange.urls")),
    path("find/", include("partnership.find.urls")),
    path("work/", include(own_work)),
    path("trace/", include("partnership.trace.urls")),
    path("", include("partnership.people.urls")),
    path("", include("partnership.records.urls")),
    path("", include("partnership.thread.urls")),
    path("", include("partnership.triage.urls")),
]

handler400 = programs.bad_request
handler404 = programs.not_found
handler500 = programs.server_error
