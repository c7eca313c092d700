"""The texts of guidance pages: publishers change them, look at them first, and see who did what."""

import copy
import inspect

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, resolve, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from casestudies.admin.base import AdminForm, AuditedAdmin, PartInline, action_name
from casestudies.models import GuidancePage, GuidancePageSource
from casestudies.reading.guidance_index import address_of
from casestudies.reading.guidance_pages import guide_of
from collab_directory import audit
from collab_directory.audit.models import AuditRecord

TEXTS = ("title", "lead", "body", "reviewed_on")
MOST_SHOWN = 50  # of the changes of one page, newest first; the audit trail has all of them


class GuidancePageForm(AdminForm):
    class Meta:
        model = GuidancePage
        fields = TEXTS
        widgets = {
            "lead": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "body": forms.Textarea(attrs={"rows": 16, "class": "vLargeTextField"}),
        }

    def clean_reviewed_on(self):
        """Of the content that is loaded nothing is asked: a machine's clock may be behind."""
        day = self.cleaned_data["reviewed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class GuidancePageSourcesInline(PartInline):
    model = GuidancePageSource
    fields = ("title", "publisher", "url", "date", "position")
    verbose_name = _("source")
    verbose_name_plural = _("sources: what the text rests on")


@admin.register(GuidancePage)
class GuidancePageAdmin(AuditedAdmin):
    """Which pages there are is the code's to say, so none is added here and none goes."""

    form = GuidancePageForm
    change_form_template = "admin/casestudies/guidancepage/change_form.html"
    list_display = ("title", "slug", "reviewed_on")
    search_fields = ("title", "lead", "body")
    fields = TEXTS
    inlines = (GuidancePageSourcesInline,)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        preview = path(
            "<int:pk>/preview/",
            self.admin_site.admin_view(self.preview_view),
            name="casestudies_guidancepage_preview",
        )
        return [preview, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["public_address"] = address_of(obj.slug) if obj else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    # What it said before stays in the audit trail, whole: the pages keep no versions

    def save_model(self, request, obj, form, change):
        # The sources are saved after the page itself
        request.said_before = {name: form.initial.get(name) for name in TEXTS}
        request.said_before["sources"] = cited(obj)
        super().save_model(request, obj, form, change)

    def log_change(self, request, obj, message):
        now = {name: getattr(obj, name) for name in TEXTS} | {"sources": cited(obj)}
        before = {name: was for name, was in request.said_before.items() if was != now[name]}
        verb = action_name(self.model, "changed")
        audit.record(verb, obj, by=request.user, what=message, before=before)
        return super(AuditedAdmin, self).log_change(request, obj, message)

    def history_view(self, request, object_id, extra_context=None):
        """Who changed the page when, and what stood there before."""
        page = self.get_object(request, unquote(object_id))
        if page is None or not self.has_view_or_change_permission(request, page):
            return super().history_view(request, object_id, extra_context)
        records = AuditRecord.objects.about(page).order_by("-at", "-pk")[:MOST_SHOWN]
        context = {
            **self.admin_site.each_context(request),
            "title": _("What “%s” said before") % page,
            "opts": self.opts,
            "page": page,
            "changes": [(record, list(before_of(record))) for record in records],
        }
        return TemplateResponse(request, "admin/casestudies/guidancepage/history.html", context)

    # The preview

    def preview_view(self, request, pk):
        """The public page with what stands in the form, which is not saved."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        page = self.get_queryset(request).filter(pk=pk).first()
        if page is None:
            raise Http404
        if request.method != "POST":
            change = reverse("admin:casestudies_guidancepage_change", args=[pk])
            return HttpResponseRedirect(change)
        form = self.get_form(request, page, change=True)(request.POST, instance=page)
        formsets, _inlines = self._create_formsets(request, page, change=True)
        if not all([form.is_valid(), *(formset.is_valid() for formset in formsets)]):
            return self._cannot_show(request, page, [form, *(f for s in formsets for f in s)])
        tried = form.save(commit=False)
        kept = [
            form.instance
            for formset in formsets
            for form in formset
            if form.instance.url and form not in formset.deleted_forms
        ]
        return public_page(request, tried, sorted(kept, key=lambda source: source.position))

    def _cannot_show(self, request, page, bound):
        problems = [
            (form.fields[name].label if name in form.fields else "", message)
            for form in bound
            for name, messages in form.errors.items()
            for message in messages
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("This cannot be shown yet"),
            "opts": self.opts,
            "page": page,
            "problems": problems,
        }
        name = "admin/casestudies/guidancepage/cannot_show.html"
        return TemplateResponse(request, name, context)


def cited(page):
    """The sources of a page as they are stored, one to a line."""
    return "\n".join(f"{source}, {source.url}" for source in page.sources.all())


def before_of(record):
    """What a record of the audit trail says stood there: what it is called, and the text."""
    for name, was in record.detail.get("before", {}).items():
        if name == "sources":
            yield _("Sources"), was
        elif name in TEXTS:
            yield capfirst(GuidancePage._meta.get_field(name).verbose_name), was


def public_page(request, page, sources):
    """The answer that readers would get at the page's address if it said this."""
    address = address_of(page.slug)
    match = resolve(address)
    asked = copy.copy(request)
    asked.method, asked.GET = "GET", QueryDict()
    asked.path = asked.path_info = address
    asked.guide_tried_out = guide_of(page, sources)
    # Without what keeps public pages: this one is nobody else's.
    response = inspect.unwrap(match.func)(asked, *match.args, **match.kwargs)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
