"""Correct this: the form of every part of a case study, and what became of a correction."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from casestudies.models import CaseStudy
from collab_directory import client
from collab_directory.posting import answer, form_page, token_page
from network import parts
from network.actions import corrections
from network.forms.correction import CorrectionForm
from network.forms.message import LONGEST, MessageForm
from network.models import Correction, GroupMessage, Link

TYPED = ("proposed", "remark")  # the boxes in which people write at length


@form_page
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    study = CaseStudy.objects.published().at(slug).for_reading().first()
    if study is None:
        return _unpublished(request)
    if study.slug != slug and request.method != "POST":
        return redirect("network:correct", slug=study.slug, permanent=True)
    part = parts.find(study, request.GET.get("part", parts.ANYTHING))
    if part is None:
        return _part_is_gone(request, study)
    form = CorrectionForm(request.POST if request.method == "POST" else None, part=part)

    def propose() -> HttpResponse:
        correction = corrections.propose(
            study,
            key=form.key,
            part=part.name,
            before=part.text or "",
            proposed=form.cleaned_data.get("proposed", ""),
            remark=form.cleaned_data["remark"],
            source_url=form.cleaned_data["source_url"],
            sender=form.sender,
            client=client.address(request),
            at=timezone.now(),
        )
        return redirect("network:correction", token=corrections.status_token(correction))

    # A second press of the same button comes to the same end, even when the text is another by now
    if form.is_bound and not form.is_valid() and (known := _known(form)):
        return redirect("network:correction", token=corrections.status_token(known))
    return answer(request, form, propose, "pages/network/correct.html", _context(study, part))


@token_page
def correction(request: HttpRequest, token: str) -> HttpResponse:
    """Where it stands, for as long as it is kept."""
    link = Link.find(Link.Purpose.CORRECTION_STATUS, token, at=timezone.now())
    if link is None:
        return TemplateResponse(request, "pages/network/link_gone.html", status=404)
    context = {
        "correction": link.correction,
        "part": parts.label_of(link.correction.part),
        # Its title is nobody's business once it is not published
        "study": link.correction.study if link.correction.study.is_published else None,
    }
    return TemplateResponse(request, "pages/network/correction.html", context)


def _context(study: CaseStudy, part: parts.Part) -> dict[str, object]:
    return {"study": study, "part": part, "choices": parts.choices(study)}


def _known(form: CorrectionForm) -> Correction | None:
    return Correction.objects.filter(form_key=form.key).first() if form.key else None


def _typed(request: HttpRequest) -> str:
    return "\n\n".join(filter(None, (request.POST.get(name, "").strip() for name in TYPED)))


def _part_is_gone(request: HttpRequest, study: CaseStudy) -> HttpResponse:
    """A line that was taken out, or no part at all: whatever was typed goes on as a remark."""
    part = parts.find(study, parts.ANYTHING)
    kept = ("source_url", "role", "name", "email")
    initial = {name: request.POST.get(name, "") for name in kept} | {"remark": _typed(request)}
    form = CorrectionForm(part=part, initial=initial)
    was_line = parts.is_line(request.GET.get("part", ""))
    context = _context(study, part) | {"form": form, "line_is_gone": was_line}
    status = 409 if request.method == "POST" else 200
    return TemplateResponse(request, "pages/network/correct.html", context, status=status)


def _unpublished(request: HttpRequest) -> HttpResponse:
    """The same for what was unpublished in the meantime and what never was.

    Whatever was typed is offered to the working group.
    """
    typed = _typed(request)
    if not typed:
        raise Http404
    form = MessageForm(
        initial={
            "subject": GroupMessage.Subject.CONTENT,
            "message": typed[:LONGEST],
            "name": request.POST.get("name", ""),
            "email": request.POST.get("email", ""),
        }
    )
    return TemplateResponse(
        request, "pages/network/correct_closed.html", {"form": form}, status=404
    )
