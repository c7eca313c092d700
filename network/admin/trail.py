"""The history of the whole site: who did what to which thing, to find and to take away."""

import csv
import datetime as dt

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.admin.history import DONE
from casestudies.formats.formulas import shielded
from collab_directory import audit
from collab_directory.audit.models import HOUSE, AuditRecord
from network.admin.registers import ReadOnly
from network.admin.trail_filters import ActionFilter, DaysFilter, PersonFilter, ThingFilter, kind_of

MOST_ROWS = 50_000
LONGEST_NOTE = 200  # characters of it in a list

# What nobody's own page has words for
MORE_WORDS = {
    "audit.exported": gettext_lazy("took the history away as a file"),
    "database.restored": gettext_lazy("brought a backup back"),
    "user.added": gettext_lazy("made the account"),
    "user.changed": gettext_lazy("changed the account"),
    "user.deleted": gettext_lazy("deleted the account"),
}
VERBS = {
    "added": gettext_lazy("added it"),
    "changed": gettext_lazy("edited it"),
    "deleted": gettext_lazy("deleted it"),
}


def did(action):
    """What somebody did, in words: those of the page of such things, or the name itself."""
    words = _words()
    if action in words:
        return str(words[action])
    noun, _dot, verb = action.partition(".")
    if verb in VERBS:
        return str(VERBS[verb])
    return f"{noun.replace('_', ' ')}: {verb.replace('_', ' ').replace('.', ', ')}"


def _words():
    words = {**MORE_WORDS, **DONE}
    for page in admin.site._registry.values():
        words |= getattr(page, "happened", {})
    return words


def note_of(record):
    """What they said with it: a note, a comment, a number of a version. Never codes alone."""
    detail = record.detail if isinstance(record.detail, dict) else {}
    said = detail.get("comment") or detail.get("note") or detail.get("reason") or ""
    if not said and isinstance(detail.get("version"), int):
        return _("version %d") % detail["version"]
    return str(said)


class TrailAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("when_column", "who_column", "did_column", "thing_column", "note_column")
    list_display_links = ("when_column",)
    list_filter = (DaysFilter, PersonFilter, ActionFilter, ThingFilter)
    list_per_page = 100
    show_full_result_count = False
    sortable_by = ()
    ordering = ("-at", "-pk")
    search_fields = ("actor_name", "target_label", "said")
    search_help_text = gettext_lazy("Searches people, things, and what was said of them.")
    fields = ("at", "actor_name", "did_column", "action", "thing_column", "target_id", "detail")
    readonly_fields = fields
    change_list_template = "admin/audit/trail.html"

    def get_queryset(self, request):
        return super().get_queryset(request).order_by(*self.ordering)

    def get_search_results(self, request, queryset, search_term):
        if search_term:
            queryset = queryset.annotate(said=Cast("detail", TextField()))
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=gettext_lazy("When"))
    def when_column(self, record):
        return date_format(timezone.localtime(record.at), "j F Y, H:i")

    @admin.display(description=gettext_lazy("Who"))
    def who_column(self, record):
        return _("The directory itself") if record.actor_name == HOUSE else record.actor_name

    @admin.display(description=gettext_lazy("Did what"))
    def did_column(self, record):
        return capfirst(did(record.action))

    @admin.display(description=gettext_lazy("To what"))
    def thing_column(self, record):
        words = f"{kind_of(record.target_type)}: {record.target_label}"
        try:
            name = record.target_type.replace(".", "_")
            address = reverse(f"admin:{name}_change", args=[record.target_id])
        except NoReverseMatch:
            return words
        return format_html('<a href="{}">{}</a>', address, words)

    @admin.display(description=gettext_lazy("With the words"))
    def note_column(self, record):
        note = note_of(record)
        return f"{note[:LONGEST_NOTE]}…" if len(note) > LONGEST_NOTE else note

    # As a file

    def get_urls(self):
        export = self.admin_site.admin_view(self.export_view)
        return [
            path("export/", export, name="audit_auditrecord_export"),
            *super().get_urls(),
        ]

    def export_view(self, request):
        """What the list shows, with its filters: first how much that is, then the file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            found = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            # The list itself knows what to say of it
            asked = f"?{request.GET.urlencode()}"
            return HttpResponseRedirect(reverse("admin:audit_auditrecord_changelist") + asked)
        number = found.count()
        if request.method == "POST":
            audit.record(
                "audit.exported",
                request.user,
                by=request.user,
                rows=min(number, MOST_ROWS),
                asked=request.GET.urlencode(),
            )
            answer = StreamingHttpResponse(as_csv(found, number), content_type="text/csv")
            today = timezone.localdate().isoformat()
            answer["Content-Disposition"] = f'attachment; filename="history-{today}.csv"'
            answer["Cache-Control"] = "private, no-store"
            return answer
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take the history away as a file"),
            "opts": self.opts,
            "number": number,
            "most": MOST_ROWS,
            "asked": request.GET.urlencode(),
        }
        return TemplateResponse(request, "admin/audit/export.html", context)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text):
        return text


def as_csv(records, number):
    """Lines of a file, as they are made; the last says so where not all are in it."""
    writer = csv.writer(_Echo())
    head = ["when", "who", "did", "action", "kind", "thing", "number", "words"]
    yield "\ufeff" + writer.writerow(head)
    for record in records[:MOST_ROWS].iterator(chunk_size=2000):
        when = timezone.localtime(record.at).astimezone(dt.UTC).isoformat(timespec="seconds")
        cells = [
            when,
            record.actor_name,
            did(record.action),
            record.action,
            kind_of(record.target_type),
            record.target_label,
            record.target_id,
            note_of(record),
        ]
        yield writer.writerow([shielded(cell) for cell in cells])
    if number > MOST_ROWS:
        said = _("Only the newest %(most)d of %(number)d are in this file.")
        yield writer.writerow([said % {"most": MOST_ROWS, "number": number}])


admin.site.register(AuditRecord, TrailAdmin)
