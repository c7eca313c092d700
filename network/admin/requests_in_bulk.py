"""Approving or declining many requests at once, on a page that says what happens to each."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casestudies.admin.base import plain_renderer
from casestudies.editorial import NotAllowed, NotPossible
from network.actions import membership
from network.models import MembershipRequest

# More at once would keep the browser waiting, and nobody reads a longer list before agreeing
MOST_AT_ONCE = 50

Words = str | Promise


class YesForm(forms.Form):
    """Nothing to say but yes."""

    default_renderer = plain_renderer


class ReasonForm(YesForm):
    reason = forms.CharField(
        label=gettext_lazy("Why, as each of them reads it"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        error_messages={"required": gettext_lazy("Say why, so that the applicants know.")},
    )


@dataclass(frozen=True)
class InBulk:
    """`act(asked, by=, at=, **what the form asks for)` says whether it changed anything."""

    button: Words
    consequence: Words
    act: Callable[..., bool]
    form: type[YesForm] = YesForm


APPROVE = InBulk(
    gettext_lazy("Approve"),
    gettext_lazy("Each becomes a member, can sign in, and gets a letter of welcome."),
    membership.approve,
)
DECLINE = InBulk(
    gettext_lazy("Decline"),
    gettext_lazy("Each gets a letter with the reason that you give here."),
    membership.decline,
    ReasonForm,
)


class DecidingMany:
    """Put before ModelAdmin: two entries in the list's menu of actions."""

    actions = ("approve_selected", "decline_selected")

    @admin.action(description=gettext_lazy("Approve: the chosen ones"), permissions=["change"])
    def approve_selected(self, request, queryset):
        return self._decide_many(request, queryset, APPROVE)

    @admin.action(description=gettext_lazy("Decline: the chosen ones"), permissions=["change"])
    def decline_selected(self, request, queryset):
        return self._decide_many(request, queryset, DECLINE)

    def _decide_many(self, request, queryset, decision: InBulk):
        chosen = list(queryset.order_by("created_at", "pk")[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            words = _("Nothing was done: choose at most %d requests at once.") % MOST_AT_ONCE
            self.message_user(request, words, messages.ERROR)
            return None
        form = decision.form(request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            self._decide_each(request, chosen, decision, form.cleaned_data)
            return None
        return self._ask_about_many(request, chosen, decision, form)

    def _ask_about_many(self, request, chosen, decision: InBulk, form):
        reasons = {asked.pk: why_not(asked, request.user) for asked in chosen}
        able = [asked for asked in chosen if not reasons[asked.pk]]
        title = ngettext("%(button)s: %(n)d request", "%(button)s: %(n)d requests", len(able))
        context = {
            **self.admin_site.each_context(request),
            "title": title % {"button": decision.button, "n": len(able)},
            "opts": self.opts,
            "transition": decision,
            "able": able,
            "unable": [(one, reasons[one.pk]) for one in chosen if reasons[one.pk]],
            "chosen": chosen,
            "chosen_name": ACTION_CHECKBOX_NAME,
            "action": request.POST.get("action"),
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/network/decide_many.html", context)

    def _decide_each(self, request, chosen, decision: InBulk, given) -> None:
        """One transaction each: what stands in the way of one keeps none of the others."""
        done = 0
        for asked in chosen:
            try:
                changed = decision.act(asked, by=request.user, at=timezone.now(), **given)
                why = "" if changed else why_not(asked, request.user)
            except (NotAllowed, NotPossible) as problem:
                changed, why = False, str(problem)
            done += changed
            if not changed:
                words = _("Left as it was: %(reference)s. %(why)s")
                words %= {"reference": asked.reference, "why": why}
                self.message_user(request, words, messages.WARNING)
        summary = ngettext("%(button)s: %(n)d request.", "%(button)s: %(n)d requests.", done)
        level = messages.SUCCESS if done else messages.INFO
        self.message_user(request, summary % {"button": decision.button, "n": done}, level)


def why_not(asked: MembershipRequest, by) -> str:
    """Why this request would be left as it is, in words; empty if it would be decided."""
    if not asked.is_open:
        return _("It is “%s”.") % asked.get_state_display()
    if membership.is_own(asked, by):
        return _("It is your own: somebody else decides about it.")
    return ""
