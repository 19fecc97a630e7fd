from django.urls import path

from . import views

app_name = "find"
urlpatterns = [
    path("", views.find, name="find"),
    path("save/", views.save, name="save"),
    path("forget/", views.forget, name="forget"),
    path("export/", views.export, name="export"),
]
