"""What readers say is wrong: as a difference, with a button that takes it over."""

from django import forms
from django.contrib import admin
from django.db.models import F
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies import editorial
from casestudies.word_marks import pieces
from network import parts
from network.actions import corrections, verification
from network.admin.answering import Answering
from network.admin.decisions import Decision, DecisionForm
from network.models import Correction

ACCEPT, BY_HAND, DECLINE = "accept", "by-hand", "decline"


class DecideForm(DecisionForm):
    """Its buttons are named `decision`."""

    answer = forms.CharField(
        label=gettext_lazy("What the sender is told"),
        help_text=gettext_lazy(
            "It goes into their letter and onto their page. You may leave it empty when you accept."
        ),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )
    decision = forms.ChoiceField(
        choices=[(name, name) for name in (ACCEPT, BY_HAND, DECLINE)],
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Press one of the buttons."),
            "invalid_choice": gettext_lazy("Press one of the buttons."),
        },
    )


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Correction.State.choices

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() else queryset


@admin.register(Correction)
class CorrectionAdmin(Answering):
    settle_form = DecideForm
    settle_template = "admin/network/correction.html"
    list_display = ("reference", "study", "part_column", "standing_column", "state")
    list_filter = (StateFilter,)
    list_select_related = ("study",)
    search_fields = ("reference", "study__title")
    search_help_text = gettext_lazy("Searches reference and case study.")
    decisions = (
        Decision(
            name="erase",
            button=gettext_lazy("Erase"),
            question=gettext_lazy("Erase what the sender of %(thing)s wrote?"),
            consequence=gettext_lazy(
                "Name, address, job and every word of it go, and cannot come back. Nobody is "
                "told. What was taken over into the case study stays there."
            ),
            done=gettext_lazy("%(thing)s is erased."),
            already=gettext_lazy("%(thing)s was erased already."),
            act=corrections.erase,
            applies=lambda correction: correction.erased_at is None,
            permission=Answering.person_permission,
        ),
    )
    happened = {
        "correction.received": gettext_lazy("took it in"),
        "correction.accepted": gettext_lazy("accepted it"),
        "correction.declined": gettext_lazy("declined it"),
        "correction.erased": gettext_lazy("erased what the sender wrote"),
    }

    def get_ordering(self, request):
        """Those that wait, the longest first; then those that were decided last."""
        return [F("decided_at").desc(nulls_first=True), "created_at", "pk"]

    @admin.display(description=gettext_lazy("Part"))
    def part_column(self, correction):
        return parts.label_of(correction.part)

    @admin.display(description=gettext_lazy("Since"))
    def standing_column(self, correction):
        if correction.decided_at:
            return _("Decided %s ago") % timesince(correction.decided_at, depth=1)
        return _("Waits for %s") % timesince(correction.created_at, depth=1)

    def is_open(self, correction):
        return correction.state == Correction.State.NEW

    def context_of(self, request, correction):
        study = correction.study
        now = parts.text_of(study, correction.part)
        before = parts.as_compared(correction.before)
        is_text = bool(correction.proposed)
        return super().context_of(request, correction) | {
            "part": parts.label_of(correction.part),
            "is_text": is_text,
            "pieces": pieces(before, correction.proposed) if is_text else [],
            "now": now,
            "has_changed": is_text and self.is_open(correction) and now != before,
            "now_pieces": pieces(now or "", correction.proposed) if is_text else [],
            "may_land": is_text and editorial.may_change(study, request.user),
            "is_not_theirs": bool(correction.leader_id)
            and correction.part == verification.NOT_THEIRS,
            "is_for_a_publisher": self.is_open(correction)
            and not self.has_change_permission(request),
            "waits": timesince(correction.created_at, timezone.now(), depth=1),
        }

    def settle(self, request, correction, form, at):
        answer, decision = form.cleaned_data["answer"], form.cleaned_data["decision"]
        if decision == DECLINE:
            done = corrections.decline(correction, by=request.user, at=at, answer=answer)
            said = gettext_lazy("%(thing)s is declined.")
        else:
            by_hand = decision == BY_HAND
            done = corrections.accept(
                correction, by=request.user, at=at, answer=answer, by_hand=by_hand
            )
            said = gettext_lazy("%(thing)s is accepted.")
        correction.refresh_from_db()
        return done, said if done else gettext_lazy(
            "Nothing was done: somebody else has decided about %(thing)s already."
        )
