"""Introductions that somebody reported. Nobody but the two reads the others.

Of the working group itself, whoever was reported does not read it here, and neither of the two
closes it.
"""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.actions import introductions
from network.models import Introduction

from .decisions import Deciding, Decision


class ReportFilter(admin.SimpleListFilter):
    title = gettext_lazy("report")
    parameter_name = "report"

    def lookups(self, request, model_admin):
        return [("open", _("Waits for somebody")), ("closed", _("Closed"))]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.for_the_group()
        if self.value() == "closed":
            return queryset.filter(report_closed_at__isnull=False)
        return queryset


CLOSE = Decision(
    name="close",
    button=gettext_lazy("Close the report"),
    question=gettext_lazy("Close the report about %(thing)s?"),
    consequence=gettext_lazy(
        "It leaves the queue. Nobody is told. Whoever reported it gets no more requests from that "
        "member as it is; to remove a member from the network, open the member’s page first."
    ),
    done=gettext_lazy("The report about %(thing)s is closed."),
    already=gettext_lazy("The report about %(thing)s was closed already."),
    act=introductions.close_report,
    applies=lambda introduction: introduction.report_closed_at is None,
    permission="network.change_introduction",
    is_main=True,
)


@admin.register(Introduction)
class IntroductionAdmin(Deciding, admin.ModelAdmin):
    decisions = (CLOSE,)
    happened = {
        "introduction.asked": gettext_lazy("took the request in"),
        "introduction.accepted": gettext_lazy("introduced the two"),
        "introduction.declined": gettext_lazy("heard a no"),
        "introduction.later": gettext_lazy("heard “not now”"),
        "introduction.silent": gettext_lazy("ended it, because nobody answered"),
        "introduction.withdrawn": gettext_lazy("heard that it was taken back"),
        "introduction.reported": gettext_lazy("received the report"),
        "introduction.report_closed": gettext_lazy("closed the report"),
    }
    list_display = ("reference", "reported_at", "asker", "asked", "state", "report_closed_at")
    list_filter = (ReportFilter,)
    list_select_related = ("asker", "asked")
    list_per_page = 50
    search_fields = ("reference",)
    search_help_text = gettext_lazy("Searches the reference.")
    ordering = ("report_closed_at", "reported_at", "pk")
    fieldsets = (
        (None, {"fields": ("reported_at", "report")}),
        (
            gettext_lazy("The request"),
            {
                "description": gettext_lazy(
                    "Open a member’s page to see who they are, or to remove them from the network."
                ),
                "fields": ("asker", "asked", "why", "state", "created_at", "ended_at"),
            },
        ),
        (gettext_lazy("Dealt with"), {"fields": ("report_closed_at", "report_closed_by")}),
    )

    def get_queryset(self, request):
        return Introduction.objects.reported().not_asked_by(request.user)

    def context_of(self, request, introduction):
        context = super().context_of(request, introduction)
        if introductions.is_of(introduction, request.user):
            context["decisions"] = []
        return context
