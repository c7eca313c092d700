"""Enquiries for Network managers: what waits, and what can be done about each."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from network.actions import enquiries
from network.models import Enquiry, ProjectLeader
from network.reach import Why

from .decisions import Deciding, Decision, DecisionForm

CHANGE = "network.change_enquiry"
State = Enquiry.State
SHORT = {State.RECEIVED: _("not confirmed yet")}  # in the list, where there is no room


class WaitingFilter(admin.SimpleListFilter):
    title = _("what it waits for")
    parameter_name = "waits"

    WAITING = {
        "group": (_("with the working group"), lambda found: found.for_the_group()),
        "unconfirmed": (_("its sender’s confirmation"), lambda found: found.unconfirmed()),
        "unanswered": (
            _("an answer that its sender says did not come"),
            lambda found: found.unanswered(),
        ),
        "passed-on": (_("nothing: passed on"), lambda found: found.passed_on()),
        "over": (
            _("nothing: closed or erased"),
            lambda found: found.filter(state__in=[State.CLOSED, State.ERASED]),
        ),
    }

    def lookups(self, request, model_admin):
        return [(name, words) for name, (words, _narrow) in self.WAITING.items()]

    def queryset(self, request, queryset):
        if self.value() not in self.WAITING:
            return queryset
        return self.WAITING[self.value()][1](queryset)


class ChooseLeaderForm(DecisionForm):
    to = forms.ModelChoiceField(
        queryset=ProjectLeader.objects.none(),
        label=_("Pass it on to"),
        empty_label=None,
        help_text=_("Only those who have confirmed, are not away, and whose letters arrive."),
        error_messages={"required": _("Choose who should receive it.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reachable = ProjectLeader.objects.reachable(timezone.localdate())
        self.fields["to"].queryset = reachable.select_related("organisation")


class WhyForm(DecisionForm):
    why = forms.CharField(
        label=_("Why should it wait?"),
        max_length=200,
        help_text=_("For the other managers. The sender does not see it."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={"required": _("Say why, so that the next person knows.")},
    )


class NoteForm(DecisionForm):
    note = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=200,
        help_text=_("Such as “answered by telephone”. You may leave this empty."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


DECISIONS = (
    Decision(
        name="pass-on",
        button=_("Pass it on"),
        question=_("Pass on %(thing)s?"),
        consequence=_(
            "The leader gets a letter with the message, and answers the sender directly. The "
            "sender is told to which role it went."
        ),
        done=_("%(thing)s has been passed on."),
        already=_("%(thing)s does not wait any more, or this leader cannot be reached."),
        act=enquiries.pass_on,
        applies=lambda one: (
            one.state in (State.WITH_GROUP, State.HELD) and one.confirmed_at is not None
        ),
        permission=CHANGE,
        form=ChooseLeaderForm,
        is_main=True,
    ),
    Decision(
        name="release",
        button=_("Release"),
        question=_("Release %(thing)s?"),
        consequence=_(
            "It goes its way again: to the leader of its case study if there is one, or to the "
            "working group."
        ),
        done=_("%(thing)s has been released."),
        already=_("%(thing)s is not held any more."),
        act=enquiries.release,
        applies=lambda one: one.state == State.HELD,
        permission=CHANGE,
    ),
    Decision(
        name="hold",
        button=_("Hold"),
        question=_("Hold %(thing)s?"),
        consequence=_("Nothing more is done about it until somebody releases it or passes it on."),
        done=_("%(thing)s is held."),
        already=_("%(thing)s cannot be held: it has gone on, or is held already."),
        act=enquiries.hold,
        applies=lambda one: one.state in (State.RECEIVED, State.WITH_GROUP),
        permission=CHANGE,
        form=WhyForm,
    ),
    Decision(
        name="close",
        button=_("Close"),
        question=_("Close %(thing)s?"),
        consequence=_(
            "It leaves the queue. Its sender’s page says that it is closed; no letter is sent."
        ),
        done=_("%(thing)s is closed."),
        already=_("%(thing)s was closed already."),
        act=enquiries.close,
        applies=lambda one: one.state not in (State.CLOSED, State.ERASED),
        permission=CHANGE,
        form=NoteForm,
    ),
    Decision(
        name="report",
        button=_("Report as abuse"),
        question=_("Report %(thing)s as abuse?"),
        consequence=_(
            "Letters about it that still wait are not sent. It is closed, and kept longer than "
            "others, as evidence."
        ),
        done=_("%(thing)s is reported and closed."),
        already=_("%(thing)s was reported already."),
        act=enquiries.report,
        applies=lambda one: one.state != State.ERASED and one.reported_at is None,
        permission=CHANGE,
    ),
    Decision(
        name="erase",
        button=_("Erase"),
        question=_("Erase what %(thing)s says, and who sent it?"),
        consequence=_(
            "Name, address, organisation, job and message go for good, and letters about it that "
            "still wait are not sent. That there was an enquiry stays, as a count. This cannot be "
            "undone."
        ),
        done=_("%(thing)s is erased."),
        already=_("%(thing)s was erased already."),
        act=enquiries.erase,
        applies=lambda one: one.state != State.ERASED,
        permission=CHANGE,
    ),
)


@admin.register(Enquiry)
class EnquiryAdmin(Deciding, admin.ModelAdmin):
    decisions = DECISIONS
    happened = {
        "enquiry.received": _("received it"),
        "enquiry.confirmed": _("heard from the sender that the address is theirs"),
        "enquiry.passed_on": _("passed it on"),
        "enquiry.with_group": _("left it with the working group"),
        "enquiry.taken_back": _("took it back, because the letter did not arrive"),
        "enquiry.held": _("held it"),
        "enquiry.released": _("released it"),
        "enquiry.closed": _("closed it"),
        "enquiry.reported": _("reported it as abuse"),
        "enquiry.erased": _("erased it"),
        "enquiry.asked_whether_answered": _("asked the sender whether an answer came"),
        "enquiry.answer_told": _("heard from the sender what came of it"),
    }
    list_display = ("reference", "study_column", "state_column", "age_column", "answer_column")
    list_filter = (WaitingFilter, "answer")
    list_per_page = 50
    search_fields = ("reference", "study_title", "email", "name")
    search_help_text = _("Reference, case study, or the sender’s name or address")
    date_hierarchy = "created_at"
    readonly_fields = ("study_column", "wanted", "waits_because")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("study_column", "state"),
                    "waits_because",
                    "leader",
                    "wanted",
                    "message",
                )
            },
        ),
        (_("Sender"), {"fields": ("name", "role", "organisation", "email", "wants_copy")}),
        (
            _("Dates"),
            {
                "fields": (
                    ("created_at", "confirmed_at", "passed_on_at"),
                    ("asked_at", "answer", "answer_told_at"),
                    ("closed_at", "reported_at"),
                )
            },
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("leader__organisation", "study")

    @admin.display(description=_("case study"), ordering="study_title")
    def study_column(self, enquiry):
        return enquiry.study_title  # as it was called when the question was asked

    @admin.display(description=_("state"), ordering="state")
    def state_column(self, enquiry):
        urgent = enquiry.state in (State.WITH_GROUP, State.HELD)
        return format_html(
            '<span class="badge badge--{}">{}</span>',
            "in-review" if urgent else "archived" if enquiry.state == State.ERASED else "published",
            SHORT.get(enquiry.state, enquiry.get_state_display()),
        )

    @admin.display(description=_("received"), ordering="created_at")
    def age_column(self, enquiry):
        return format_html(_("{} ago"), timesince(enquiry.created_at, depth=1))

    @admin.display(description=_("answered?"), ordering="answer")
    def answer_column(self, enquiry):
        return enquiry.get_answer_display()

    @admin.display(description=_("what they want to know"))
    def wanted(self, enquiry):
        return ", ".join(str(Enquiry.Topic(topic).label) for topic in enquiry.topics)

    @admin.display(description=_("why it waits"))
    def waits_because(self, enquiry):
        if not enquiry.why:
            return ""
        return Why(enquiry.why).label if enquiry.why in Why.values else enquiry.why
