from django.urls import path

from . import hand_in_views, views

app_name = "exchange"
urlpatterns = [
    path("", views.received, name="received"),
    path("export/", views.export_received, name="export-received"),
    path("hand-in/", hand_in_views.hand_in, name="hand-in"),
    path("send/", views.choose, name="choose"),
    path("send/bundle/", views.export, name="export"),
    path("send/<str:kind>/<uuid:uuid>/", views.export_record, name="export-record"),
    path("<uuid:uuid>/", views.one, name="one"),
    path("<uuid:uuid>/aside/", views.set_aside, name="set-aside"),
    path("<uuid:uuid>/group/", views.propose, name="propose"),
    path("<uuid:uuid>/action/", views.plan, name="plan"),
]
