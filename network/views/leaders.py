"""The project leaders' own page, and how they come by the link to it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab_directory import client
from collab_directory.posting import answer, form_page, token_page
from network.actions import leaders
from network.forms.leader import ButtonsForm, CorrectForm, HandOverForm, LinkForm, PauseForm
from network.models import Link, ProjectLeader
from network.own_page import OwnPage

# What each button did, as the page says it afterwards
DONE: dict[str, Any] = {
    ButtonsForm.CONFIRM: gettext_lazy("Thank you. You have confirmed that this is right."),
    ButtonsForm.RESUME: gettext_lazy("The pause is over."),
    ButtonsForm.ANSWERED: gettext_lazy("Thank you. We have noted that it is answered."),
    "pause": gettext_lazy("The pause is set."),
    "correct": gettext_lazy("Your corrections are in."),
    "hand-over": gettext_lazy("We have written to whoever you named."),
}

LINK_SENT, LEFT = "sent", "left"  # what the page for a new link says instead of its form


@form_page
def leader_link(request: HttpRequest) -> HttpResponse:
    """Asks for a work address, and gives everybody the same answer."""
    form = LinkForm(_posted(request))

    def act() -> HttpResponse:
        leaders.send_link(
            form.cleaned_data["email"], client=client.address(request), at=timezone.now()
        )
        return _to(reverse("network:leader_link"), LINK_SENT)

    context = {"done": request.GET.get("done", "")}
    return answer(request, form, act, "pages/network/leader_link.html", context)


View = Callable[[HttpRequest, str, ProjectLeader], HttpResponse]


def _of_leader(view: View) -> Callable[..., HttpResponse]:
    """A page behind a leader's link. The same answer for a link that never was or is no more."""

    @token_page
    @wraps(view)
    def shown(request: HttpRequest, token: str) -> HttpResponse:
        link = Link.find(Link.Purpose.LEADER_PAGE, token, at=timezone.now())
        leader = link.leader if link is not None else None
        # It dies with the address that it was sent to, and when the leader goes
        if link is None or leader is None or not leader.is_active:
            return TemplateResponse(request, "pages/network/leader_gone.html", status=404)
        if not link.is_bound_to(leader.email.lower()):
            return TemplateResponse(request, "pages/network/leader_gone.html", status=404)
        return view(request, token, leader)

    return shown


@_of_leader
def leader(request: HttpRequest, token: str, whose: ProjectLeader) -> HttpResponse:
    """What is held, the questions so far, and a button for each thing that takes one press."""
    form = ButtonsForm(_posted(request))

    def act() -> HttpResponse:
        do, at = form.cleaned_data["do"], timezone.now()
        if do == ButtonsForm.CONFIRM:
            leaders.confirm(whose, at=at)
        elif do == ButtonsForm.RESUME:
            leaders.resume(whose, at=at)
        else:
            leaders.say_answered(whose, reference=form.cleaned_data["reference"], at=at)
        return _to(_page(token), do)

    template, context = _drawn("leader", token, whose)
    done = request.GET.get("done", "")
    # Whoever keeps the address of the page after pressing would read it for ever
    if done != ButtonsForm.CONFIRM or context["page"].is_confirmed_today:
        context["done"] = DONE.get(done, "")
    return answer(request, form, act, template, context)


@_of_leader
def leader_pause(request: HttpRequest, token: str, whose: ProjectLeader) -> HttpResponse:
    form = PauseForm(_posted(request), today=timezone.localdate())

    def act() -> HttpResponse:
        leaders.pause(whose, until=form.cleaned_data["until"], at=timezone.now())
        return _to(_page(token), "pause")

    return _ask(request, token, whose, form, act, "leader_pause")


@_of_leader
def leader_correct(request: HttpRequest, token: str, whose: ProjectLeader) -> HttpResponse:
    held = {name: getattr(whose, name) for name in CorrectForm.base_fields}
    form = CorrectForm(_posted(request), initial=held)

    def act() -> HttpResponse:
        leaders.correct(whose, **form.cleaned_data, at=timezone.now())
        return _to(_page(token), "correct")

    return _ask(request, token, whose, form, act, "leader_correct")


@_of_leader
def leader_hand_over(request: HttpRequest, token: str, whose: ProjectLeader) -> HttpResponse:
    form = HandOverForm(_posted(request), initial={"role_title": whose.role_title})

    def act() -> HttpResponse:
        try:
            leaders.hand_over(whose, **form.cleaned_data, at=timezone.now())
        except leaders.CannotFollow:
            form.add_error(
                "email", _("Nobody at this address can take over here. Write to the working group")
            )
            template, context = _drawn("leader_hand_over", token, whose)
            return TemplateResponse(request, template, context | {"form": form})
        return _to(_page(token), "hand-over")

    return _ask(request, token, whose, form, act, "leader_hand_over")


@_of_leader
def leader_leave(request: HttpRequest, token: str, whose: ProjectLeader) -> HttpResponse:
    """A page of its own, because it cannot be taken back from here."""
    form = Form(_posted(request))

    def act() -> HttpResponse:
        leaders.leave(whose, at=timezone.now())
        return _to(reverse("network:leader_link"), LEFT)

    return _ask(request, token, whose, form, act, "leader_leave")


def _ask(
    request: HttpRequest,
    token: str,
    whose: ProjectLeader,
    form: Form,
    act: Callable[[], HttpResponse],
    name: str,
) -> HttpResponse:
    return answer(request, form, act, *_drawn(name, token, whose))


def _drawn(name: str, token: str, whose: ProjectLeader) -> tuple[str, dict[str, Any]]:
    """Template and context of a page behind the link."""
    page = OwnPage(whose, timezone.localdate())
    return f"pages/network/{name}.html", {"page": page, "token": token}


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page(token: str) -> str:
    return reverse("network:leader", args=[token])


def _to(address: str, done: str) -> HttpResponse:
    return redirect(f"{address}?done={done}")
