"""The second step: asking for it, setting it up, looking after it."""

import re
from typing import Any

from allauth.mfa.base import views as mfa
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import flows
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy

from network.sign_in import factors, passkeys
from network.sign_in.careful import Careful, page
from network.sign_in.factors import Type
from network.sign_in.forms import AgainForm, NewAppForm, SecondStepForm
from network.sign_in.passkeys import NewPasskeyForm, UsePasskeyForm


class Asking(Careful):
    """By whatever the account has: the code of an app, a recovery code, or a passkey.

    Of its two forms the one that was sent is `form`, by which the page says what went wrong.
    """

    template_name = "pages/sign_in/second_step.html"
    code_form_class: type[Any]

    def _make_forms(self, user: Any) -> Form:
        """The form that was sent, or that for a code. Makes both."""
        sent = self.request.POST if self.request.method == "POST" else None
        has_passkey = factors.has(user, Type.WEBAUTHN)
        is_passkey = has_passkey and sent is not None and "credential" in sent
        self.code_form = self.code_form_class(None if is_passkey else sent, user=user)
        self.passkey_form = UsePasskeyForm(sent if is_passkey else None, user=user)
        self.offered = {"has_app": factors.has(user, Type.TOTP), "has_passkey": has_passkey}
        return self.passkey_form if is_passkey else self.code_form

    def _offering(self, user: Any) -> dict[str, Any]:
        options = passkeys.to_use(user) if self.offered["has_passkey"] else {}
        return self.offered | {
            "code_form": self.code_form,
            "passkey_form": self.passkey_form,
            "passkey_options": options,
        }


class SecondStep(Asking, mfa.AuthenticateView):
    code_form_class = SecondStepForm

    def _build_forms(self) -> Form | None:
        form = self._make_forms(self.stage.login.user)
        self.auth_form, self.webauthn_form = form, None
        return form if self.request.method == "POST" else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | self._offering(self.stage.login.user)

    def form_valid(self, form: Any) -> HttpResponse:
        if isinstance(form, UsePasskeyForm):
            passkeys.used(self.request, form)
        else:
            form.save()
        return self.stage.exit()


class SecondStepAgain(Asking, mfa.ReauthenticateView):
    """Before something that needs it: the second step once more."""

    code_form_class = AgainForm

    def get_form(self, form_class: Any = None) -> Form:
        if not hasattr(self, "form"):
            self.form = self._make_forms(self.request.user)
        return self.form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | self._offering(self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        if isinstance(form, UsePasskeyForm):
            passkeys.used(self.request, form, again=True)
            return HttpResponseRedirect(self.get_success_url())
        return super().form_valid(form)


class AddApp(Careful, totp.ActivateTOTPView):
    template_name = "pages/sign_in/add_app.html"

    def get_form_class(self) -> type[Form]:
        return NewAppForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # In fours, as people copy it
        context["key"] = " ".join(re.findall(".{1,4}", context["form"].secret))
        return context

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        # Whoever has just typed the app's code has passed the second step; nothing is asked twice
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        post_authentication(self.request, app, reauthenticated=True)
        return response


class RemoveApp(Careful, totp.DeactivateTOTPView):
    template_name = "pages/sign_in/remove_app.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_passkey = factors.has(self.request.user, Type.WEBAUTHN)
        return super().get_context_data(**kwargs) | {"has_passkey": has_passkey}


class RecoveryCodes(recovery.ViewRecoveryCodesView):
    template_name = "pages/sign_in/recovery_codes.html"


class NewRecoveryCodes(Careful, recovery.GenerateRecoveryCodesView):
    template_name = "pages/sign_in/new_recovery_codes.html"


class AddPasskey(Careful, webauthn.AddWebAuthnView):
    template_name = "pages/sign_in/add_passkey.html"

    def get_form_class(self) -> type[Form]:
        return NewPasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or self.get_form()
        return {"form": form, "passkey_options": passkeys.to_make(self.request.user)}

    def form_valid(self, form: Any) -> HttpResponse:
        said = form.cleaned_data
        passkey, codes = flows.add_authenticator(
            self.request, name=said["name"], credential=said["credential"]
        )
        # Whoever has just shown it has passed the second step; nothing is asked twice
        post_authentication(self.request, passkey, reauthenticated=True)
        return HttpResponseRedirect(reverse("mfa_view_recovery_codes" if codes else "mfa_index"))


class RemovePasskey(Careful, webauthn.RemoveWebAuthnView):
    template_name = "pages/sign_in/remove_passkey.html"
    success_url = reverse_lazy("mfa_index")

    def get_object(self, queryset: Any = None) -> Authenticator:
        """Read once; also where a form is drawn again before it is judged."""
        if not hasattr(self, "object"):
            self.object = super().get_object(queryset)
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.get_object()
        return super().get_context_data(**kwargs)


class YourSecondStep(mfa.IndexView):
    template_name = "pages/sign_in/your_second_step.html"


second_step = page(SecondStep.as_view())
second_step_again = page(SecondStepAgain.as_view(), needs_step=True)
your_second_step = page(YourSecondStep.as_view())
add_app = page(AddApp.as_view())
remove_app = page(RemoveApp.as_view(), needs_step=True)
add_passkey = page(AddPasskey.as_view())
remove_passkey = page(RemovePasskey.as_view(), needs_step=True)
recovery_codes = page(RecoveryCodes.as_view(), needs_step=True)
new_recovery_codes = page(NewRecoveryCodes.as_view(), needs_step=True)
