"""Requests to join the network: who asks, what speaks for them, and the buttons that decide."""

from contextlib import nullcontext

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Case, F, IntegerField, When
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network import wordings
from network.actions import membership
from network.admin.answering import Answering
from network.admin.decisions import Decision, DecisionForm
from network.admin.requests_in_bulk import DecidingMany
from network.applicants import signals
from network.models import MembershipRequest

APPROVE, DECLINE, ASK = "approve", "decline", "ask"

State = MembershipRequest.State


class DecideForm(DecisionForm):
    """Its buttons are named `decision`."""

    text = forms.CharField(
        label=gettext_lazy("What the applicant is told"),
        help_text=gettext_lazy(
            "The question that you ask, or the reason why you decline. It goes into their letter "
            "and onto their page. To approve you need not write anything."
        ),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )
    decision = forms.ChoiceField(
        choices=[(name, name) for name in (APPROVE, DECLINE, ASK)],
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Press one of the buttons."),
            "invalid_choice": gettext_lazy("Press one of the buttons."),
        },
    )


class WaitsFilter(admin.SimpleListFilter):
    title = gettext_lazy("what it waits for")
    parameter_name = "waits"

    WAITING = {
        "group": (
            gettext_lazy("a decision"),
            lambda found: found.for_the_group(timezone.now()),
        ),
        "applicant": (
            gettext_lazy("the applicant’s answer"),
            lambda found: found.filter(state=State.ASKED),
        ),
        "unconfirmed": (
            gettext_lazy("a confirmed address"),
            lambda found: found.unconfirmed(),
        ),
        "bounced": (
            gettext_lazy("an address that takes letters"),
            lambda found: found.bounced(),
        ),
        "over": (gettext_lazy("nothing: decided"), lambda found: found.decided()),
    }

    def lookups(self, request, model_admin):
        return [(name, words) for name, (words, _narrow) in self.WAITING.items()]

    def queryset(self, request, queryset):
        if self.value() not in self.WAITING:
            return queryset
        return self.WAITING[self.value()][1](queryset)


