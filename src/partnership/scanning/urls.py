from django.urls import path

from . import views

app_name = "scanning"
urlpatterns = [
    path("words/", views.terms, name="terms"),
    path("words/export/", views.export_terms, name="export-terms"),
    path("words/<uuid:uuid>/", views.term, name="term"),
    path("words/<uuid:uuid>/judge/", views.judge, name="judge"),
    path("agreement/", views.concepts, name="concepts"),
    path("agreement/export/", views.export_concepts, name="export-concepts"),
    path("agreement/<uuid:uuid>/", views.concept, name="concept"),
]
