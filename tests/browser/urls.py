"""Our addresses, and those that only a test may ask for: the gallery, and each page for faults."""

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.template.response import TemplateResponse
from django.urls import path

from casestudies.views import unanswered
from collab_directory import errors, gallery
from collab_directory.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def refuse(request):
    raise PermissionDenied


@unanswered.as_page
def search_that_fails(request):
    raise OperationalError("the table is not there")


def components(request):
    """The gallery as a laptop shows it: the view itself wants DEBUG."""
    return TemplateResponse(request, "pages/components.html", gallery.context())


urlpatterns = [
    *urlpatterns,
    path("components/", components),
    path("errors/400/", errors.bad_request),
    path("errors/403/", refuse),
    path("errors/csrf/", errors.csrf_failure),
    path("errors/away/", errors.away_too_long),
    path("errors/gone/", errors.gone_meanwhile),
    path("errors/500/", errors.server_error),
    path("errors/503/", search_that_fails),
]
