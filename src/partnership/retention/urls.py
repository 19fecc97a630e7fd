from django.urls import path

from . import views

app_name = "retention"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("disposed/", views.disposals, name="disposals"),
    path("<str:kind>/<uuid:uuid>/", views.review, name="review"),
]
