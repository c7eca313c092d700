"""Whoever opens an entry hears who else has it open, and the others hear of them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from casestudies import editorial
from casestudies.models import CaseStudy
from collab_directory import presence


class Opened:
    """Gives the admin of case studies its notice of who else is at an entry."""

    def get_urls(self):
        # Sent by browsers, every minute: it is no use of the admin, so it keeps nobody signed in
        mine = path(
            "<int:pk>/open/",
            self.admin_site.admin_view(require_POST(self.open_view)),
            name="casestudies_casestudy_open",
        )
        return [mine, *super().get_urls()]

    def open_view(self, request, pk):
        if not request.user.has_perm(editorial.CHANGE):
            raise PermissionDenied
        study = CaseStudy.objects.filter(pk=pk).first()
        if study is None:
            raise Http404
        if not editorial.may_change(study, request.user):
            raise PermissionDenied
        if "leave" in request.POST:
            presence.left(study, by=request.user)
        else:
            presence.still_open(study, by=request.user, at=timezone.now())
        return JsonResponse({"said": others_in_words(study, request.user)})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and editorial.may_change(obj, request.user):
            if request.method == "GET":
                presence.opened(obj, by=request.user, at=timezone.now())
            context["others"] = others_in_words(obj, request.user)
            context["is_open_here"] = True
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_change(self, request, obj):
        presence.left(obj, by=request.user)
        return super().response_change(request, obj)


def others_in_words(study, user):
    """Who else has it open, and since when; empty where nobody has."""
    forms = presence.others(study, by=user, at=timezone.now())
    if not forms:
        return ""
    opened = [
        _("%(who)s opened this at %(time)s")
        % {"who": form.who, "time": date_format(timezone.localtime(form.opened_at), "H:i")}
        for form in forms
    ]
    then = ngettext(
        "Whoever saves second is shown what the other wrote, and loses nothing.",
        "Whoever saves later is shown what the others wrote, and loses nothing.",
        len(forms),
    )
    return f"{'; '.join(opened)}. {then}"
