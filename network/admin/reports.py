"""What was reported in discussions, or held back by itself: who waits, and the buttons."""

from contextlib import nullcontext

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.actions import discussions
from network.admin.answering import Answering
from network.admin.decisions import DecisionForm
from network.models import Post, Report

HIDE, SHOW, LEAVE = "hide", "show", "leave"
PARTS = ("post__topic", "post__author__user", "reporter")


class DecideForm(DecisionForm):
    """Its buttons are named `decision`."""

    reason = forms.CharField(
        label=gettext_lazy("What the author is told, if you hide it"),
        help_text=gettext_lazy(
            "It goes into their letter and stands above what they wrote. Otherwise leave it empty."
        ),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # as `Post.version`
    decision = forms.ChoiceField(
        choices=[(name, name) for name in (HIDE, SHOW, LEAVE)],
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Press one of the buttons."),
            "invalid_choice": gettext_lazy("Press one of the buttons."),
        },
    )


@admin.register(Report)
class ReportAdmin(Answering):
    settle_form = DecideForm
    settle_template = "admin/network/report.html"
    list_display = ("__str__", "reason", "said_column", "standing_column", "state")
    list_filter = ("state", "reason")
    list_select_related = ("post__topic",)
    happened = {
        "report.dismissed": gettext_lazy("left the post as it was"),
    }

    def one_change(self, request):
        # No reader sees these, so neither the catalogue nor the search has anything to follow
        return transaction.atomic() if request.method == "POST" else nullcontext()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*PARTS)

    def get_ordering(self, request):
        """Those that wait, the longest first; then those that were decided last."""
        return [F("decided_at").desc(nulls_first=True), "created_at", "pk"]

    @admin.display(description=gettext_lazy("What was written"))
    def said_column(self, report):
        return Truncator(report.post.text or _("Deleted")).chars(80)

    @admin.display(description=gettext_lazy("Since"))
    def standing_column(self, report):
        if report.decided_at:
            return _("Decided %s ago") % timesince(report.decided_at, depth=1)
        return _("Waits for %s") % timesince(report.created_at, depth=1)

    def has_change_permission(self, request, obj=None):
        """Nobody decides about what they wrote themselves, so that is theirs to read."""
        may = super().has_change_permission(request, obj)
        return may and not (obj is not None and discussions.is_own(obj.post, request.user))

    def is_open(self, report):
        return report.state == Report.State.OPEN

    def context_of(self, request, report):
        post = report.post
        return super().context_of(request, report) | {
            "post": post,
            "earlier": post.earlier.all(),
            "others": post.reports.exclude(pk=report.pk).count(),
            "waits": timesince(report.created_at, timezone.now(), depth=1),
            "is_own": discussions.is_own(post, request.user),
            "may_hide": post.state in (Post.State.SHOWN, Post.State.HELD),
            "may_show": post.state in Post.UNSEEN,
        }

    def settle(self, request, report, form, at):
        decision, by = form.cleaned_data["decision"], request.user
        seen = form.cleaned_data["seen"]
        if decision == HIDE:
            reason = form.cleaned_data["reason"]
            done = discussions.hide(report.post, by=by, at=at, reason=reason)
            said = gettext_lazy("What %(thing)s is about is hidden, and its author is told why.")
        elif decision == SHOW:
            done = discussions.show(report.post, by=by, at=at, seen=seen)
            said = gettext_lazy("What %(thing)s is about can be read, and its author is told.")
        else:
            done = discussions.leave(report, by=by, at=at, seen=seen)
            said = gettext_lazy("%(thing)s is settled: the post stays as it is.")
        report.refresh_from_db()
        return done, said if done else gettext_lazy(
            "Nothing was done: somebody else has dealt with %(thing)s already."
        )
