"""What allauth asks of us: whose code it is, how letters leave, and where people come out."""

import base64
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from qrcode.main import QRCode

from collab_directory import client, outbox
from network.sign_in import accounts, factors, letters

# allauth's name for a letter → ours
LETTERS = {
    "mfa/email/totp_activated": "account/app_added",
    "mfa/email/totp_deactivated": "account/app_removed",
    "mfa/email/recovery_codes_generated": "account/codes_made",
    "mfa/email/webauthn_added": "account/passkey_added",
    "mfa/email/webauthn_removed": "account/passkey_removed",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This is not the code of our last letter. Look at it again"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Membership is asked for, and decided by a person."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Each call is a letter of its own: nothing repeats it, and a code is never sent twice."""
        if "code" in context:
            letters.post_code(email, context["code"])
        else:
            outbox.post(LETTERS[template_prefix], to=email, key=f"account:{uuid.uuid4()}")

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: str | None = None
    ) -> None:
        self.send_mail(template_prefix, user.email, {})

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what there is to say: they are the same for everybody, and show none."""

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Somebody may have been removed since the code was sent."""
        if accounts.may_sign_in(user):
            return None
        self.logout(request)  # and so all that this session holds
        return HttpResponseRedirect(reverse("account_login"))

    def is_safe_url(self, url: str) -> bool:
        """Of this site, as it was asked for; allauth takes those of any host that we know."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("admin:index" if request.user.is_staff else settings.LOGIN_REDIRECT_URL)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Before the second step is looked at or changed, it is asked for; if there is one."""
        return factors.has_one(self.request.user)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        if not user.is_authenticated or not factors.has_one(user):
            return []
        name = "mfa_reauthenticate"
        return [{"id": name, "description": _("Second step"), "url": reverse(name)}]

    def get_client_ip(self, request: HttpRequest) -> str:
        return client.address(request)

    def is_ajax(self, request: HttpRequest) -> bool:
        """There are pages, and no second way to ask for them."""
        return False


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of apps are kept under a key made from SECRET_KEY.

    So a copy of the database opens nothing.
    """

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is wrong, or was used before. Wait for the next one"),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """As devices name this site. A passkey holds for this host alone."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.SITE_NAME}

    def build_totp_svg(self, url: str) -> SafeString:
        """As one path, without a style of its own, which our policy would not let pass."""
        code = QRCode(border=0)
        code.add_data(url)
        dark = [
            f"M{x} {y}h1v1h-1z"
            for y, row in enumerate(code.get_matrix())
            for x, is_dark in enumerate(row)
            if is_dark
        ]
        return format_html(
            '<svg class="qr" viewBox="-4 -4 {0} {0}" role="img" aria-label="{1}">'
            '<path d="{2}"/></svg>',
            code.modules_count + 8,  # with the margin that readers need
            _("QR code of the key below"),
            "".join(dark),
        )


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in keys])


def _key(secret: str) -> bytes:
    digest = salted_hmac("network.sign_in.factors", "key", secret=secret, algorithm="sha256")
    return base64.urlsafe_b64encode(digest.digest())
