"""What became of a case study: its published versions, and who did what to it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from casestudies.admin.study_list import name_of
from casestudies.admin.withholding import Withholding
from casestudies.differences import between
from casestudies.models import Version
from casestudies.reading.versions import Told
from collab_directory.audit.models import AuditRecord

# The audit trail's names in words
DONE = {
    "case_study.added": _("added"),
    "case_study.changed": _("edited"),
    "case_study.submitted": _("sent for review"),
    "case_study.proposed": _("received it from a member of the network"),
    "case_study.set_aside": _("took out of review"),
    "case_study.published": _("published"),
    "case_study.revised": _("changed what is published"),
    "case_study.archived": _("archived"),
    "case_study.returned": _("returned to draft"),
    "case_study.verified": _("recorded a confirmation"),
    "case_study.asked": _("asked whoever leads it whether it is still true"),
    "case_study.answered": _("heard from whoever leads it what is not true any more"),
    "case_study.taken": _("took it in hand"),
    "case_study.put_down": _("put it down"),
    "case_study.change_begun": _("began to prepare a change"),
    "case_study.change_published": _("published a change that was prepared"),
    "case_study.change_discarded": _("discarded a change that was prepared"),
    "case_study.restored": _("began to bring back an earlier version"),
    "case_study.version_withheld": _("withheld a version from the public"),
    "case_study.version_given_back": _("let the public read a withheld version again"),
    "case_study.merged": _("merged it with another entry"),
    "case_study.kept_apart": _("said that it is another scheme than one like it"),
    "case_study.deleted": _("deleted"),
    "case_study.preview_made": _("made a link that shows it before it is public"),
    "case_study.preview_withdrawn": _("withdrew a link that showed it"),
    "worklist.taken": _("said on the worklist that they are dealing with it"),
    "worklist.noted": _("noted on the worklist how it stands"),
    "worklist.put_back": _("left it on the worklist to others"),
}


def what_happened(study, most=6):
    """The last things done to a case study, newest first, in words."""
    records = AuditRecord.objects.about(study)[:most]
    return [
        {
            "at": record.at,
            "who": record.actor_name,
            "did": DONE.get(record.action, record.action),
            "said": record.detail.get("comment") or record.detail.get("note") or "",
        }
        for record in records
    ]


@admin.register(Version)
class VersionAdmin(Withholding, admin.ModelAdmin):
    """To read, never to write: a version is what the public once saw. It may be withheld."""

    list_display = ("study", "number", "published_at", "by_column", "note", "withheld_at")
    list_display_links = ("study", "number")
    list_select_related = ("study", "published_by")
    list_filter = ("published_at", ("withheld_at", admin.EmptyFieldListFilter))
    search_fields = ("study__title", "note")
    ordering = ("-published_at", "-pk")
    fields = ("study", "number", "published_at", "published_by", "note")
    change_form_template = "admin/casestudies/version/read.html"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("published by"), ordering="published_by")
    def by_column(self, version):
        by = version.published_by
        return name_of(by) if by else _("The directory itself")

    def lookup_allowed(self, lookup, value, request=None):
        # The case study's own page links to its versions.
        return lookup == "study__id__exact" or super().lookup_allowed(lookup, value, request)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        before = obj.study.versions.filter(number__lt=obj.number).order_by("-number").first()
        context |= {
            "before": before,
            "differences": between(before.document, obj.document) if before else [],
            "told": Told(obj.document),
            **self.about_withholding(request.user, obj),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)
