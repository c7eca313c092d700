"""Case studies that members propose: what they wrote, where it stands, and what an editor does."""

from contextlib import nullcontext

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Case, F, IntegerField, When
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.models import CaseStudy
from casestudies.twins import twins_of
from network import wordings
from network.actions import contributions
from network.admin.answering import Answering
from network.admin.decisions import DecisionForm
from network.contributions import organisations_in
from network.forms.contribution_whole import Whole
from network.models import Contribution

TAKE, ASK, DECLINE = "take", "ask", "decline"

State = Contribution.State


class DecideForm(DecisionForm):
    """Its buttons are named `decision`."""

    text = forms.CharField(
        label=gettext_lazy("What the member is told"),
        help_text=gettext_lazy(
            "The question that you ask, or the reason why you decline. It goes into their letter "
            "and onto their page. To take it up you need not write anything."
        ),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )
    decision = forms.ChoiceField(
        choices=[(name, name) for name in (TAKE, ASK, DECLINE)],
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
        "editors": (gettext_lazy("an editor"), lambda found: found.waiting()),
        "member": (
            gettext_lazy("the member’s answer"),
            lambda found: found.filter(state=State.ASKED),
        ),
        "over": (
            gettext_lazy("nothing: it is over"),
            lambda found: found.filter(state__in=Contribution.OVER),
        ),
    }

    def lookups(self, request, model_admin):
        return [(name, words) for name, (words, _narrow) in self.WAITING.items()]

    def queryset(self, request, queryset):
        if self.value() not in self.WAITING:
            return queryset
        return self.WAITING[self.value()][1](queryset)


@admin.register(Contribution)
class ContributionAdmin(Answering):
    settle_form = DecideForm
    settle_template = "admin/network/contribution.html"
    person_permission = "network.view_member"
    list_display = ("reference", "scheme_column", "standing_column", "taken_by")
    list_filter = (WaitsFilter,)
    list_select_related = ("study", "taken_by")
    search_fields = ("reference", "study__title")
    search_help_text = gettext_lazy("Searches reference and case study.")
    happened = {
        "contribution.sent": gettext_lazy("received it from its member"),
        "contribution.taken_back": gettext_lazy("gave it back to its member, who changes it"),
        "contribution.taken": gettext_lazy("took it up"),
        "contribution.question_asked": gettext_lazy("asked the member a question"),
        "contribution.question_answered": gettext_lazy("received the member’s answer"),
        "contribution.published": gettext_lazy("published it"),
        "contribution.declined": gettext_lazy("declined it"),
        "contribution.withdrawn": gettext_lazy("heard that the member withdraws it"),
        "contribution.erased": gettext_lazy("erased what the member wrote"),
    }

    def get_queryset(self, request):
        """A draft is its member's alone."""
        return super().get_queryset(request).sent()

    def one_change(self, request):
        # No reader sees these; an action that touches a case study says so itself
        return transaction.atomic() if request.method == "POST" else nullcontext()

    def get_ordering(self, request):
        """Those that wait for an editor, the longest first; then those that ended last."""
        states = [State.SENT, State.TAKEN, State.ASKED]
        whens = [When(state=state, then=place) for place, state in enumerate(states)]
        first = Case(*whens, default=len(states), output_field=IntegerField())
        return [first, F("decided_at").desc(), "sent_at", "pk"]

    @admin.display(description=gettext_lazy("Case study"))
    def scheme_column(self, contribution):
        return contribution.study or contribution.title or _("Erased")

    @admin.display(description=gettext_lazy("Where it stands"))
    def standing_column(self, contribution):
        if contribution.decided_at:
            since = _("%s ago") % timesince(contribution.decided_at, depth=1)
        else:
            since = _("Sent %s ago") % timesince(contribution.sent_at, depth=1)
        lines = (capfirst(contribution.get_state_display()), since)
        return format_html_join("", "<div>{}</div>", ((line,) for line in lines))

    def is_open(self, contribution):
        return contribution.is_open

    def context_of(self, request, contribution):
        meant = organisations_in(contribution)
        return super().context_of(request, contribution) | {
            "steps": Whole(contribution.answers).steps if contribution.answers else [],
            "not_listed": [name for name, found in meant.items() if not found],
            "questions": list(contribution.questions.select_related("asked_by")),
            "twins": self._twins(contribution, meant),
            "waits": timesince(contribution.sent_at, depth=1),
            "may_ask": contribution.state in (State.SENT, State.TAKEN),
            "is_mine": contribution.taken_by_id == request.user.pk,
            "confirmed": wordings.CONTRIBUTING.get(contribution.confirmed_version, ""),
        }

    @staticmethod
    def _twins(contribution, meant):
        """Among all that editors may read, so drafts of others too."""
        if not contribution.is_open:
            return []
        return twins_of(
            contribution.title,
            place=contribution.answers.get("place", ""),
            organisations={found[0] for found in meant.values() if len(found) == 1},
            among=CaseStudy.objects.entries().exclude(pk=contribution.study_id),
        )

    def settle(self, request, contribution, form, at):
        text, decision = form.cleaned_data["text"], form.cleaned_data["decision"]
        if decision == TAKE:
            done = contributions.take_over(contribution, by=request.user, at=at)
            said = gettext_lazy("%(thing)s is yours now; its member can no longer change it.")
        elif decision == DECLINE:
            done = contributions.decline(contribution, by=request.user, at=at, reason=text)
            said = gettext_lazy("%(thing)s is declined, and the member is told why.")
        else:
            done = contributions.ask_question(contribution, by=request.user, at=at, text=text)
            said = gettext_lazy("The question about %(thing)s is on its way.")
        contribution.refresh_from_db()
        return done, said if done else gettext_lazy(
            "Nothing was done: somebody else has dealt with %(thing)s already."
        )
