"""The rounds of asking whether entries are still true, to read; and the button that asks now."""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies import editorial
from casestudies.admin import moving
from casestudies.admin.transitions import ConfirmForm, Transition
from casestudies.models import CaseStudy
from network import verification as standing
from network.actions import verification
from network.admin.leaders import standing_in_words
from network.admin.registers import ReadOnly
from network.models import VerificationRound

LEADERS = "network.view_projectleader"

ASK = Transition(
    name="ask",
    button=gettext_lazy("Ask whether it is true"),
    question=gettext_lazy("Ask whoever leads “%s” whether it is still true?"),
    consequence=gettext_lazy(
        "The first leader in line who can be asked gets a letter, with a link to say that it is "
        "still true, has changed, has ended, or is not theirs. If nobody answers, they are asked "
        "again after 14 and 28 days. It can be pressed once a week."
    ),
    done=gettext_lazy("A letter about “%s” is on its way."),
    already=gettext_lazy("Nobody was asked about “%s”."),
    permission=editorial.CHANGE,
    form=ConfirmForm,
    act=verification.ask_now,
    states=(CaseStudy.State.PUBLISHED,),
)
moving.offer(ASK)


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("how it stands")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [
            ("nobody", _("nobody to ask")),
            ("waiting", _("asked, and waiting")),
            ("silent", _("asked, and nobody answered")),
            ("closed", _("over")),
        ]

    def queryset(self, request, queryset):
        narrow = {
            "nobody": queryset.nobody_to_ask,
            "waiting": lambda: queryset.waiting().exclude(
                pk__in=queryset.silent(timezone.localdate())
            ),
            "silent": lambda: queryset.silent(timezone.localdate()),
            "closed": lambda: queryset.filter(closed_at__isnull=False),
        }
        return narrow[self.value()]() if self.value() in narrow else queryset


@admin.register(VerificationRound)
class VerificationRoundAdmin(ReadOnly, admin.ModelAdmin):
    """To read: rounds are written by the daily work, by answers, and by the button."""

    list_display = ("study", "due_on", "standing_column")
    list_filter = (StandingFilter, "answer")
    list_select_related = ("study", "leader__organisation")
    search_fields = ("study__title",)
    search_help_text = gettext_lazy("Searches the case study.")
    empty_value_display = gettext_lazy("None")
    change_form_template = "admin/network/verification.html"
    fields = ()

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("asks")

    @admin.display(description=gettext_lazy("how it stands"))
    def standing_column(self, one):
        return standing.in_words(one, timezone.localdate())

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {
            "words": standing.in_words(obj, timezone.localdate()),
            "asks": [
                asked_in_words(ask) for ask in obj.asks.select_related("leader__organisation")
            ],
            "leaders": leaders_of(obj) if request.user.has_perm(LEADERS) else None,
            "subtitle": None,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)


def leaders_of(one):
    """Who leads the entry, in order, with why each can or cannot be asked."""
    lines = one.study.leaderships.select_related("leader__organisation")
    return [(line.leader, standing_in_words(line.leader)) for line in lines.order_by("position")]


def asked_in_words(ask):
    said = {"who": ask.leader, "day": date_format(ask.asked_on, "j F Y")}
    if ask.not_theirs_on:
        said["then"] = date_format(ask.not_theirs_on, "j F Y")
        return _("%(who)s, first on %(day)s; said on %(then)s that it is not theirs") % said
    return _("%(who)s, first on %(day)s") % said
