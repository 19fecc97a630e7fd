"""Every address of the site."""

from django.urls import include, path

from . import views

# The audit slice stands below people and so cannot ask who may open its page: its address is given here.
audit_log = ([path("", views.log, name="events")], "audit")

urlpatterns = [
    path("", views.front, name="front"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("system/", views.system, name="site-system"),
    path("audit/", include(audit_log)),
    path("areas/", include("partnership.areas.urls")),
    path("reviews/", include("partnership.retention.urls")),
    path("trends/", include("partnership.trends.urls")),
    path("", include("partnership.people.urls")),
    path("", include("partnership.records.urls")),
    path("", include("partnership.triage.urls")),
]
