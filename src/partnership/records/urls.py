from django.urls import path

from . import views

app_name = "records"
urlpatterns = [
    path("shared/", views.shared, name="shared"),
    path("records/<str:kind>/<uuid:uuid>/", views.record, name="record"),
    path("records/<str:kind>/<uuid:uuid>/share/", views.share, name="share"),
    path("records/<str:kind>/<uuid:uuid>/shares/<uuid:share>/", views.end_share, name="end-share"),
    path("records/<str:kind>/<uuid:uuid>/held/", views.release, name="release"),
    path("records/<str:kind>/<uuid:uuid>/proposals/<uuid:lowering>/", views.lowering, name="lowering"),
]
