"""Who belongs to the network: facts to read. What a member shows is the member's own choice."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from network.actions import membership
from network.models import Member

from .decisions import Deciding, Decision


class BelongsFilter(admin.SimpleListFilter):
    title = _("whether they belong")
    parameter_name = "belongs"

    def lookups(self, request, model_admin):
        return [("yes", _("Belong now")), ("no", _("Left, or cannot sign in"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.active()
        if self.value() == "no":
            return queryset.exclude(pk__in=Member.objects.active().values("pk"))
        return queryset


class LettersFilter(admin.SimpleListFilter):
    title = _("whether letters arrive")
    parameter_name = "letters"

    def lookups(self, request, model_admin):
        return [("bounced", _("Letters came back"))]

    def queryset(self, request, queryset):
        return queryset.bounced() if self.value() == "bounced" else queryset


ARRIVE = Decision(
    name="arrive",
    button=_("Letters arrive again"),
    question=_("Do letters to %(thing)s arrive again?"),
    consequence=_(
        "They stand no longer among those whom letters do not reach. Signing in with the code of a "
        "letter says the same by itself."
    ),
    done=_("Letters to %(thing)s arrive again."),
    already=_("Letters to %(thing)s arrive already."),
    act=membership.letters_arrive,
    applies=lambda member: member.bounced_at is not None,
    permission="network.change_member",
)

REMOVE = Decision(
    name="remove",
    button=_("Remove from the network"),
    question=_("Remove %(thing)s from the network?"),
    consequence=_(
        "Name, address and all that they told us are erased at once, and they are signed out. "
        "Do this when they ask for it, or no longer work for a public body. It cannot be undone."
    ),
    done=_("%(thing)s is removed."),
    already=_("%(thing)s has left already."),
    act=membership.leave,
    applies=lambda member: member.left_at is None,
    permission="network.change_member",
)


@admin.register(Member)
class MemberAdmin(Deciding, admin.ModelAdmin):
    decisions = (ARRIVE, REMOVE)
    happened = {
        "member.changed": _("changed their profile"),
        "member.left": _("left"),
        "member.asked_to_stay": _("asked whether they stay"),
        "member.stays": _("heard that they stay"),
        "member.lapsed": _("erased them, because nothing was heard for two years"),
        "member.letters_returned": _("noted that a letter came back"),
        "member.letters_arrive": _("noted that letters arrive again"),
        "member.removed": _("removed them"),
    }
    list_display = (
        "__str__",
        "organisation_column",
        "service",
        "region",
        "is_listed",
        "joined_at",
        "seen_on",
        "left_at",
    )
    list_filter = (BelongsFilter, LettersFilter, "is_listed", "service", "region")
    list_select_related = ("organisation", "service", "region")
    list_per_page = 50
    search_fields = ("name", "email", "organisation__name", "other_organisation")
    search_help_text = _("Searches name, address and organisation.")
    date_hierarchy = "joined_at"
    fieldsets = (
        (None, {"fields": ("name", "email", "organisation", "other_organisation", "role")}),
        (_("Belongs to"), {"fields": ("service", "region", "interests")}),
        (
            _("Seen by members"),
            {
                "description": _("Their own choice, which only they change."),
                "fields": ("is_listed", "about", "takes_introductions"),
            },
        ),
        (_("Letters that came back"), {"fields": ("bounced_at", "bounce_reason")}),
        (
            _("Dates"),
            {
                "fields": (
                    "joined_at",
                    "seen_on",
                    "heard_at",
                    "stay_asked_at",
                    "left_at",
                    "consent_version",
                )
            },
        ),
    )

    @admin.display(description=_("organisation"))
    def organisation_column(self, member):
        return member.organisation_name
