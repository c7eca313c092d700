"""The addresses of signing in, under the names by which allauth finds them."""

from django.urls import path

from network.sign_in import second_step, views

urlpatterns = [
    path("network/sign-in/", views.sign_in, name="account_login"),
    path("network/sign-in/", views.sign_in, name="account_request_login_code"),
    path("network/sign-in/code/", views.enter_code, name="account_confirm_login_code"),
    path("network/sign-in/second-step/", second_step.second_step, name="mfa_authenticate"),
    path("network/sign-in/passkey/", views.passkey_sign_in, name="mfa_login_webauthn"),
    path("network/sign-out/", views.sign_out, name="account_logout"),
    path("network/account/second-step/", second_step.your_second_step, name="mfa_index"),
    path(
        "network/account/second-step/again/",
        second_step.second_step_again,
        name="mfa_reauthenticate",
    ),
    path("network/account/second-step/app/", second_step.add_app, name="mfa_activate_totp"),
    path(
        "network/account/second-step/app/remove/",
        second_step.remove_app,
        name="mfa_deactivate_totp",
    ),
    path("network/account/second-step/passkey/", second_step.add_passkey, name="mfa_add_webauthn"),
    path(
        "network/account/second-step/passkey/<int:pk>/remove/",
        second_step.remove_passkey,
        name="mfa_remove_webauthn",
    ),
    path(
        "network/account/second-step/codes/",
        second_step.recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "network/account/second-step/codes/new/",
        second_step.new_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]
