"""What is held of somebody, for themselves, behind a link that was mailed to them."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from collab_directory.posting import answer, token_page
from network.actions import disclosing
from network.forms.enquiry import ButtonForm
from network.models import Disclosure


@token_page
def own_data(request: HttpRequest, token: str) -> HttpResponse:
    """A button, which gives both files once."""
    row = Disclosure.find(token, at=timezone.now())
    if row is None:
        return _gone(request)
    form = ButtonForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        packed = disclosing.fetch(row, at=timezone.now())
        if packed is None:
            return _gone(request)
        return HttpResponse(
            packed,
            content_type="application/zip",
            headers={
                "Content-Disposition": 'attachment; filename="my-data.zip"',
                "Content-Security-Policy": "default-src 'none'; sandbox",
            },
        )

    return answer(request, form, act, "pages/network/own_data.html", {"until": row.expires_at})


def _gone(request: HttpRequest) -> HttpResponse:
    """The same for a link that never was, was used or has run out."""
    return TemplateResponse(request, "pages/network/link_gone.html", status=404)
