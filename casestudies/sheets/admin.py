"""The editors' pages for spreadsheets: take out, bring in, see what would change, apply it."""

import datetime as dt
from http import HTTPStatus

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies import differences, editorial
from casestudies.named import Named
from casestudies.sheets import jobs, writing
from casestudies.sheets.bounds import Unreadable
from casestudies.sheets.forms import BringForm
from casestudies.sheets.layout import KINDS, book
from casestudies.sheets.models import SheetImport
from casestudies.sheets.steps import WORDS, What
from collab_directory import audit, limits
from collab_directory.limits import Limit, Refused

PER_PAGE = 25  # entries whose differences one page shows
# Reading a large file is work: nobody needs more, and nobody can keep others waiting
BROUGHT = Limit("spreadsheets.by_account", ((30, dt.timedelta(hours=1)),))
FORMATS = ("xlsx", "csv")


def may_view(user, kind):
    return user.has_perm(f"casestudies.view_{book(kind).shape.model._meta.model_name}")


def may_bring(user, kind):
    """Who may write entries of this kind one by one may bring many."""
    name = book(kind).shape.model._meta.model_name
    return user.has_perms([f"casestudies.add_{name}", f"casestudies.change_{name}"])


@admin.register(SheetImport)
class SheetImportAdmin(admin.ModelAdmin):
    """One page for all that is done with spreadsheets, and one for each file on its way in."""

    def get_urls(self):
        wrap, name = self.admin_site.admin_view, "sheets_sheetimport_{}".format
        return [
            path("export/<slug:kind>.<slug:form>", wrap(self.export_view), name=name("export")),
            path("template/<slug:kind>.<slug:form>", wrap(self.empty_view), name=name("template")),
            path("<int:pk>/", wrap(self.job_view), name=name("job")),
            *super().get_urls(),
        ]

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        if obj is not None and obj.by_id != request.user.pk:
            return False
        return any(may_view(request.user, kind) for kind in KINDS)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).filter(by=request.user)

    # Take out

    def export_view(self, request, kind, form):
        self._require(request, kind, form)
        whole = book(kind)
        documents = list(writing.as_documents(writing.entries_of(whole), whole))
        audit.record(
            "spreadsheet.exported", request.user, by=request.user, kind=kind, entries=len(documents)
        )
        return _file(documents, whole, f"{kind}-{timezone.localdate():%Y-%m-%d}.{form}")

    def empty_view(self, request, kind, form):
        self._require(request, kind, form)
        return _file([], book(kind), f"{kind}-template.{form}")

    def _require(self, request, kind, form):
        if kind not in KINDS or form not in FORMATS or request.method not in ("GET", "HEAD"):
            raise Http404
        if not may_view(request.user, kind):
            raise PermissionDenied

    # Bring in

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        user = request.user
        kinds = [(kind, book(kind).main.title) for kind in KINDS if may_bring(user, kind)]
        if request.method == "POST" and not kinds:
            raise PermissionDenied
        form = BringForm(request.POST or None, request.FILES or None, kinds=kinds)
        status = HTTPStatus.OK
        if request.method == "POST" and form.is_valid():
            try:
                return self._to(self._bring(request, form))
            except Unreadable as reason:
                form.add_error("file", str(reason))
            except Refused as refused:
                minutes = -(-refused.after // 60)
                form.add_error(
                    None,
                    ngettext(
                        "Those were many files. Bring the next in %d minute.",
                        "Those were many files. Bring the next in %d minutes.",
                        minutes,
                    )
                    % minutes,
                )
                status = HTTPStatus.TOO_MANY_REQUESTS
        viewed = [kind for kind in KINDS if may_view(user, kind)]
        context = self._context(_("Spreadsheets")) | {
            "form": form if kinds else None,
            "books": [{"kind": kind, "book": book(kind)} for kind in viewed],
            "formats": FORMATS,
            "rules": writing.rules(book(viewed[0]))[1:],
            "columns": [_columns(book(kind)) for kind in viewed],
            "jobs": self.get_queryset(request).defer("entries", "steps").order_by("-pk")[:10],
        }
        return self._page(request, "spreadsheets", context, status)

    def _bring(self, request, form):
        limits.take({BROUGHT: str(request.user.pk)}, at=timezone.now())
        file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        return jobs.go_on(jobs.bring(file.read(), file.name, kind, by=request.user))

    def job_view(self, request, pk):
        job = self.get_queryset(request).filter(pk=pk).first()
        if job is None:
            raise Http404
        if not may_bring(request.user, job.kind):
            raise PermissionDenied
        if request.method == "POST":
            act = {"go-on": self._go_on, "apply": self._apply, "give-up": self._give_up}
            return act.get(request.POST.get("act"), self._go_on)(request, job)
        return self._page(request, "job", self._of_job(request, job))

    def _go_on(self, request, job):
        return self._to(jobs.go_on(job))

    def _give_up(self, request, job):
        jobs.give_up(job)
        messages.info(request, _("The file is forgotten. Nothing was changed."))
        return HttpResponseRedirect(reverse("admin:sheets_sheetimport_changelist"))

    def _apply(self, request, job):
        try:
            written = jobs.apply(job, by=request.user, shown=request.POST.get("shown", ""))
        except jobs.ChangedMeanwhile as reason:
            messages.warning(request, str(reason))
            jobs.check_anew(job)
            return self._to(jobs.go_on(job))
        except editorial.NotPossible as reason:
            messages.error(request, str(reason))
            return self._to(job)
        if written is None:
            messages.info(request, _("This was applied already."))
        else:
            said = ngettext("%d entry was written.", "%d entries were written.", written)
            messages.success(request, said % written)
        return self._to(job)

    def _of_job(self, request, job):
        steps = jobs.steps_of(job)
        by_what = {what: [step for step in steps if step.what is what] for what in What}
        writing_steps = [step for step in steps if step.writes]
        page = Paginator(writing_steps, PER_PAGE).get_page(request.GET.get("page"))
        _compare(page.object_list, book(job.kind), job.kind)
        return self._context(job.name or _("A spreadsheet")) | {
            "job": job,
            "problems": jobs.problems_of(job),
            "counts": [(WORDS[job.kind][what], len(by_what[what])) for what in WORDS[job.kind]],
            "page": page,
            "written": len(writing_steps),
            "list": reverse(
                f"admin:casestudies_{book(job.kind).shape.model._meta.model_name}_changelist"
            ),
        }

    def _context(self, title):
        return {"title": title, "opts": self.opts, "media": self.media}

    def _page(self, request, name, context, status=HTTPStatus.OK):
        context = self.admin_site.each_context(request) | context
        return TemplateResponse(request, f"admin/sheets/{name}.html", context, status=status)

    def _to(self, job):
        return HttpResponseRedirect(reverse("admin:sheets_sheetimport_job", args=[job.pk]))


def _columns(whole):
    """Each column of a book as the page explains it."""
    rows = [
        {"sheet": sheet.title, "column": column, "says": writing.explained(column)}
        for sheet in whole.sheets
        for column in sheet.columns
    ]
    return {"title": whole.main.title, "rows": rows}


def _compare(steps, whole, kind):
    """Give each step its differences, with the same few queries for any number of them."""
    documents = [document for step in steps for document in (step.before, step.after)]
    named = Named(*documents, shape=whole.shape)
    for step in steps:
        step.differences = differences.between(
            step.before, step.after, shape=whole.shape, named=named
        )
        step.word = WORDS[kind][step.what]


def _file(documents, whole, name):
    response: HttpResponseBase
    if name.endswith(".xlsx"):
        response = HttpResponse(writing.as_workbook(documents, whole), content_type=writing.XLSX)
    else:
        response = StreamingHttpResponse(
            writing.as_text(documents, whole), content_type="text/csv; charset=utf-8"
        )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response
