from django.urls import path

from . import views

app_name = "trace"
urlpatterns = [
    path("<str:kind>/<uuid:uuid>/", views.trace, name="trace"),
    path("<str:kind>/<uuid:uuid>/export/", views.export, name="export"),
]
