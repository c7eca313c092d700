"""The page of one thing that somebody sent, with the form that settles it on the same page."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.template.response import TemplateResponse
from django.utils import timezone

from casestudies.admin.base import AuditedAdmin
from casestudies.editorial import NotAllowed, NotPossible
from network.admin.decisions import Deciding, DecisionForm


class Answering(Deciding, AuditedAdmin):
    """A queue. Nobody adds to it or edits in it; whoever may change it presses a button.

    A subclass names its template, its form, and what `settle` does.
    """

    settle_form: type[DecisionForm]
    settle_template: str
    person_permission = "network.view_enquiry"  # for who sent it, and how to reach them
    actions = None
    list_per_page = 50

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def is_open(self, thing: Model) -> bool:
        raise NotImplementedError

    def settle(self, request, thing: Model, form: DecisionForm, at) -> tuple[bool, str]:
        """Do what the button says: whether it changed anything, and what to tell."""
        raise NotImplementedError

    def change_view(self, request, object_id, form_url="", extra_context=None):
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, thing):
            raise PermissionDenied
        is_post, may = request.method == "POST", self.has_change_permission(request, thing)
        if is_post and not may:
            raise PermissionDenied
        form = self.settle_form(request.POST if is_post else None, thing=thing)
        if is_post and form.is_valid() and self._settled(request, thing, form):
            return self.back_to(thing)
        context = {
            **self.admin_site.each_context(request),
            **self.context_of(request, thing),
            "title": str(thing),
            "opts": self.opts,
            "thing": thing,
            "form": form if may and self.is_open(thing) else None,
            "may_see_person": request.user.has_perm(self.person_permission),
            "media": self.media,
        }
        return TemplateResponse(request, self.settle_template, context)

    def _settled(self, request, thing: Model, form: DecisionForm) -> bool:
        try:
            with self.one_change(request):
                changed, said = self.settle(request, thing, form, timezone.now())
        except (NotPossible, NotAllowed) as problem:
            thing.refresh_from_db()
            form.add_error(None, str(problem))
            return False
        level = messages.SUCCESS if changed else messages.INFO
        words: dict[str, Any] = {"thing": thing}
        messages.add_message(request, level, said % words)
        return True
