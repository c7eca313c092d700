"""The registers of data protection: to read. Who saw what, who was erased, what went by itself."""

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _

from network import retention
from network.admin.people import PersonPages
from network.models import Clearing, Disclosure, Erasure
from network.personal import KINDS

SHORT = 12  # figures of a code, enough to tell one from another


class ReadOnly:
    """Put before ModelAdmin. Actions write these rows, and nobody changes them."""

    list_per_page = 50
    actions = None

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Disclosure)
class DisclosureAdmin(PersonPages, ReadOnly, admin.ModelAdmin):
    change_list_template = "admin/network/disclosures.html"
    list_display = ("at", "by", "way", "why", "whose_column", "expires_at", "fetched_at")
    list_filter = ("way", "why")
    list_select_related = ("by",)
    date_hierarchy = "at"
    fields = ("at", "by", "way", "why", "digest", "expires_at", "fetched_at")

    def get_urls(self):
        person = self.admin_site.admin_view(self.person_view)
        return [
            path("person/", person, name="network_disclosure_person"),
            *super().get_urls(),
        ]

    @admin.display(description=_("whose, as a code"))
    def whose_column(self, row):
        return f"{row.digest[:SHORT]}…"


@admin.register(Erasure)
class ErasureAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "whose_column", "what_column")
    date_hierarchy = "at"
    fields = ("at", "digest", "what_column")

    @admin.display(description=_("whose, as a code"))
    def whose_column(self, row):
        return f"{row.digest[:SHORT]}…"

    @admin.display(description=_("how much of what"))
    def what_column(self, row):
        titles = {kind.name: kind.title for kind in KINDS}
        return "; ".join(f"{titles.get(name, name)}: {n}" for name, n in row.what.items())


@admin.register(Clearing)
class ClearingAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "rule_column", "number")
    date_hierarchy = "at"
    fields = ("at", "rule_column", "number")

    @admin.display(description=_("what"))
    def rule_column(self, row):
        """In the words of the privacy page; a rule that is no more, by its name."""
        words = {rule.name: rule.what for rule in retention.RULES}
        return words.get(row.rule, row.rule)
