"""What the admin is called, and how editors sign in."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import UsernameField
from django.utils.translation import gettext_lazy as _

from casestudies.admin.base import plain_renderer


class SignInForm(AdminAuthenticationForm):
    """Editors sign in with their e-mail address, however they happen to capitalise it."""

    default_renderer = plain_renderer

    username = UsernameField(
        label=_("E-mail address"),
        # Not type=email: an account made on the command line may be called anything
        widget=forms.TextInput(
            attrs={"autofocus": True, "inputmode": "email", "autocomplete": "username"}
        ),
    )
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _(
            "This e-mail address and password do not match an editor’s account. Try again, "
            "or ask an administrator."
        ),
    }

    def clean_username(self):
        username = self.cleaned_data["username"]
        return username.lower() if "@" in username else username


admin.site.site_header = settings.SITE_NAME
admin.site.site_title = _("%s editors") % settings.SITE_NAME
admin.site.index_title = _("Needs your attention")
admin.site.login_form = SignInForm
