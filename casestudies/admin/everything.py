"""Everything public as one ZIP: made beside the web server, and handed out from the admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from casestudies import editorial
from casestudies.api.door import changed_at
from casestudies.whole import keeping
from casestudies.whole.exporting import name_on
from collab_directory import audit

PAGE = "admin:casestudies_casestudy_everything"


class Everything:
    """Put before ModelAdmin: its two addresses below those of case studies."""

    def get_urls(self):
        wrap, name = self.admin_site.admin_view, "casestudies_casestudy_everything"
        mine = [
            path("everything/", wrap(self.everything_view), name=name),
            path("everything.zip", wrap(self.everything_file), name=f"{name}_file"),
        ]
        return mine + super().get_urls()

    def everything_view(self, request):
        """What there is, and the button that makes the next one."""
        self._require(request)
        if request.method == "POST":
            if request.POST.get("act") == "make":
                self._make(request)
            return HttpResponseRedirect(reverse(PAGE))
        state = keeping.state()
        context = self.admin_site.each_context(request) | {
            "title": _("Everything in one file"),
            "opts": self.opts,
            "state": state,
            "may_be_taken": state.kept is not None and state.kept.is_public,
            "changed_at": changed_at(),
        }
        return TemplateResponse(request, "admin/casestudies/casestudy/everything.html", context)

    def _make(self, request):
        try:
            begun = keeping.begin()
        except OSError as error:
            said = _("It could not be begun: %(why)s") % {"why": error.strerror or error}
            messages.error(request, said)
            return
        if not begun:
            messages.info(request, _("It is being made already."))
            return
        audit.record("everything.begun", request.user, by=request.user)
        messages.success(request, _("It is being made. That takes about a minute."))

    def everything_file(self, request):
        self._require(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        kept = keeping.state().kept
        if kept is None or not kept.is_public:
            raise Http404
        audit.record("everything.taken", request.user, by=request.user, on=kept.on.isoformat())
        response = FileResponse(
            kept.path.open("rb"), as_attachment=True, filename=f"{name_on(kept.on)}.zip"
        )
        response["X-Content-Type-Options"] = "nosniff"
        patch_cache_control(response, private=True, no_store=True)
        return response

    def _require(self, request):
        if not request.user.has_perm(editorial.PUBLISH):
            raise PermissionDenied
