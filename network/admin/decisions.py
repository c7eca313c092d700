"""Buttons on the page of one thing: each says what will happen, and calls one action.

An admin names its `decisions`; this gives each a button, an address, and a page that asks. The
pages behind the buttons look like those for case studies.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise

from casestudies.admin.base import plain_renderer
from casestudies.editorial import NotPossible
from collab_directory.audit.models import AuditRecord

Words = str | Promise
MOST_EVENTS = 10


class DecisionForm(forms.Form):
    """Nothing to say but yes. A subclass asks for more: its fields go to the action by name."""

    default_renderer = plain_renderer

    def __init__(self, *args: Any, thing: models.Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing = thing


@dataclass(frozen=True)
class Decision:
    """`act(thing, by=, at=, **what the form asks for)` says whether it changed anything.

    It may raise NotPossible: the page then says why. `words` with %s hold the thing's name.
    """

    name: str  # in the address
    button: Words
    question: Words
    consequence: Words
    done: Words
    already: Words  # when somebody else was quicker, or nothing was left to do
    act: Callable[..., bool]
    applies: Callable[[Any], bool]
    permission: str
    form: type[DecisionForm] = DecisionForm
    is_main: bool = field(default=False, kw_only=True)

    def is_offered_to(self, user: Any, thing: models.Model) -> bool:
        return bool(user.has_perm(self.permission) and self.applies(thing))


class Deciding:
    """Put before ModelAdmin. The thing itself is read here, not written."""

    decisions: tuple[Decision, ...] = ()
    happened: dict[str, Words] = {}  # the audit trail's names in words
    change_form_template = "admin/network/record.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        one = [
            path(
                f"<int:pk>/{decision.name}/",
                self.admin_site.admin_view(self.decide_view),
                {"name": decision.name},
                name=f"{name}_{decision.name}",
            )
            for decision in self.decisions
        ]
        return one + super().get_urls()

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        thing = self.get_object(request, object_id)
        more = self.context_of(request, thing) if thing is not None else {}
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    def context_of(self, request: HttpRequest, thing: models.Model) -> dict[str, Any]:
        return {
            "decisions": [d for d in self.decisions if d.is_offered_to(request.user, thing)],
            "events": what_happened(thing, self.happened),
            # Its own name says what it is; Django's "View enquiry" says it again
            "subtitle": None,
        }

    def decide_view(self, request: HttpRequest, pk: int, name: str):
        decision = next(d for d in self.decisions if d.name == name)
        if not request.user.has_perm(decision.permission):
            raise PermissionDenied
        thing = self.get_queryset(request).filter(pk=pk).first()
        if thing is None:
            raise Http404
        if not decision.applies(thing):
            messages.info(request, decision.already % {"thing": thing})
            return self.back_to(thing)
        form = decision.form(request.POST if request.method == "POST" else None, thing=thing)
        if request.method == "POST" and form.is_valid() and self._did(request, decision, form):
            return self.back_to(thing)
        return self._ask(request, decision, form)

    def _did(self, request: HttpRequest, decision: Decision, form: DecisionForm) -> bool:
        """Whether it is settled; if not, the form now says why, and the person is asked again."""
        try:
            changed = decision.act(
                form.thing, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except NotPossible as problem:
            form.add_error(None, str(problem))
            return False
        level, said = (
            (messages.SUCCESS, decision.done) if changed else (messages.INFO, decision.already)
        )
        messages.add_message(request, level, said % {"thing": form.thing})
        return True

    def back_to(self, thing: models.Model) -> HttpResponseRedirect:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[thing.pk]))

    def _ask(self, request: HttpRequest, decision: Decision, form: DecisionForm):
        context = {
            **self.admin_site.each_context(request),
            "title": decision.question % {"thing": form.thing},
            "opts": self.opts,
            "thing": form.thing,
            "transition": decision,
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/network/decide.html", context)


def what_happened(thing: models.Model, names: dict[str, Words]) -> list[dict[str, Any]]:
    """The last things that were done to it, newest first, in words."""
    return [
        {"at": record.at, "who": record.actor_name, "did": names.get(record.action, record.action)}
        for record in AuditRecord.objects.about(thing)[:MOST_EVENTS]
    ]
