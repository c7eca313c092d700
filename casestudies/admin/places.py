"""Regions, force areas and organisations."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from casestudies.admin.base import AdminForm, AuditedAdmin, PartInline, number_of_studies
from casestudies.admin.term_pages import TermPages
from casestudies.models import ForceArea, FormerName, Organisation, Region


class PlaceAdmin(AuditedAdmin):
    """Counts the case studies of a place, and keeps a place that has any."""

    path = ""  # from a case study to the place

    def get_queryset(self, request):
        places = super().get_queryset(request)
        return places.annotate(number_of_studies=number_of_studies(self.path))

    @admin.display(description=_("case studies"), ordering="number_of_studies")
    def studies_column(self, place):
        return place.number_of_studies

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    def has_delete_permission(self, request, obj=None):
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or not obj.studies.exists()


@admin.register(Region)
class RegionAdmin(PlaceAdmin):
    path = "region"
    list_display = ("name", "studies_column", "position")
    search_fields = ("name",)
    fields = ("name", "slug", "position")


@admin.register(ForceArea)
class ForceAreaAdmin(PlaceAdmin):
    path = "force_areas"
    list_display = ("name", "code", "region", "studies_column")
    list_filter = ("region",)
    list_select_related = ("region",)
    search_fields = ("name", "code")
    autocomplete_fields = ("neighbours",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "code", "region", "neighbours")}),
        (_("Place on the tile map"), {"fields": ("tile_label", ("column", "row"))}),
    )


class FormerNamesInline(PartInline):
    model = FormerName
    fields = ("name",)
    verbose_name_plural = _("former names: sources still use them, and search finds them")


class OrganisationForm(AdminForm):
    """Asks, where the name changes, what becomes of the old one."""

    keep_name = forms.BooleanField(
        label=_("If you change the name, keep the old one as a former name"),
        required=False,
        initial=True,
        help_text=_("Sources still use it, and search goes on finding it."),
    )

    @property
    def name_to_keep(self):
        """What it was called, if that is another name now and is to be kept; else empty."""
        if not self.cleaned_data.get("keep_name") or "name" not in self.changed_data:
            return ""
        return self.initial.get("name") or ""


@admin.register(Organisation)
class OrganisationAdmin(TermPages, PlaceAdmin):
    form = OrganisationForm
    path = "organisations"
    list_display = ("name", "kind", "region", "studies_column")
    list_filter = ("kind", "region")
    list_select_related = ("region",)
    search_fields = ("name", "short_name", "former_names__name")
    autocomplete_fields = ("force_areas",)
    fields = (
        "name",
        "slug",
        "short_name",
        "kind",
        "region",
        "force_areas",
        "borders",
        "website",
    )
    inlines = (FormerNamesInline,)

    def get_fields(self, request, obj=None):
        if obj is None or not self.has_change_permission(request, obj):
            return self.fields
        return ("name", "keep_name", *self.fields[1:])

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and (name := form.name_to_keep):
            form.instance.former_names.get_or_create(name=name)
