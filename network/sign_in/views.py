"""The few pages of allauth that exist here, with our limits, forms and words."""

import re
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.base import views as mfa
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from collab_directory import client
from collab_directory.limits import Refused
from collab_directory.posting import answer, form_page, too_often
from network.sign_in import factors, letters, tries
from network.sign_in.forms import AddressForm, AgainForm, CodeForm, NewAppForm, SecondStepForm


class Careful:
    """A form is drawn again, as it was typed, when it is too old or came too often."""

    request: HttpRequest
    template_name: str
    form: Form

    def get_form(self, form_class: Any = None) -> Form:
        """The same one each time: looking at a code counts."""
        if not hasattr(self, "form"):
            self.form = super().get_form(form_class)  # type: ignore[misc]
        return self.form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "is_unproven", False):
            return answer(request, *self._drawn(), self.template_name, self._context())
        try:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        except Refused as refused:
            form, _act = self._drawn()
            return too_often(request, form, refused, self.template_name, self._context())

    def _drawn(self) -> tuple[Form, Any]:
        """The form, and that nothing is done with it."""
        return (self.form if hasattr(self, "form") else self.get_form()), HttpResponse

    def _context(self) -> dict[str, Any]:
        context: dict[str, Any] = self.get_context_data()  # type: ignore[attr-defined]
        return context


class SignIn(Careful, account.RequestLoginCodeView):
    """Asks for an address, and mails a code to it. The same answer whether or not it is known."""

    form_class = AddressForm
    template_name = "pages/sign_in/sign_in.html"

    def get_form_class(self) -> type[Form]:
        return self.form_class

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Whoever comes back here wants to begin anew, perhaps with another address."""

    def form_valid(self, form: Any) -> HttpResponse:
        address, now = form.cleaned_data["email"], timezone.now()
        with transaction.atomic():
            tries.ask(address, client=client.address(self.request), at=now)
            if form._user is None:
                letters.write_in_vain(address)
            return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"is_over": "over" in self.request.GET}


class EnterCode(Careful, account.ConfirmLoginCodeView):
    form_class = CodeForm
    template_name = "pages/sign_in/code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        beginning = reverse("account_request_login_code")
        if response.status_code == 302 and response["Location"] == beginning:
            # The code is used, too old, or was wrong too often: the page there says so
            return HttpResponseRedirect(self.passthrough_next_url(f"{beginning}?over"))
        return response

    def get_form_class(self) -> type[Form]:
        return self.form_class

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request, "is_unproven", False):
            try:
                tries.check(self._address, client=client.address(request), at=timezone.now())
            except Refused as refused:
                return too_often(
                    request, self.get_form(), refused, self.template_name, self._context()
                )
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
        return super().get_context_data(**kwargs) | {"minutes": minutes}

    def form_invalid(self, form: Form) -> HttpResponse:
        if form.has_error("code", "required"):
            return self.render_to_response(self.get_context_data(form=form))
        tries.failed(
            self._address,
            user=self._process.user,
            client=client.address(self.request),
            at=timezone.now(),
        )
        return super().form_invalid(form)

    @property
    def _address(self) -> str:
        address: str = self._process.state["email"]
        return address


class SecondStep(Careful, mfa.AuthenticateView):
    template_name = "pages/sign_in/second_step.html"

    def _build_forms(self) -> Form | None:
        """A code is all that we take: allauth would look for a key, too."""
        is_sent = self.request.method == "POST"
        self.auth_form = SecondStepForm(
            self.request.POST if is_sent else None, user=self.stage.login.user
        )
        self.webauthn_form = None
        return self.auth_form if is_sent else None


class SecondStepAgain(Careful, mfa.ReauthenticateView):
    """Before something that needs it: the code of the app once more."""

    template_name = "pages/sign_in/second_step.html"

    def get_form_class(self) -> type[Form]:
        return AgainForm


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


class RecoveryCodes(recovery.ViewRecoveryCodesView):
    template_name = "pages/sign_in/recovery_codes.html"


class NewRecoveryCodes(Careful, recovery.GenerateRecoveryCodesView):
    template_name = "pages/sign_in/new_recovery_codes.html"


class YourSecondStep(mfa.IndexView):
    template_name = "pages/sign_in/your_second_step.html"


class SignOut(account.LogoutView):
    """GET asks, POST does it."""

    template_name = "pages/sign_in/sign_out.html"


def _page(view: Any, *, needs_app: bool = False) -> Any:
    """A page with a form; who has to prove themselves first is sent to do so, and comes back.

    Allauth would do so by way of an exception, keep what was sent in the session, and act on it
    when they come back. Nothing here is so long that it cannot be pressed again.
    """

    @form_page
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if needs_app and request.user.is_authenticated and not factors.has_one(request.user):
            return redirect("mfa_index")
        try:
            response: HttpResponse = view(request, *args, **kwargs)
        except ReauthenticationRequired:
            methods = get_adapter().get_reauthentication_methods(request.user)
            where = methods[0]["url"] if methods else reverse("account_login")
            return redirect_to_login(request.get_full_path(), where)
        return response

    return shown


sign_in = _page(SignIn.as_view())
enter_code = _page(EnterCode.as_view())
second_step = _page(SecondStep.as_view())
second_step_again = _page(SecondStepAgain.as_view(), needs_app=True)
sign_out = _page(SignOut.as_view())
your_second_step = _page(YourSecondStep.as_view())
add_app = _page(AddApp.as_view())
remove_app = _page(RemoveApp.as_view(), needs_app=True)
recovery_codes = _page(RecoveryCodes.as_view(), needs_app=True)
new_recovery_codes = _page(NewRecoveryCodes.as_view(), needs_app=True)
