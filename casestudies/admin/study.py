"""The admin of case studies."""

from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies import editorial, search
from casestudies.admin import transitions
from casestudies.admin.attention import AttentionFilter
from casestudies.admin.base import AuditedAdmin
from casestudies.admin.comparing import Comparing
from casestudies.admin.everything import Everything
from casestudies.admin.history import what_happened
from casestudies.admin.moving import BULK_ACTIONS, Moving
from casestudies.admin.opened import Opened
from casestudies.admin.preparing import Preparing, of_change
from casestudies.admin.previewing import Previewing
from casestudies.admin.remembering import Remembering
from casestudies.admin.stale import compared
from casestudies.admin.study_form import FIELDSETS, FIELDSETS_OF_CHANGE, PARTS, StudyForm
from casestudies.admin.study_list import (
    ChangesFilter,
    FreshnessFilter,
    HolderFilter,
    OnceAskedFilter,
    SourcesFilter,
    StudyColumns,
)
from casestudies.admin.study_rows import source_count
from casestudies.admin.twins import Twins
from casestudies.models import CaseStudy

# The many-to-many fields whose links have no page and no words of their own
LINKS = [f for f in CaseStudy._meta.many_to_many if f.remote_field.through._meta.auto_created]


@admin.register(CaseStudy)
class CaseStudyAdmin(
    Opened,
    Comparing,
    Everything,
    Moving,
    Preparing,
    Previewing,
    Remembering,
    StudyColumns,
    Twins,
    AuditedAdmin,
):
    form = StudyForm
    inlines = PARTS
    autocomplete_fields = ("force_areas",)
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ("confirmed",)
    save_on_top = True

    list_display = (
        "entry_column",
        "state_column",
        "held_column",
        "status_column",
        "evidence_column",
        "freshness_column",
        "sources_column",
    )
    list_filter = (
        AttentionFilter,
        "state",
        ChangesFilter,
        HolderFilter,
        FreshnessFilter,
        SourcesFilter,
        "status",
        ("services", OnceAskedFilter),
        ("types", OnceAskedFilter),
        ("region", OnceAskedFilter),
        "in_2014_overview",
    )
    show_facets = admin.ShowFacets.ALWAYS
    search_fields = (
        "title",
        "place",
        "summary",
        "partners__organisation__name",
        "partners__organisation__short_name",
        "partners__organisation__former_names__name",
    )
    search_help_text = gettext_lazy("Searches title, place, summary and organisations.")
    list_select_related = ("region", "held_by")
    ordering = ("title",)
    actions = BULK_ACTIONS

    def get_queryset(self, request):
        studies = super().get_queryset(request).with_dates()
        return studies.annotate(source_count=source_count()).prefetch_related("services")

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.path == reverse("admin:autocomplete"):
            # A scheme came from another scheme, not from a change of its entry.
            found = found.entries()
        return found, may_repeat

    def get_object(self, request, object_id, from_field=None):
        """Lock what a form is about to save: two editors at once then come one after the other."""
        study = super().get_object(request, object_id, from_field)
        if (
            study is not None
            and request.method == "POST"
            and transaction.get_connection().in_atomic_block
        ):
            if not CaseStudy.objects.select_for_update().filter(pk=study.pk).values("pk").first():
                return None  # somebody deleted it a moment ago
            study.refresh_from_db()
        return study

    # Who may do what

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or editorial.may_change(obj, request.user)

    def has_delete_permission(self, request, obj=None):
        """What the public has read is archived, not deleted, but by an administrator."""
        if not super().has_delete_permission(request, obj):
            return False
        if obj is not None and obj.is_pending:
            return False  # It is discarded, which every editor may.
        if obj is None or obj.published_at is None:
            return True
        return request.user.has_perm("casestudies.erase_casestudy")

    def get_deleted_objects(self, objs, request):
        """What an editor would miss; not the rows of the search index and of the links between."""
        _tree, counts, refused, protected = super().get_deleted_objects(objs, request)
        machinery = [*search.TABLES, *(f.remote_field.through for f in LINKS)]
        hidden = {model._meta.verbose_name_plural for model in machinery}
        told = {name: count for name, count in counts.items() if name not in hidden}
        return [str(obj) for obj in objs], told, refused, protected

    def has_publish_permission(self, request):
        return request.user.has_perm(editorial.PUBLISH)

    # The form

    def get_fieldsets(self, request, obj=None):
        fieldsets = FIELDSETS_OF_CHANGE if obj is not None and obj.is_pending else FIELDSETS
        fieldsets = [(name, {**options}) for name, options in fieldsets]
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        is_explained = obj.is_published or obj.is_pending
        asked = ["seen", "change_note"] if is_explained else ["seen"]
        if obj.is_published:
            asked = ["looked", *asked]
        heading = gettext_lazy("For the reader") if is_explained else None
        return [*fieldsets, (heading, {"fields": asked})]

    def get_prepopulated_fields(self, request, obj=None):
        # An address that is in use follows no later change of the title.
        return {} if obj else self.prepopulated_fields

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "region":
            field.empty_label = _("Choose a region")
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("services", "types", "region", "force_areas"):
            # These lists are kept on their own pages; a "+" beside each would invite doubles.
            for may in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{may}_related", False)
        if db_field.name in ("services", "types"):
            field.help_text = _("Choose all that apply.")
        return field

    @admin.display(description=gettext_lazy("Last confirmed"))
    def confirmed(self, study):
        if study.verified_on is None:
            return _("Nobody has confirmed this entry yet.")
        words = format_html(
            _("{} by {}"), date_format(study.verified_on, "j F Y"), study.verified_by
        )
        if study.freshness(timezone.localdate()) == "due":
            return format_html(_("{}. It is due to be confirmed again."), words)
        return words

    def view_on_site(self, study):
        """A draft has no public page."""
        return study.get_absolute_url() if study.is_published else None

    def get_inline_formsets(self, *args, **kwargs):
        """Each list's heading says how many lines it has, as most of the lists start closed."""
        lists = super().get_inline_formsets(*args, **kwargs)
        for part in lists:
            if number := part.formset.initial_form_count():
                part.opts.verbose_name_plural = f"{part.opts.verbose_name_plural} ({number})"
        return lists

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["show_save_and_add_another"] = False
        if obj is not None:
            context |= {
                "transitions": transitions.offered(request.user, obj),
                "missing": [] if obj.is_published else editorial.missing_for_publication(obj),
                "happened": what_happened(obj),
                "versions": obj.versions.count(),
                **of_change(request.user, obj),
            }
            form = context["adminform"].form
            if form.is_stale:
                lists = [one.formset for one in context["inline_admin_formsets"]]
                context["stale"] = compared(form, lists)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.held_by, obj.held_since = request.user, timezone.now()
        if obj.is_pending:
            obj.pending_note = form.cleaned_data.get("change_note", "")
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.instance.is_published:
            note = form.cleaned_data.get("change_note", "")
            editorial.revise(form.instance, by=request.user, note=note)
