"""The history of a case study: any two of its texts side by side, and an earlier one back again."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies import editorial, restoring
from casestudies.admin.base import plain_renderer
from casestudies.admin.history import what_happened
from casestudies.admin.transitions import ConfirmForm
from casestudies.differences import between
from casestudies.imports.documents import Document
from casestudies.imports.one import current_document
from casestudies.models import CaseStudy, Version

NOW = "now"
MOST_EVENTS = 100

RESTORING = {
    "button": gettext_lazy("Bring it back"),
    "consequence": gettext_lazy(
        "What this version said becomes a change that is being prepared. The public goes on "
        "reading the entry as it is until somebody publishes the change. Its address stays, and so "
        "does who confirmed it when."
    ),
}


@dataclass(frozen=True)
class Side:
    """One of the two texts that are compared."""

    value: str
    label: str
    document: Document


class CompareForm(forms.Form):
    """Which two texts: numbers of versions, or `now` for what is stored."""

    default_renderer = plain_renderer

    before = forms.ChoiceField(label=gettext_lazy("Compare"))
    after = forms.ChoiceField(label=gettext_lazy("with"))

    def __init__(self, data, choices):
        super().__init__(data)
        for field in self.fields.values():
            field.choices = choices


class Comparing:
    """Gives the admin of case studies its history page, and the page that brings a version back."""

    def get_urls(self):
        restore = path(
            "<int:pk>/versions/<int:number>/restore/",
            self.admin_site.admin_view(self.restore_view),
            name="casestudies_casestudy_restore",
        )
        return [restore, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        study = CaseStudy.objects.filter(pk=_number(unquote(object_id))).first()
        if study is None:
            if not self.has_view_or_change_permission(request):
                raise PermissionDenied
            raise Http404
        if not self.has_view_or_change_permission(request, study):
            raise PermissionDenied
        entry = study.pending_of or study
        versions = list(entry.versions.select_related("published_by"))
        choices = _choices(entry, versions, study)
        form = CompareForm(_asked(request.GET, versions, study), list(choices.items()))
        sides = _sides(form, study, versions, choices) if form.is_valid() else []
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of “%s”") % study,
            "opts": self.opts,
            "object": study,
            "study": study,
            "entry": entry,
            "versions": versions,
            "form": form,
            "sides": sides,
            "differences": between(*(side.document for side in sides)) if sides else [],
            "happened": what_happened(entry, most=MOST_EVENTS),
            "may_restore": (may_restore := _may_restore(request.user, entry)),
            "differing": restoring.that_differ(versions, entry) if may_restore else (),
            "media": self.media,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/casestudies/casestudy/history.html", context)

    def restore_view(self, request, pk, number):
        if not request.user.has_perm(editorial.CHANGE):
            raise PermissionDenied
        version = Version.objects.select_related("study").filter(study=pk, number=number).first()
        if version is None:
            raise Http404
        study = version.study
        form = ConfirmForm(request.POST or None, study=study)
        if form.is_valid():
            try:
                change = restoring.restore(version, by=request.user)
            except editorial.NotPossible as problem:
                form.add_error(None, str(problem))
            else:
                return self._restored(request, version, change)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Bring back version %(number)d of “%(study)s”?")
            % {"number": number, "study": study},
            "opts": self.opts,
            "study": study,
            "version": version,
            "transition": RESTORING,
            "would": restoring.what_it_would_do(version),
            "may_restore": _may_restore(request.user, study),
            "change": CaseStudy.objects.filter(pending_of=study).first(),
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/casestudies/casestudy/restore.html", context)

    def _restored(self, request, version, change):
        words = {"number": version.number, "study": version.study}
        messages.success(
            request,
            _("Version %(number)d of “%(study)s” is back, as a change that is being prepared.")
            % words,
        )
        if left_out := getattr(change, "left_out", ()):
            messages.warning(request, _("Left out, because it is gone: %s.") % ", ".join(left_out))
        return HttpResponseRedirect(reverse("admin:casestudies_casestudy_change", args=[change.pk]))


def _number(text):
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else 0


def _may_restore(user, study):
    states = (CaseStudy.State.PUBLISHED, CaseStudy.State.ARCHIVED)
    return user.has_perm(editorial.CHANGE) and study.state in states


def _choices(entry, versions, study):
    """What can be compared, by what stands for it in the address: the newest first."""
    now = _("the change that is being prepared") if study.is_pending else _("what is stored now")
    choices = {NOW: now}
    for version in versions:
        words = {
            "number": version.number,
            "date": date_format(localtime(version.published_at), "j F Y"),
        }
        choices[str(version.number)] = _("version %(number)d of %(date)s") % words
    return choices


def _asked(given, versions, study):
    """What the address says; at first what the newest version changed, or what changed since."""
    if "before" in given or "after" in given:
        return given
    newest = [str(version.number) for version in versions]
    if not newest:
        return {}
    if study.is_pending or len(newest) == 1:
        return {"before": newest[0], "after": NOW}
    return {"before": newest[1], "after": newest[0]}


def _sides(form, study, versions, choices):
    documents = {str(version.number): version.document for version in versions}
    chosen = (form.cleaned_data["before"], form.cleaned_data["after"])
    return [
        Side(
            value,
            choices[value],
            current_document(study) if value == NOW else documents[value],
        )
        for value in chosen
    ]
