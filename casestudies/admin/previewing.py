"""How an editor looks at an entry as the public would, and shows it to somebody by a link."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies import editorial, previews
from casestudies.models import CaseStudy
from casestudies.models.previews import PREVIEW_LASTS
from casestudies.views.preview import preview_page


class Previewing:
    """Gives the admin of case studies a preview of what is not public, and links to it."""

    def get_urls(self):
        mine = [
            path(
                "<int:pk>/preview/",
                self.admin_site.admin_view(self.preview_view),
                name="casestudies_casestudy_preview",
            ),
            path(
                "<int:pk>/preview-links/",
                self.admin_site.admin_view(self.preview_links_view),
                name="casestudies_casestudy_preview_links",
            ),
        ]
        return mine + super().get_urls()

    def preview_view(self, request, pk):
        study = self._unpublished(request, pk)
        if study.is_published:
            return HttpResponseRedirect(study.get_absolute_url())
        response = preview_page(request, study, until=None)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def preview_links_view(self, request, pk):
        """The links that show something, and a button to make one; a new one is shown once."""
        study = self._unpublished(request, pk)
        if study.is_published:
            messages.info(request, _("“%s” is published: everybody can read it.") % study)
            return HttpResponseRedirect(reverse("admin:casestudies_casestudy_change", args=[pk]))
        shown, problem = "", ""
        if request.method == "POST" and "withdraw" in request.POST:
            return self._withdraw(request, study)
        if request.method == "POST":
            try:
                _made, token = previews.make(study, by=request.user)
            except editorial.NotPossible as refused:
                problem = str(refused)
            else:
                shown = settings.SITE_URL + reverse("casestudies:preview", args=[token])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Show “%s” before it is published") % study,
            "opts": self.opts,
            "study": study,
            "shown": shown,
            "problem": problem,
            "links": study.previews.open(timezone.now()).select_related("made_by"),
            "days": PREVIEW_LASTS.days,
        }
        return TemplateResponse(request, "admin/casestudies/casestudy/preview_links.html", context)

    def _withdraw(self, request, study):
        number = request.POST["withdraw"]
        link = (
            study.previews.filter(pk=number).first()
            if number.isascii() and number.isdigit()
            else None
        )
        if link is not None and previews.withdraw(link, by=request.user):
            messages.success(request, _("The link is withdrawn: it shows nothing any more."))
        else:
            messages.info(request, _("This link shows nothing any more already."))
        address = reverse("admin:casestudies_casestudy_preview_links", args=[study.pk])
        return HttpResponseRedirect(address)

    def _unpublished(self, request, pk):
        if not request.user.has_perm(editorial.CHANGE):
            raise PermissionDenied
        study = CaseStudy.objects.filter(pk=pk).first()
        if study is None:
            raise Http404
        return study
