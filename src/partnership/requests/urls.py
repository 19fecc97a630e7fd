from django.urls import path

from . import answer_views, views

app_name = "requests"
urlpatterns = [
    path("", views.requests, name="requests"),
    path("export/", views.export_requests, name="export"),
    path("ask/", views.ask, name="ask"),
    path("add/<str:kind>/<uuid:uuid>/", views.add, name="add"),
    path("feedback/", views.owed, name="owed"),
    path("figures/", views.figures, name="figures"),
    path("figures/export/", views.export_figures, name="export-figures"),
    path("enquiries/", answer_views.enquiries, name="enquiries"),
    path("enquiries/<uuid:uuid>/", answer_views.enquiry, name="enquiry"),
    path("enquiries/<uuid:uuid>/answer/", answer_views.answer, name="answer"),
    path("enquiries/<uuid:uuid>/feedback/", answer_views.feedback, name="feedback"),
    path("enquiries/<uuid:uuid>/passed/", answer_views.passed, name="passed"),
    path("<uuid:uuid>/", views.request, name="request"),
    path("<uuid:uuid>/end/", views.end, name="end"),
]
