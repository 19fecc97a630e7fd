from django.urls import path

from . import action_views, own_views, template_views, views

app_name = "plans"
urlpatterns = [
    path("", views.plans, name="plans"),
    path("export/", views.export_plans, name="export"),
    path("add/", views.choose, name="choose"),
    path("add/<str:kind>/<uuid:uuid>/", views.add, name="add"),
    path("mine/", own_views.mine, name="mine"),
    path("brief/<uuid:uuid>/", own_views.brief, name="brief"),
    path("brief/<uuid:uuid>/export/", own_views.export_brief, name="export-brief"),
    path("actions/", action_views.listing, name="actions"),
    path("actions/many/", action_views.many, name="many"),
    path("actions/export/", action_views.export_actions, name="export-actions"),
    path("actions/<uuid:uuid>/", action_views.action, name="action"),
    path("actions/<uuid:uuid>/edit/", action_views.edit_action, name="edit-action"),
    path("actions/<uuid:uuid>/update/", action_views.update, name="update"),
    path("templates/", template_views.templates, name="templates"),
    path("templates/export/", template_views.export_templates, name="export-templates"),
    path("templates/add/", template_views.add_template, name="add-template"),
    path("templates/<uuid:uuid>/", template_views.template, name="template"),
    path("templates/<uuid:uuid>/edit/", template_views.edit_template, name="edit-template"),
    path("templates/<uuid:uuid>/add/", template_views.add_line, name="add-line"),
    path("templates/<uuid:uuid>/lines/<uuid:line>/", template_views.line, name="line"),
    path("<uuid:uuid>/", views.plan, name="plan"),
    path("<uuid:uuid>/export/", views.export_plan, name="export-plan"),
    path("<uuid:uuid>/edit/", views.edit, name="edit"),
    path("<uuid:uuid>/state/", views.state, name="state"),
    path("<uuid:uuid>/objectives/add/", views.add_objective, name="add-objective"),
    path("<uuid:uuid>/objectives/<uuid:objective>/", views.objective, name="objective"),
    path("<uuid:uuid>/actions/add/", action_views.add_action, name="add-action"),
    path("<uuid:uuid>/actions/import/", action_views.import_actions, name="import-actions"),
    path("<uuid:uuid>/template/", template_views.save_as_template, name="save-as-template"),
    path("<uuid:uuid>/use/", template_views.use, name="use"),
]
