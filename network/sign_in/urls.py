"""The addresses of signing in, under the names by which allauth finds them."""

from django.urls import path

from network.sign_in import views

urlpatterns = [
    path("network/sign-in/", views.sign_in, name="account_login"),
    path("network/sign-in/", views.sign_in, name="account_request_login_code"),
    path("network/sign-in/code/", views.enter_code, name="account_confirm_login_code"),
    path("network/sign-in/second-step/", views.second_step, name="mfa_authenticate"),
    path("network/sign-out/", views.sign_out, name="account_logout"),
    path("network/account/second-step/", views.your_second_step, name="mfa_index"),
    path("network/account/second-step/again/", views.second_step_again, name="mfa_reauthenticate"),
    path("network/account/second-step/app/", views.add_app, name="mfa_activate_totp"),
    path("network/account/second-step/app/remove/", views.remove_app, name="mfa_deactivate_totp"),
    path(
        "network/account/second-step/codes/", views.recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "network/account/second-step/codes/new/",
        views.new_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]
