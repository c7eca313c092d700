"""The way in, and out: an address, the code of our letter, or a passkey alone."""

from typing import Any

from allauth.account import views as account
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import flows
from django.conf import settings
from django.db import transaction
from django.forms import Form
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils import timezone

from collab_directory import client
from collab_directory.limits import Refused
from collab_directory.posting import too_often
from network.actions import heeding
from network.sign_in import letters, passkeys, tries
from network.sign_in.careful import Careful, page
from network.sign_in.forms import AddressForm, CodeForm


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
        return super().get_context_data(**kwargs) | {
            "is_over": "over" in self.request.GET,
            "has_moved": "moved" in self.request.GET,
            "is_no_passkey": "passkey" in self.request.GET,
            "passkey_form": passkeys.UsePasskeyForm(user=None),
        }


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

    def form_valid(self, form: Form) -> HttpResponse:
        address = self._address
        response = super().form_valid(form)
        heeding.reached(address, at=timezone.now())
        return response

    @property
    def _address(self) -> str:
        address: str = self._process.state["email"]
        return address


class PasskeySignIn(webauthn.LoginWebAuthnView):
    """A passkey alone: it knows whose it is, and its device has asked who holds it.

    GET is for the script. Whatever does not end in signing in ends on the page to sign in.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("Accept") != "application/json":
            return HttpResponseRedirect(reverse("account_login"))
        try:
            tries.ask_for_passkey(client=client.address(request), at=timezone.now())
        except Refused as refused:
            return JsonResponse({}, status=429, headers={"Retry-After": str(refused.after)})
        return JsonResponse(passkeys.to_use())

    def get_form_class(self) -> type[Form]:
        return passkeys.UsePasskeyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": None}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "is_unproven", False):
            return self.form_invalid(None)
        try:
            tries.check("", client=client.address(request), at=timezone.now())
        except Refused:
            return self.form_invalid(None)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        tries.failed_passkey(client=client.address(self.request), at=timezone.now())
        return HttpResponseRedirect(f"{reverse('account_login')}?passkey")

    def form_valid(self, form: Any) -> HttpResponse:
        whose = Login(
            user=form.authenticator.user, redirect_url=get_next_redirect_url(self.request)
        )
        return flows.perform_passwordless_login(self.request, form.authenticator, whose)


class SignOut(account.LogoutView):
    """GET asks, POST does it."""

    template_name = "pages/sign_in/sign_out.html"


sign_in = page(SignIn.as_view())
enter_code = page(EnterCode.as_view())
passkey_sign_in = page(PasskeySignIn.as_view())
sign_out = page(SignOut.as_view())
