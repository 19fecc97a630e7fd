from django.urls import path

from . import moderation_views, outcome_views, views

app_name = "outcomes"
urlpatterns = [
    path("", views.disruptions, name="disruptions"),
    path("export/", views.export_disruptions, name="export"),
    path("waiting/", moderation_views.waiting, name="waiting"),
    path("claim/<str:kind>/<uuid:uuid>/", views.claim, name="claim"),
    path("disruptions/<uuid:uuid>/", views.disruption, name="disruption"),
    path("disruptions/<uuid:uuid>/edit/", views.edit_claim, name="edit-claim"),
    path("disruptions/<uuid:uuid>/withdraw/", views.withdraw, name="withdraw"),
    path("disruptions/<uuid:uuid>/agencies/", views.contribution, name="contribution"),
    path("disruptions/<uuid:uuid>/moderate/", moderation_views.moderate, name="moderate"),
    path("changes/", outcome_views.outcomes, name="outcomes"),
    path("changes/export/", outcome_views.export_outcomes, name="export-outcomes"),
    path("changes/<uuid:uuid>/", outcome_views.outcome, name="outcome"),
    path("changes/<uuid:uuid>/edit/", outcome_views.edit_outcome, name="edit-outcome"),
    path("record/<str:kind>/<uuid:uuid>/", outcome_views.record, name="record"),
    path("signals/<uuid:uuid>/", outcome_views.likes, name="likes"),
]