@admin.register(MembershipRequest)
class MembershipRequestAdmin(DecidingMany, Answering):
    settle_form = DecideForm
    settle_template = "admin/network/request.html"
    person_permission = "network.view_membershiprequest"
    list_display = ("reference", "organisation_column", "standing_column", "signals_column")
    list_filter = (WaitsFilter, "service")
    list_select_related = ("organisation", "service", "region")
    search_fields = ("reference", "name", "email", "organisation__name", "other_organisation")
    search_help_text = gettext_lazy("Searches reference, name, address and organisation.")
    decisions = (
        Decision(
            name="erase",
            button=gettext_lazy("Erase"),
            question=gettext_lazy("Erase what %(thing)s says, and who sent it?"),
            consequence=gettext_lazy(
                "Name, address, organisation, job and every word go for good, and letters about it "
                "that still wait are not sent. That there was a request, and what became of it, "
                "stays. One that still waits counts as declined; nobody is told. A member is not "
                "removed by this."
            ),
            done=gettext_lazy("%(thing)s is erased."),
            already=gettext_lazy("%(thing)s was erased already."),
            act=membership.erase,
            # One that nobody confirmed is deleted by itself, with its row
            applies=lambda asked: asked.erased_at is None and asked.state != State.RECEIVED,
            permission=membership.CHANGE,
        ),
        Decision(
            name="arrive",
            button=gettext_lazy("Letters arrive again"),
            question=gettext_lazy("Do letters about %(thing)s arrive again?"),
            consequence=gettext_lazy(
                "It stands no longer among those whom letters do not reach. Letters that came back "
                "are not sent again: what they said is on the applicant’s page."
            ),
            done=gettext_lazy("Letters about %(thing)s arrive again."),
            already=gettext_lazy("Letters about %(thing)s arrive already."),
            act=membership.letters_arrive,
            applies=lambda asked: asked.is_open and asked.bounced_at is not None,
            permission=membership.CHANGE,
        ),
    )
    happened = {
        "membership.asked": gettext_lazy("received it"),
        "membership.confirmed": gettext_lazy("heard from the applicant that the address is theirs"),
        "membership.question_asked": gettext_lazy("asked the applicant a question"),
        "membership.question_answered": gettext_lazy("received the applicant’s answer"),
        "membership.approved": gettext_lazy("approved it"),
        "membership.declined": gettext_lazy("declined it"),
        "membership.letters_returned": gettext_lazy("noted that a letter came back"),
        "membership.letters_arrive": gettext_lazy("noted that letters arrive again"),
        "membership.erased": gettext_lazy("erased who asked and why"),
    }

    def one_change(self, request):
        # No reader sees these, so neither the catalogue nor the search has anything to follow
        return transaction.atomic() if request.method == "POST" else nullcontext()

    def get_ordering(self, request):
        """Those that wait for the group, the longest first; then those that were decided last."""
        states = [State.WAITING, State.ASKED, State.RECEIVED]
        whens = [When(state=state, then=place) for place, state in enumerate(states)]
        first = Case(*whens, default=len(states), output_field=IntegerField())
        return [first, F("decided_at").desc(), "created_at", "pk"]

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        changelist.result_list = list(changelist.result_list)
        found = signals(changelist.result_list)
        for asked in changelist.result_list:
            asked.signals = found[asked.pk]
        return changelist

    @admin.display(description=gettext_lazy("From"))
    def organisation_column(self, asked):
        lines = (asked.organisation_name or _("Erased"), f"{asked.service}, {asked.region}")
        return format_html_join("", "<div>{}</div>", ((line,) for line in lines))

    @admin.display(description=gettext_lazy("Where it stands"))
    def standing_column(self, asked):
        if asked.decided_at:
            since = _("Decided %s ago") % timesince(asked.decided_at, depth=1)
        else:
            waits = timesince(asked.confirmed_at or asked.created_at, depth=1)
            since = _("For %s") % waits
        lines = (capfirst(asked.get_state_display()), since)
        return format_html_join("", "<div>{}</div>", ((line,) for line in lines))

    @admin.display(description=gettext_lazy("Signals"))
    def signals_column(self, asked):
        return format_html_join("", "<div>{}</div>", ((one.words,) for one in asked.signals))

    def has_change_permission(self, request, obj=None):
        """Nobody decides about themselves, so their own request is theirs to read."""
        may = super().has_change_permission(request, obj)
        return may and not (obj is not None and membership.is_own(obj, request.user))

    def is_open(self, asked):
        return asked.is_open

    def context_of(self, request, asked):
        return super().context_of(request, asked) | {
            "signals": signals([asked])[asked.pk],
            "waits": timesince(asked.confirmed_at or asked.created_at, timezone.now(), depth=1),
            "is_own": membership.is_own(asked, request.user),
            "may_ask": asked.state == State.WAITING and not asked.question,
            "interests": ", ".join(one.name for one in asked.interests.all()),
            "agreed_to": wordings.JOINING.get(asked.consent_version, ""),
        }

    def settle(self, request, asked, form, at):
        text, decision = form.cleaned_data["text"], form.cleaned_data["decision"]
        if decision == APPROVE:
            done = membership.approve(asked, by=request.user, at=at)
            said = gettext_lazy("%(thing)s is approved, and a welcome is on its way.")
        elif decision == DECLINE:
            done = membership.decline(asked, by=request.user, at=at, reason=text)
            said = gettext_lazy("%(thing)s is declined, and the applicant is told why.")
        else:
            done = membership.ask_question(asked, by=request.user, at=at, text=text)
            said = gettext_lazy("The question about %(thing)s is on its way.")
        asked.refresh_from_db()
        return done, said if done else gettext_lazy(
            "Nothing was done: somebody else has dealt with %(thing)s already."
        )
