"""Which app answers which address."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from . import health

urlpatterns = [
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path(settings.ADMIN_URL, admin.site.urls),
    path("", include("casestudies.urls")),
]

handler400 = "collab_directory.errors.bad_request"
handler403 = "collab_directory.errors.permission_denied"
handler404 = "collab_directory.errors.not_found"
handler500 = "collab_directory.errors.server_error"
