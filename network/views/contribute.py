"""A member proposes a case study: all of their own, the steps of a draft, and where one stands."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casestudies.editorial import NotPossible
from casestudies.models import CaseStudy
from collab_directory import errors
from collab_directory.posting import answer
from network import wordings
from network.actions import contributions
from network.contributions import Credit, Standing, twins
from network.forms.contribution import BY_NAME, STEPS
from network.forms.contribution_pages import AnswerForm, BeginForm, SendForm
from network.forms.contribution_terms import Terms
from network.forms.contribution_whole import Whole
from network.forms.enquiry import ButtonForm
from network.models import Contribution, Member
from network.views.account import own_page

View = Callable[..., HttpResponse]
PAGES = "pages/network"
STEP_PAGE = f"{PAGES}/contribution_step.html"

# What the buttons of a step are called; those for another line have the name of their rows
LATER = "later"
KEEP = "keep"  # by the script, while somebody types


def never_lost(view: View) -> View:
    """Whoever was signed out while they typed gets it back, to send it once more."""
    page = own_page(view)

    @wraps(page)
    def shown(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return errors.signed_out(request)
        return page(request, *args, **more)

    return shown


def own_contribution(view: View) -> View:
    """For its own member; for anybody else there is none of this reference."""

    @never_lost
    @wraps(view)
    def shown(request: HttpRequest, member: Member, reference: str, **more: Any) -> HttpResponse:
        mine = Contribution.objects.of(member).select_related("study", "member")
        found = mine.filter(reference=reference).first()
        if found is None:
            raise Http404
        return view(request, found, **more)

    return shown


@require_safe
@own_page
def contribute(request: HttpRequest, member: Member) -> HttpResponse:
    mine = Contribution.objects.of(member).select_related("study")
    terms = Terms()
    drafts = [(one, Whole(one.answers, terms)) for one in mine.drafts()]
    context = {
        "drafts": drafts,
        "sent": [Standing(one) for one in mine.sent().order_by("-sent_at")],
        "number_of_steps": len(STEPS),
    }
    return TemplateResponse(request, f"{PAGES}/contribute.html", context)


@never_lost
def contribution_new(request: HttpRequest, member: Member) -> HttpResponse:
    form = BeginForm(_posted(request), initial={"like": _title_at(request.GET.get("like", ""))})

    def act() -> HttpResponse:
        try:
            draft = contributions.begin(member, key=form.key, like=form.study, at=timezone.now())
        except NotPossible as problem:
            form.add_error(None, str(problem))
            return TemplateResponse(request, f"{PAGES}/contribution_new.html", {"form": form})
        return redirect("network:contribution_step", draft.reference, STEPS[0].step)

    return answer(request, form, act, f"{PAGES}/contribution_new.html", {})


@own_contribution
def contribution(request: HttpRequest, mine: Contribution) -> HttpResponse:
    """Of a draft, its steps; of what was sent, where it stands and what its member can do."""
    if mine.is_draft:
        context = _of_draft(mine)
        return TemplateResponse(request, f"{PAGES}/contribution_draft.html", context)
    standing = Standing(mine)
    form = AnswerForm(_posted(request)) if standing.question else ButtonForm(_posted(request))

    def act() -> HttpResponse:
        if standing.question:
            contributions.answer_question(mine, form.cleaned_data["text"], at=timezone.now())
        elif not contributions.take_back(mine, at=timezone.now()):
            messages.info(request, _("An editor works on it by now, so it was not changed."))
        return redirect("network:contribution", mine.reference)

    return answer(request, form, act, f"{PAGES}/contribution.html", {"standing": standing})


@own_contribution
def contribution_step(request: HttpRequest, mine: Contribution, step: str) -> HttpResponse:
    """Any step at any time. Whatever is right is kept, complete or not."""
    form_class = BY_NAME.get(step)
    if form_class is None:
        raise Http404
    if not mine.is_draft and request.method != "POST":
        return redirect("network:contribution", mine.reference)
    terms = Terms()
    form = form_class(_posted(request), answers=mine.answers, terms=terms)
    number = STEPS.index(form_class)
    context = _of_draft(mine, terms) | {"number": number + 1, "number_of_steps": len(STEPS)}

    def act() -> HttpResponse:
        if not contributions.save(mine, form.kept, at=timezone.now()):
            return _sent_meanwhile(request, form, context)
        return _after(request, mine, number)

    response = answer(request, form, act, STEP_PAGE, context)
    if form.is_bound and response.status_code == 200:
        # Some of it is wrong, and is on the page; the rest need not wait for that
        contributions.save(mine, form.kept, at=timezone.now())
    return response


@own_contribution
def contribution_check(request: HttpRequest, mine: Contribution) -> HttpResponse:
    """Everything at a glance, what is missing, and the button that sends it."""
    if not mine.is_draft:
        return redirect("network:contribution", mine.reference)
    whole, credit = Whole(mine.answers), str(Credit.of(mine.member, mine.answers.get("credit")))
    form = SendForm(_posted(request), initial={"seen": mine.saved_at.isoformat()})
    context = _of_draft(mine) | {"whole": whole, "credit": credit}

    def act() -> HttpResponse:
        if not whole.is_complete or form.seen_at is None:
            return redirect("network:contribution_check", mine.reference)
        try:
            contributions.send(
                mine,
                whole.proposal(credit=credit),
                seen=form.seen_at,
                confirmed_version=wordings.CONTRIBUTING_NOW,
                at=timezone.now(),
            )
        except NotPossible as problem:
            messages.info(request, str(problem))
            return redirect("network:contribution_check", mine.reference)
        return redirect("network:contribution", mine.reference)

    return answer(request, form, act, f"{PAGES}/contribution_check.html", context)


@own_contribution
def contribution_end(request: HttpRequest, mine: Contribution) -> HttpResponse:
    """Ask first: a draft is deleted, what was sent is withdrawn."""
    if not (mine.is_draft or mine.is_open):
        return redirect("network:contribution", mine.reference)
    form = ButtonForm(_posted(request))

    def act() -> HttpResponse:
        if mine.is_draft:
            contributions.discard(mine)
            messages.success(request, _("The draft is deleted."))
            return redirect("network:contribute")
        contributions.withdraw(mine, at=timezone.now())
        return redirect("network:contribution", mine.reference)

    context = {"standing": Standing(mine)}
    return answer(request, form, act, f"{PAGES}/contribution_end.html", context)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _title_at(slug: str) -> str:
    """Of the published case study at an address; empty where there is none."""
    found = CaseStudy.objects.published().at(slug).first() if slug.isascii() else None
    return found.title if found else ""


def _of_draft(mine: Contribution, terms: Terms | None = None) -> dict[str, Any]:
    """Judged when the page is drawn: by then what was sent with it has been kept."""
    return {
        "contribution": mine,
        "standing": Standing(mine),
        "whole": SimpleLazyObject(lambda: Whole(mine.answers, terms)),
        "twins": SimpleLazyObject(lambda: twins(mine)),
    }


def _after(request: HttpRequest, mine: Contribution, number: int) -> HttpResponse:
    """Whither the button that was pressed leads."""
    go = request.POST.get("go", "")
    if go == KEEP:
        return HttpResponse(status=204)
    if go == LATER:
        messages.success(request, _("Your draft is saved."))
        return redirect("network:contribution", mine.reference)
    if more := next((rows for rows in STEPS[number].rows if rows.name == go), None):
        here = reverse("network:contribution_step", args=[mine.reference, STEPS[number].step])
        return redirect(f"{here}#{more.name}")
    if number + 1 < len(STEPS):
        return redirect("network:contribution_step", mine.reference, STEPS[number + 1].step)
    return redirect("network:contribution_check", mine.reference)


def _sent_meanwhile(request: HttpRequest, form: Any, context: dict[str, Any]) -> HttpResponse:
    """What was typed is shown once more, to be copied."""
    form.add_error(
        None,
        _(
            "This case study was sent in the meantime, so nothing was changed. What you typed is "
            "still here: copy what you need. On its page you can take it back, as long as no "
            "editor works on it."
        ),
    )
    return TemplateResponse(request, STEP_PAGE, context | {"form": form}, status=409)
