from django.urls import path

from . import distribution_views as distribution
from . import police_views as police
from . import recommendation_views as recommendations
from . import views, writing_views

app_name = "profiles"
urlpatterns = [
    path("", views.profiles, name="profiles"),
    path("export/", views.export_profiles, name="export-profiles"),
    path("start/", views.start, name="start"),
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations/export/", recommendations.export_recommendations, name="export-recommendations"),
    path("recommendations/<uuid:uuid>/", recommendations.recommendation, name="recommendation"),
    path("recommendations/<uuid:uuid>/change/", recommendations.change, name="change-recommendation"),
    path("recommendations/<uuid:uuid>/decline/", recommendations.decline, name="decline"),
    path("recommendations/<uuid:uuid>/reopen/", recommendations.reopen, name="reopen"),
    path("internal/<uuid:uuid>/", police.internal, name="internal"),
    path("internal/<uuid:uuid>/changes/", police.internal_changes, name="internal-changes"),
    path("internal/<uuid:uuid>/export/", police.export_internal, name="export-internal"),
    path("internal/<uuid:uuid>/figures/", police.police_figures, name="police-figures"),
    path("internal/<uuid:uuid>/passages/<uuid:passage>/", police.passage, name="passage"),
    path("<uuid:uuid>/", views.profile, name="profile"),
    path("<uuid:uuid>/changes/", views.changes, name="changes"),
    path("<uuid:uuid>/readers/", distribution.readers, name="readers"),
    path("<uuid:uuid>/send/", distribution.send, name="send"),
    path("<uuid:uuid>/feedback/", distribution.feedback, name="feedback"),
    path("<uuid:uuid>/sections/<uuid:section>/", writing_views.section, name="section"),
    path("<uuid:uuid>/editions/start/", writing_views.start_edition, name="start-edition"),
    path("<uuid:uuid>/editions/<int:number>/", views.edition, name="edition"),
    path("<uuid:uuid>/editions/<int:number>/export/", views.export_edition, name="export-edition"),
    path("<uuid:uuid>/editions/<int:number>/change/", writing_views.change_edition, name="change-edition"),
    path("<uuid:uuid>/editions/<int:number>/figures/", writing_views.figures, name="figures"),
    path("<uuid:uuid>/editions/<int:number>/sections/", writing_views.add_section, name="add-section"),
    path("<uuid:uuid>/editions/<int:number>/publish/", writing_views.publish, name="publish"),
    path("<uuid:uuid>/editions/<int:number>/police/", police.start_police_part, name="start-police-part"),
    path("<uuid:uuid>/editions/<int:number>/recommend/", recommendations.recommend, name="recommend"),
    path(
        "<uuid:uuid>/editions/<int:number>/recommend/import/",
        recommendations.import_recommendations,
        name="import-recommendations",
    ),
]
