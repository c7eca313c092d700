"""/letters/: what the outbox holds, for whoever tries the site out on a laptop."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .models import Letter

NEWEST = 50


@require_safe
@never_cache
def letters(request: HttpRequest) -> HttpResponse:
    """Letters are private: this page exists only while debugging."""
    if not settings.DEBUG:
        raise Http404
    context = {
        "letters": Letter.objects.all()[:NEWEST],
        "count": Letter.objects.count(),
        "folder": settings.EMAIL_FILE_PATH,
    }
    return TemplateResponse(request, "pages/letters.html", context)
