"""The two pages of a version that ask: withhold it from the public, and let it be read again."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies import editorial, withholding
from casestudies.admin.base import plain_renderer
from casestudies.models import Version


class AskedForm(forms.Form):
    """Nothing but the button."""

    default_renderer = plain_renderer


class ReasonForm(AskedForm):
    because = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=300,
        help_text=gettext_lazy(
            "Such as: it names a member of staff. Do not repeat the name here. Only the working "
            "group reads this."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={"required": gettext_lazy("Say why it is withheld.")},
    )


WITHHOLDING = {
    "button": gettext_lazy("Withhold it"),
    "consequence": gettext_lazy(
        "From that moment its page says that it was withheld, and when; nothing of its text, title "
        "or note. The other versions stay. The working group still reads it here, and a publisher "
        "can let the public read it again."
    ),
}
GIVING_BACK = {
    "button": gettext_lazy("Let the public read it"),
    "consequence": gettext_lazy("From that moment everybody can read it, as before."),
}


class Withholding:
    """Gives the admin of versions the two pages, each behind the right to publish."""

    def get_urls(self):
        views = {"withhold": self.withhold_view, "give_back": self.give_back_view}
        mine = [
            path(
                f"<int:pk>/{name.replace('_', '-')}/",
                self.admin_site.admin_view(view),
                name=f"casestudies_version_{name}",
            )
            for name, view in views.items()
        ]
        return mine + super().get_urls()

    def about_withholding(self, user, version):
        """Which of the two the page of a version offers."""
        may = user.has_perm(editorial.PUBLISH)
        return {
            "may_withhold": may and not version.withheld_at,
            "may_give_back": may and bool(version.withheld_at),
        }

    def withhold_view(self, request, pk):
        version = self._asked_of(request, pk)
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            because = form.cleaned_data["because"]
            try:
                was_done = withholding.withhold(version, by=request.user, because=because)
            except editorial.NotPossible as problem:
                form.add_error(None, str(problem))
            else:
                done = _("%s is withheld.") if was_done else _("%s is withheld already.")
                return self._said(request, version, done)
        title = _("Withhold %s?") % version
        cannot = withholding.why_not(version, version.study)
        return self._ask(request, version, form, title, WITHHOLDING, cannot)

    def give_back_view(self, request, pk):
        version = self._asked_of(request, pk)
        if request.method == "POST":
            was_done = withholding.give_back(version, by=request.user)
            done = _("%s can be read again.") if was_done else _("%s can be read already.")
            return self._said(request, version, done)
        title = _("Let the public read %s again?") % version
        return self._ask(request, version, AskedForm(), title, GIVING_BACK)

    def _asked_of(self, request, pk):
        if not request.user.has_perm(editorial.PUBLISH):
            raise PermissionDenied
        return get_object_or_404(Version.objects.select_related("study"), pk=pk)

    def _said(self, request, version, words):
        messages.success(request, words % version)
        return HttpResponseRedirect(reverse("admin:casestudies_version_change", args=[version.pk]))

    def _ask(self, request, version, form, title, words, cannot=""):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "version": version,
            "transition": words,
            "cannot": cannot,
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/casestudies/version/withhold.html", context)
