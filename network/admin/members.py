"""Who belongs to the network: facts to read. What a member shows is the member's own choice."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from network.models import Member


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


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):
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
    list_filter = (BelongsFilter, "is_listed", "service", "region")
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
                "fields": ("is_listed", "about"),
            },
        ),
        (_("Dates"), {"fields": ("joined_at", "seen_on", "left_at", "consent_version")}),
    )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("organisation"))
    def organisation_column(self, member):
        return member.organisation_name
