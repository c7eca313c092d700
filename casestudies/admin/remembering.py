"""A list that comes back as one left it: its filters, search and order, within a session."""

from django.http import HttpResponseRedirect
from django.utils.http import urlencode

ALL = "all"  # in an address: forget, and show everything
BROKEN = "e"  # Django's word for filters that it could not read


class Remembering:
    """Put before ModelAdmin. What was chosen last is kept in the session, under the list's name."""

    change_list_template = "admin/remembered_list.html"

    def changelist_view(self, request, extra_context=None):
        if request.method != "GET" or request.GET.get("_popup"):
            return super().changelist_view(request, extra_context)
        key = f"list:{self.opts.label_lower}"
        if ALL in request.GET or BROKEN in request.GET:
            request.session.pop(key, None)
        elif request.GET:
            if request.session.get(key) != request.GET.urlencode():
                request.session[key] = request.GET.urlencode()
        elif key in request.session:
            # A link of the list itself that leaves nothing chosen means just that
            if not self._comes_from_itself(request):
                return HttpResponseRedirect(f"{request.path}?{request.session[key]}")
            del request.session[key]
        if ALL in request.GET:
            return HttpResponseRedirect(request.path)
        more = {"everything": f"?{urlencode({ALL: 1})}" if request.GET else ""}
        return super().changelist_view(request, more | (extra_context or {}))

    def _comes_from_itself(self, request):
        before = request.headers.get("Referer", "").partition("?")[0]
        return before == request.build_absolute_uri(request.path)
