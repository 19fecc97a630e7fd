from django.urls import path

from . import views

app_name = "triage"
urlpatterns = [
    path("boards/<str:code>/", views.board, name="board"),
    path("boards/<str:code>/verdicts/", views.decide_many, name="decide-many"),
    path("boards/<str:code>/export/", views.export_board, name="export-board"),
    path("signals/<uuid:uuid>/", views.signal, name="signal"),
    path("signals/<uuid:uuid>/verdict/", views.decide, name="decide"),
    path("signals/<uuid:uuid>/hypothesis/", views.hypothesis, name="hypothesis"),
    path("signals/<uuid:uuid>/export/", views.export_signal, name="export-signal"),
]
