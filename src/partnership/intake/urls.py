from django.urls import path

from . import views

app_name = "intake"
urlpatterns = [path("how-well/", views.how_well, name="how-well")]
