from django.urls import path

from . import account_views, views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("password/", views.password, name="password"),
    path("people/", account_views.accounts, name="accounts"),
    path("people/add/", account_views.add, name="add"),
    path("people/<int:pk>/", account_views.account, name="account"),
    path("people/<int:pk>/districts/", account_views.post, name="post"),
    path("people/<int:pk>/close/", account_views.close, name="close"),
    path("people/<int:pk>/reopen/", account_views.reopen, name="reopen"),
    path("people/<int:pk>/one-time-password/", account_views.one_time_password, name="one-time-password"),
]
