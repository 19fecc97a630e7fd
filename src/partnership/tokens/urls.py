from django.urls import path

from . import views

app_name = "tokens"
urlpatterns = [
    path("", views.own, name="own"),
    path("make/", views.make, name="make"),
]
