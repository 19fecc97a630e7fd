from django.urls import path

from . import views

app_name = "thread"
urlpatterns = [
    path("records/<str:kind>/<uuid:uuid>/rests-on/", views.tie, name="tie"),
    path("records/<str:kind>/<uuid:uuid>/rests-on/<uuid:tie>/", views.untie, name="untie"),
]
