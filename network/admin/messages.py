"""Messages to the working group: who waits for an answer, since when, and the box to answer in."""

from contextlib import nullcontext

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.actions import messages
from network.admin.answering import Answering
from network.admin.decisions import Decision, DecisionForm
from network.models import GroupMessage

State = GroupMessage.State


class AnswerForm(DecisionForm):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("It goes to the sender as a letter, and is kept with the message."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"}),
        error_messages={"required": gettext_lazy("Write the answer first.")},
    )


class CloseForm(DecisionForm):
    note = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The sender reads this on their page. You may leave it empty."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )


class DueFilter(admin.SimpleListFilter):
    title = gettext_lazy("what is due")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("open", _("Waits for an answer")), ("overdue", _("Overdue"))]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.open()
        if self.value() == "overdue":
            return queryset.overdue(timezone.localdate())
        return queryset


@admin.register(GroupMessage)
class GroupMessageAdmin(Answering):
    settle_form = AnswerForm
    settle_template = "admin/network/message.html"
    list_display = ("reference", "subject", "standing_column", "due_column", "state")
    list_filter = (DueFilter, "subject", "state")
    search_fields = ("reference", "email", "name")
    search_help_text = gettext_lazy("Searches reference, name and address.")
    decisions = (
        Decision(
            name="close",
            button=gettext_lazy("Close without an answer"),
            question=gettext_lazy("Close %(thing)s without an answer?"),
            consequence=gettext_lazy("It leaves the queue. No letter goes out."),
            done=gettext_lazy("%(thing)s is closed."),
            already=gettext_lazy("%(thing)s was settled already."),
            act=messages.close,
            applies=lambda message: message.state == State.OPEN and not message.is_complaint,
            permission=messages.CHANGE,
            form=CloseForm,
        ),
        Decision(
            name="erase",
            button=gettext_lazy("Erase"),
            question=gettext_lazy("Erase what the sender of %(thing)s wrote?"),
            consequence=gettext_lazy(
                "Name, address, message and answer go, and cannot come back. Nobody is told."
            ),
            done=gettext_lazy("%(thing)s is erased."),
            already=gettext_lazy("%(thing)s was erased already."),
            act=messages.erase,
            applies=lambda message: message.erased_at is None,
            permission=messages.CHANGE,
        ),
    )
    happened = {
        "message.received": gettext_lazy("took it in"),
        "message.answered": gettext_lazy("answered it"),
        "message.closed": gettext_lazy("closed it without an answer"),
        "message.erased": gettext_lazy("erased what the sender wrote"),
    }

    def one_change(self, request):
        # No reader sees these, so neither the catalogue nor the search has anything to follow
        return transaction.atomic() if request.method == "POST" else nullcontext()

    def get_ordering(self, request):
        """Those that wait, complaints first, the longest first; then what was settled last."""
        first = F("answered_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True)
        return [*first, "created_at", "pk"]

    @admin.display(description=gettext_lazy("Since"))
    def standing_column(self, message):
        if message.answered_at:
            return _("Settled %s ago") % timesince(message.answered_at, depth=1)
        return _("Waits for %s") % timesince(message.created_at, depth=1)

    @admin.display(description=gettext_lazy("Answer by"))
    def due_column(self, message):
        if message.state != State.OPEN:
            return ""
        day = date_format(message.answer_by, "j F Y")
        is_late = message.is_overdue(timezone.localdate())
        return _("Overdue since %s") % day if is_late else day

    def is_open(self, message):
        return message.state == State.OPEN

    def context_of(self, request, message):
        return super().context_of(request, message) | {
            "is_overdue": message.is_overdue(timezone.localdate()),
            "waits": timesince(message.created_at, timezone.now(), depth=1),
        }

    def settle(self, request, message, form, at):
        text = form.cleaned_data["text"]
        done = messages.answer(message, by=request.user, at=at, text=text)
        message.refresh_from_db()
        said = gettext_lazy("The answer to %(thing)s is on its way.")
        return done, said if done else gettext_lazy(
            "Nothing was sent: somebody else has settled %(thing)s already."
        )
