from django.urls import path

from . import hypothesis_views, views, writing_views

app_name = "threats"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("export/", views.export_list, name="export-list"),
    path("matrix/", views.matrix, name="matrix"),
    path("matrix/<str:code>/", views.matrix_of, name="matrix-of"),
    path("assessment/<str:code>/", views.assessment, name="assessment"),
    path("assessment/<str:code>/export/", views.export_assessment, name="export-assessment"),
    path("start/", writing_views.start, name="start"),
    path("import/", writing_views.import_threats, name="import"),
    path("<uuid:uuid>/", views.threat, name="threat"),
    path("<uuid:uuid>/export/", views.export_threat, name="export-threat"),
    path("<uuid:uuid>/editions/<int:edition>/", views.edition, name="edition"),
    path("<uuid:uuid>/compare/", views.compare, name="compare"),
    path("<uuid:uuid>/new-edition/", writing_views.new_edition, name="new-edition"),
    path("<uuid:uuid>/state/", writing_views.settle, name="settle"),
    path("<uuid:uuid>/hypotheses/", hypothesis_views.hypotheses, name="hypotheses"),
    path("<uuid:uuid>/hypotheses/add/", hypothesis_views.add_hypothesis, name="add-hypothesis"),
    path(
        "<uuid:uuid>/hypotheses/<uuid:hypothesis>/set-aside/", hypothesis_views.set_aside, name="set-hypothesis-aside"
    ),
    path("<uuid:uuid>/items/add/", hypothesis_views.add_item, name="add-item"),
    path("<uuid:uuid>/items/<uuid:item>/", hypothesis_views.read_item, name="read-item"),
]
