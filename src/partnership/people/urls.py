from django.urls import path

from . import account_views, second_factor_views, single_sign_on_views, views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", views.code, name="code"),
    path("sign-in/organisation/", single_sign_on_views.begin, name="organisation"),
    path("sign-in/organisation/back/", single_sign_on_views.come_back, name="organisation-back"),
    path("sign-in/again/", views.confirm, name="confirm"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("password/", views.password, name="password"),
    path("sessions/", views.own_sessions, name="sessions"),
    path("account/", second_factor_views.own_account, name="own-account"),
    path("second-factor/set-up/", second_factor_views.set_up, name="set-up-second-factor"),
    path("second-factor/recovery-codes/", second_factor_views.recovery_codes, name="recovery-codes"),
    path("people/", account_views.accounts, name="accounts"),
    path("people/add/", account_views.add, name="add"),
    path("people/<uuid:uuid>/", account_views.account, name="account"),
    path("people/<uuid:uuid>/edit/", account_views.edit, name="edit"),
    path("people/<uuid:uuid>/second-factor/", account_views.reset_second_factor, name="reset-second-factor"),
    path("people/<uuid:uuid>/sessions/", account_views.end_sessions, name="end-sessions"),
    path("people/<uuid:uuid>/close/", account_views.close, name="close"),
    path("people/<uuid:uuid>/reopen/", account_views.reopen, name="reopen"),
    path("people/<uuid:uuid>/one-time-password/", account_views.one_time_password, name="one-time-password"),
]
