from django.urls import path

from . import views

app_name = "areas"
urlpatterns = [path("", views.map_of_districts, name="map")]
