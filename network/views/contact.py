"""The form to the leader of a case study."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from casestudies import catalogue
from casestudies.models import CaseStudy
from collab_directory import client
from collab_directory.posting import answer, form_page
from network import proof
from network.actions import enquiries
from network.forms.enquiry import EnquiryForm
from network.reach import reach
from network.reply_times import in_words
from network.topics import ASKED, begun, offers

KEPT_FROM_FORM = ("name", "email", "message")


@form_page
def contact_leader(request: HttpRequest, slug: str) -> HttpResponse:
    now, at = catalogue.current(), timezone.now()
    study = now.reading(now.by_slug[slug]) if slug in now.by_slug else None
    if study is None:
        return _not_there(request, slug)
    form = EnquiryForm(
        request.POST if request.method == "POST" else None,
        offers=offers(study),
        initial=begun(study, request.GET.get(ASKED, "")),
    )

    def send() -> HttpResponse:
        enquiry = enquiries.send(
            study,
            key=form.key,
            sender=form.sender,
            topics=form.cleaned_data["topics"],
            message=form.cleaned_data["message"],
            wants_copy=form.cleaned_data["wants_copy"],
            client=client.address(request),
            at=at,
            is_proven=proof.holds(request, form.sender.email, at),
        )
        return redirect("network:enquiry", token=enquiries.status_token(enquiry))

    found = reach(study, timezone.localdate(at))
    context = {
        "study": study,
        "reach": found,
        "reply_time": in_words(found.leader) if found.leader else "",
    }
    return answer(request, form, send, "pages/network/contact_leader.html", context)


def _not_there(request: HttpRequest, slug: str) -> HttpResponse:
    """Nothing published here. What was typed before that came to pass is given back."""
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in KEPT_FROM_FORM}
        return TemplateResponse(
            request, "pages/network/contact_closed.html", {"typed": typed}, status=404
        )
    renamed = get_object_or_404(CaseStudy.objects.published().at(slug))
    return redirect("network:contact_leader", slug=renamed.slug, permanent=True)
