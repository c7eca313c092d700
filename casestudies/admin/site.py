"""What the admin is called, and that nobody has a password there."""

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


def no_password(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """People sign in with a code by mail: there is nothing to change."""
    raise Http404


admin.site.site_header = settings.SITE_NAME
admin.site.site_title = _("%s editors") % settings.SITE_NAME
admin.site.index_title = _("Needs your attention")
admin.site.password_change = admin.site.password_change_done = no_password
