"""Contact the working group, and what became of a message."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from casestudies.models import CaseStudy
from collab_directory import client
from collab_directory.posting import answer, form_page, token_page
from network.actions import messages
from network.forms.message import MessageForm
from network.models import Link
from network.models.messages import ANSWERED_WITHIN, COMPLAINT_WITHIN


@form_page
def contact(request: HttpRequest) -> HttpResponse:
    study = _study_asked_about(request)
    initial = {"about": f"{settings.SITE_URL}{study.get_absolute_url()}"} if study else {}
    form = MessageForm(request.POST if request.method == "POST" else None, initial=initial)

    def send() -> HttpResponse:
        message = messages.send(
            key=form.key,
            subject=form.cleaned_data["subject"],
            message=form.cleaned_data["message"],
            about=form.cleaned_data["about"],
            sender=form.sender,
            client=client.address(request),
            at=timezone.now(),
        )
        return redirect("network:message", token=messages.status_token(message))

    context = {
        "study": study,
        "answered_within": ANSWERED_WITHIN.days,
        "complaint_within": COMPLAINT_WITHIN.days,
    }
    return answer(request, form, send, "pages/network/contact.html", context)


@token_page
def message(request: HttpRequest, token: str) -> HttpResponse:
    """Where it stands, for as long as it is kept."""
    link = Link.find(Link.Purpose.MESSAGE_STATUS, token, at=timezone.now())
    if link is None:
        return TemplateResponse(request, "pages/network/link_gone.html", status=404)
    return TemplateResponse(request, "pages/network/message.html", {"message": link.message})


def _study_asked_about(request: HttpRequest) -> CaseStudy | None:
    slug = request.GET.get("about", "")
    return CaseStudy.objects.published().at(slug).first() if slug else None
