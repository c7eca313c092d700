"""What every page of signing in has in common: forms that lose nothing, and whom it is for."""

from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from collab_directory.limits import Refused
from collab_directory.posting import answer, form_page, too_often
from network.sign_in import accounts, factors


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


def page(view: Any, *, needs_step: bool = False) -> Any:
    """A page with a form; who has to prove themselves first is sent to do so, and comes back.

    Allauth would do so by way of an exception, keep what was sent in the session, and act on it
    when they come back. Nothing here is so long that it cannot be pressed again.
    """

    @form_page
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if needs_step and request.user.is_authenticated and not factors.has_one(request.user):
            return redirect("mfa_index")
        request.is_members_page = accounts.is_member(request.user)  # type: ignore[attr-defined]
        try:
            response: HttpResponse = view(request, *args, **kwargs)
        except ReauthenticationRequired:
            methods = get_adapter().get_reauthentication_methods(request.user)
            where = methods[0]["url"] if methods else reverse("account_login")
            return redirect_to_login(request.get_full_path(), where)
        return response

    return shown
