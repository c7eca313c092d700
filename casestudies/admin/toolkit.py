"""The toolkit for editors: what each document says, and the file that takes its place."""

import datetime as dt
from http import HTTPStatus

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casestudies import editorial
from casestudies.admin.base import PartInline, plain_renderer
from casestudies.admin.guidance import SOURCE_FIELDS, GuidanceAdmin
from casestudies.models import Resource, ResourceFile, ResourceSource
from casestudies.models.toolkit import MEGABYTE, MOST_BYTES, MOST_FILES
from casestudies.toolkit import replacing
from casestudies.toolkit.handing import TYPES
from casestudies.toolkit.unfit import Unfit
from collab_directory import limits
from collab_directory.forms import Line, Paragraphs
from collab_directory.limits import Limit

# To look into a file is work: nobody needs more
BROUGHT = Limit("toolkit.files_by_account", ((30, dt.timedelta(hours=1)),))
FILES = "admin:casestudies_resource_files"


class ReplaceForm(forms.Form):
    """A file, and what readers are told of it before they download it."""

    default_renderer = plain_renderer

    file = forms.FileField(
        label=gettext_lazy("Which file?"),
        help_text=gettext_lazy(
            "Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods) or PDF, at most %d MB, without "
            "macros. Its properties may name whoever wrote it: look before you choose it."
        ),
        allow_empty_file=True,  # looking into it says so, and what to do
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "invalid": gettext_lazy("Choose the file once more."),
        },
    )
    dated = forms.DateField(
        label=gettext_lazy("Date of the document"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Enter the date that the document bears."),
            "invalid": gettext_lazy("Enter the date as year, month and day, such as 2026-11-23."),
        },
    )
    summary = Paragraphs(
        label=gettext_lazy("What it holds"),
        max_length=3000,
        help_text=gettext_lazy("Readers see this in the place of our own text."),
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        error_messages={"required": gettext_lazy("Say what the file holds.")},
    )
    note = Line(
        label=gettext_lazy("Note"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For Publishers only. You may leave this empty."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.help_text = str(field.help_text) % (MOST_BYTES // MEGABYTE)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than %d MB. Make its pictures smaller and save it again.")
                % (MOST_BYTES // MEGABYTE)
            )
        return file


class ResourceSourcesInline(PartInline):
    model = ResourceSource
    fields = SOURCE_FIELDS
    verbose_name = gettext_lazy("source")
    verbose_name_plural = gettext_lazy("sources")


@admin.register(Resource)
class ResourceAdmin(GuidanceAdmin):
    change_form_template = "admin/casestudies/resource/change_form.html"
    list_display = ("title", "dated", "handed_column", "position")
    search_fields = ("title", "summary")
    fields = ("title", "slug", "summary", "text", "dated", "position")
    inlines = (ResourceSourcesInline,)
    # For the history of the whole site
    happened = {
        "resource.replaced": gettext_lazy("put a file in its place"),
        "resource.file_used": gettext_lazy("put an earlier file in its place again"),
        "resource.own_used": gettext_lazy("went back to our own document"),
        "resource.file_removed": gettext_lazy("removed an earlier file for good"),
    }

    def get_urls(self):
        wrap = self.admin_site.admin_view
        mine = [
            path("<int:pk>/files/", wrap(self.files_view), name="casestudies_resource_files"),
            path(
                "<int:pk>/files/<int:number>/",
                wrap(self.stored_view),
                name="casestudies_resource_stored",
            ),
        ]
        return mine + super().get_urls()

    def get_queryset(self, request):
        return super().get_queryset(request).for_handing()

    @admin.display(description=gettext_lazy("what readers get"))
    def handed_column(self, resource):
        if not resource.used:
            return _("our own document")
        return resource.used[0].get_format_display()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["used"] = obj.used[0] if obj is not None and obj.used else None
        context["may_replace"] = obj is not None and request.user.has_perm(replacing.CHANGE)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # The files

    def files_view(self, request, pk):
        """What readers get, what they got before, and how to change it."""
        resource = self._resource(request, pk)
        act = request.POST.get("act", "") if request.method == "POST" else None
        if act:
            return self._act(request, resource, act)
        form = ReplaceForm(
            request.POST if act is not None else None, request.FILES if act is not None else None
        )
        status = HTTPStatus.OK
        if form.is_valid():
            try:
                return self._replace(request, resource, form)
            except (Unfit, editorial.NotPossible) as reason:
                form.add_error("file", str(reason))
            except limits.Refused as refused:
                form.add_error(None, _when_again(refused.after))
                status = HTTPStatus.TOO_MANY_REQUESTS
        context = {
            **self.admin_site.each_context(request),
            "title": _("What readers get for “%s”") % resource,
            "opts": self.opts,
            "media": self.media,
            "resource": resource,
            "form": form,
            "used": resource.used[0] if resource.used else None,
            "files": resource.files.light(),
            "most": MOST_FILES,
        }
        name = "admin/casestudies/resource/files.html"
        return TemplateResponse(request, name, context, status=status)

    def stored_view(self, request, pk, number):
        """A file that is or was in use, for Publishers."""
        file = self._resource(request, pk).files.filter(pk=number).first()
        if file is None:
            raise Http404
        response = HttpResponse(
            bytes(file.content), content_type=TYPES[ResourceFile.Format(file.format)]
        )
        name = f"{file.resource.slug}-{file.dated.isoformat()}.{file.format}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        patch_cache_control(response, private=True, no_store=True)
        return response

    def _replace(self, request, resource, form):
        limits.take({BROUGHT: str(request.user.pk)}, at=timezone.now())
        said = form.cleaned_data
        file = replacing.replace(
            resource,
            said["file"].read(),
            by=request.user,
            dated=said["dated"],
            summary=said["summary"],
            note=said["note"],
        )
        messages.success(
            request, _("Readers get this file from now on: %s.") % file.get_format_display()
        )
        return self._back(resource)

    def _act(self, request, resource, act):
        """`ours`, or `use` or `remove` with the number of a file."""
        verb, _space, number = act.partition(" ")
        if verb == "ours":
            done = replacing.back_to_ours(resource, by=request.user)
            said = _("Readers get our own document again. The file is still here.")
        else:
            is_number = number.isascii() and number.isdecimal() and len(number) < 19
            files = resource.files.light().select_related("resource")
            file = files.filter(pk=number).first() if is_number else None
            acts = {"use": replacing.use, "remove": replacing.remove}
            if verb not in acts:
                raise Http404
            done = file is not None and acts[verb](file, by=request.user)
            said = _("Readers get this file again.") if verb == "use" else _("The file is gone.")
        if done:
            messages.success(request, said)
        else:
            messages.info(request, _("Nothing was changed: this was done already."))
        return self._back(resource)

    def _back(self, resource):
        return HttpResponseRedirect(reverse(FILES, args=[resource.pk]))

    def _resource(self, request, pk):
        if not request.user.has_perm(replacing.CHANGE):
            raise PermissionDenied
        resource = self.get_queryset(request).filter(pk=pk).first()
        if resource is None:
            raise Http404
        return resource


def _when_again(seconds):
    minutes = -(-seconds // 60)
    return (
        ngettext(
            "Those were many files. Bring the next in %d minute.",
            "Those were many files. Bring the next in %d minutes.",
            minutes,
        )
        % minutes
    )
