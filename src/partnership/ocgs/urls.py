from django.urls import path

from . import enabler_views, requirement_views, status_views, views

app_name = "ocgs"
urlpatterns = [
    path("", views.groups, name="groups"),
    path("reviews/", views.review_many, name="review-many"),
    path("export/", views.export_groups, name="export-groups"),
    path("import/", views.import_groups, name="import-groups"),
    path("propose/", views.propose, name="propose"),
    path("network/", views.network, name="network"),
    path("enablers/", enabler_views.enablers, name="enablers"),
    path("enablers/add/", enabler_views.add, name="add-enabler"),
    path("enablers/import/", enabler_views.import_enablers, name="import-enablers"),
    path("enablers/export/", enabler_views.export_enablers, name="export-enablers"),
    path("enablers/<uuid:uuid>/", enabler_views.enabler, name="enabler"),
    path("enablers/<uuid:uuid>/edit/", enabler_views.edit, name="edit-enabler"),
    path("requirements/", requirement_views.requirements, name="requirements"),
    path("requirements/raise/", requirement_views.raise_one, name="raise"),
    path("requirements/export/", requirement_views.export_requirements, name="export-requirements"),
    path("requirements/<uuid:uuid>/", requirement_views.requirement, name="requirement"),
    path("requirements/<uuid:uuid>/settle/", requirement_views.settle, name="settle"),
    path("<uuid:uuid>/", views.group, name="group"),
    path("<uuid:uuid>/edit/", views.edit, name="edit"),
    path("<uuid:uuid>/review/", views.review, name="review"),
    path("<uuid:uuid>/assess/<str:scheme>/", views.assess, name="assess"),
    path("<uuid:uuid>/assessments/", views.compare, name="compare"),
    path("<uuid:uuid>/status/", status_views.move, name="move"),
    path("<uuid:uuid>/status/<uuid:move>/", status_views.decide, name="decide"),
    path("<uuid:uuid>/duties/", status_views.assign, name="assign"),
    path("<uuid:uuid>/enablers/", enabler_views.involve, name="involve"),
    path("<uuid:uuid>/enablers/<uuid:involvement>/end/", enabler_views.end_involvement, name="end-involvement"),
    path("<uuid:uuid>/export/", views.export_group, name="export-group"),
]
