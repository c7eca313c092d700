"""Which app answers which address."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from network.views import messages

from . import gallery, health, pages
from .outbox.views import letters

# The admin has no door of its own. Before its addresses are read, or it would keep the old one
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path(settings.ADMIN_URL, admin.site.urls),
    # First, because its addresses are asked for most, and Django looks through all in their order
    path("", include("casestudies.urls")),
    path("", include("network.urls")),
    path("", include("network.sign_in.urls")),
    path("api/", include("casestudies.api.urls")),
    path("", include("casestudies.machines.urls")),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    # A page that the whole site links to, so its name is nobody's
    path("contact/", messages.contact, name="contact"),
]

if settings.DEBUG:
    urlpatterns += [
        path("components/", gallery.components, name="components"),
        path("letters/", letters, name="letters"),
    ]

handler400 = "collab_directory.errors.bad_request"
handler403 = "collab_directory.errors.permission_denied"
handler404 = "collab_directory.errors.not_found"
handler500 = "collab_directory.errors.server_error"
