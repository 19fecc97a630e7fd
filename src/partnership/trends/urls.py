from django.urls import path

from . import views

app_name = "trends"
urlpatterns = [
    path("<str:code>/", views.area, name="area"),
    path("<str:code>/export/", views.export, name="export"),
]
