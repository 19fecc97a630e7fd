from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("read/", views.read, name="read"),
    path("followed/", views.followed, name="followed"),
    path("digest/", views.digest, name="digest"),
    path("follow/<str:kind>/<uuid:uuid>/", views.follow, name="follow"),
    path("unfollow/<str:kind>/<uuid:uuid>/", views.unfollow, name="unfollow"),
]
