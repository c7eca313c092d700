"""The pages behind our letter that asks whether an entry is still true, and its four buttons."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Max
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casestudies.models import CaseStudy
from casestudies.reading import Reading
from collab_directory.posting import answer, token_page
from network.actions import verification as actions
from network.forms.verification import ChangedForm, EndedForm, NotTheirsForm, StillTrueForm
from network.models import Link, VerificationAsk

# What the page of thanks says for each button; anybody may read that page
THANKS: dict[str, Any] = {
    "still-true": gettext_lazy(
        "Readers see that the entry is confirmed, on which day, and by which role. We ask again in "
        "twelve months."
    ),
    "changed": gettext_lazy(
        "An editor looks at what you told us and writes to you when it is decided. Until then the "
        "entry stays as it is."
    ),
    "ended": gettext_lazy(
        "An editor looks at what you told us and writes to you when it is decided. The entry stays "
        "findable, so that others learn from it, and will say that the scheme has ended."
    ),
    "not-mine": gettext_lazy(
        "You are taken off this entry: we ask you nothing more about it, and pass on no questions. "
        "The working group looks for whoever runs it."
    ),
}

View = Callable[[HttpRequest, str, Link, VerificationAsk], HttpResponse]


def _of_link(view: View) -> Callable[..., HttpResponse]:
    """A page behind the link of a letter. The same answer for one that never was or is no more."""

    @token_page
    @wraps(view)
    def shown(request: HttpRequest, token: str) -> HttpResponse:
        link = actions.find(token, at=timezone.now())
        if link is None or link.ask is None:
            return _gone(request)
        return view(request, token, link, link.ask)

    return shown


@_of_link
def verify(request: HttpRequest, token: str, link: Link, ask: VerificationAsk) -> HttpResponse:
    """What the entry says, the button that confirms it, and the ways to say anything else."""
    study = CaseStudy.objects.for_reading().get(pk=ask.round.study_id)
    version = study.versions.aggregate(last=Max("number"))["last"] or 0
    form = StillTrueForm(_posted(request), version=version)

    def act() -> HttpResponse:
        done = actions.still_true(link, at=timezone.now())
        return _thanks("still-true") if done else _gone(request)

    context = {
        "ask": ask,
        "study": study,
        "reading": Reading(study, on=timezone.localdate()),
        "token": token,
    }
    return answer(request, form, act, "pages/network/verify.html", context)


@_of_link
def verify_changed(
    request: HttpRequest, token: str, link: Link, ask: VerificationAsk
) -> HttpResponse:
    form = ChangedForm(_posted(request))

    def act() -> HttpResponse:
        done = actions.changed(link, **form.cleaned_data, at=timezone.now())
        return _thanks("changed") if done else _gone(request)

    return _ask(request, token, ask, form, act, "verify_changed")


@_of_link
def verify_ended(
    request: HttpRequest, token: str, link: Link, ask: VerificationAsk
) -> HttpResponse:
    form = EndedForm(_posted(request), today=timezone.localdate())

    def act() -> HttpResponse:
        done = actions.ended(link, form.ending, at=timezone.now())
        return _thanks("ended") if done else _gone(request)

    return _ask(request, token, ask, form, act, "verify_ended")


@_of_link
def verify_not_mine(
    request: HttpRequest, token: str, link: Link, ask: VerificationAsk
) -> HttpResponse:
    form = NotTheirsForm(_posted(request))

    def act() -> HttpResponse:
        done = actions.not_theirs(link, **form.cleaned_data, at=timezone.now())
        return _thanks("not-mine") if done else _gone(request)

    return _ask(request, token, ask, form, act, "verify_not_mine")


@require_safe
def verify_thanks(request: HttpRequest) -> HttpResponse:
    """Where every answer leads; it says nothing that anybody might not read."""
    words = THANKS.get(request.GET.get("said", ""), "")
    return TemplateResponse(request, "pages/network/verify_thanks.html", {"words": words})


def _ask(
    request: HttpRequest,
    token: str,
    ask: VerificationAsk,
    form: Form,
    act: Callable[[], HttpResponse],
    name: str,
) -> HttpResponse:
    context = {"ask": ask, "study": ask.round.study, "token": token}
    return answer(request, form, act, f"pages/network/{name}.html", context)


def _thanks(said: str) -> HttpResponse:
    return redirect(f"{reverse('network:verify_thanks')}?said={said}")


def _gone(request: HttpRequest) -> HttpResponse:
    """The same for a link that never was, was used or has run out."""
    return TemplateResponse(request, "pages/network/verify_gone.html", status=404)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
