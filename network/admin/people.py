"""The page of one person, for data protection: what is held, handing it out, erasing it.

An address is never part of a page's address, where logs and browsers would keep it: every step is
sent as a form.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.admin.base import plain_renderer
from casestudies.editorial import NotAllowed, NotPossible
from network.actions import disclosing, erasing
from network.models import Disclosure
from network.personal import KINDS, Person, compared, export, mentions

NO_ADDRESS = gettext_lazy("Enter an email address, such as name@example.org")


class PersonForm(forms.Form):
    default_renderer = plain_renderer

    address = forms.CharField(
        label=gettext_lazy("Email address"),
        help_text=gettext_lazy("However it is capitalised. A plus and what follows is part of it."),
        max_length=254,
        error_messages={"required": NO_ADDRESS},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    why = forms.ChoiceField(
        label=gettext_lazy("Why you look"),
        help_text=gettext_lazy("It is written down with your name, for two years."),
        choices=[one for one in Disclosure.Why.choices if one[0] != Disclosure.Why.COMMAND],
    )

    def clean_address(self) -> str:
        try:
            return compared(self.cleaned_data["address"])
        except ValidationError:
            raise ValidationError(NO_ADDRESS) from None

    @property
    def person(self) -> Person:
        return Person(self.cleaned_data["address"])

    @property
    def why_words(self) -> Disclosure.Why:
        return Disclosure.Why(self.cleaned_data["why"])

    def carried(self) -> list[tuple[str, str]]:
        """What the next form holds of this one."""
        return [(name, self.cleaned_data[name]) for name in ("address", "why")]


class EraseForm(PersonForm):
    typed = forms.CharField(
        label=gettext_lazy("Type the address once more"),
        help_text=gettext_lazy("What goes now cannot be brought back."),
        max_length=254,
        error_messages={"required": gettext_lazy("Type the address that is to be erased")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("address", "why"):
            self.fields[name].widget = forms.HiddenInput()

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        try:
            is_same = compared(typed) == self.cleaned_data.get("address")
        except ValidationError:
            is_same = False
        if not is_same:
            raise ValidationError(_("This is another address. Type the one that you looked up."))
        return typed


class PersonPages:
    """Put before the admin of the register; gives it the page of one person."""

    def person_view(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(disclosing.EXPORT):
            raise PermissionDenied
        do = request.POST.get("do", "look")
        form_class = EraseForm if do == "confirm" else PersonForm
        form = form_class(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            # The first form of the two again, unless it is known by now whom it is about
            is_known = do == "confirm" and "address" in getattr(form, "cleaned_data", {})
            return self._ask(request, form) if is_known else self._page(request, form, {})
        steps = {
            "save": self._save,
            "mail": self._mail,
            "erase": self._ask_first,
            "confirm": self._erase,
        }
        return steps.get(do, self._look)(request, form)

    def _look(self, request: HttpRequest, form: PersonForm) -> HttpResponse:
        sections = disclosing.look_up(
            form.person, by=request.user, why=form.why_words, at=timezone.now()
        )
        return self._page(request, form, {"sections": sections, "person": form.person})

    def _save(self, request: HttpRequest, form: PersonForm) -> HttpResponse:
        now = timezone.now()
        files = disclosing.save(form.person, by=request.user, why=form.why_words, at=now)
        return HttpResponse(
            export.packed(files),
            content_type="application/zip",
            headers={"Content-Disposition": 'attachment; filename="person.zip"'},
        )

    def _mail(self, request: HttpRequest, form: PersonForm) -> HttpResponse:
        row = disclosing.mail_link(
            form.person, by=request.user, why=form.why_words, at=timezone.now()
        )
        until = timezone.localtime(row.expires_at)
        messages.success(
            request,
            _("A link is on its way to %(address)s. It works once, until %(until)s.")
            % {"address": form.person.address, "until": f"{until:%-d %B %Y, %H:%M}"},
        )
        return self._begin_again()

    def _ask_first(self, request: HttpRequest, form: PersonForm) -> HttpResponse:
        return self._ask(request, EraseForm(initial=dict(form.carried())), form.person)

    def _ask(
        self, request: HttpRequest, form: EraseForm, person: Person | None = None
    ) -> HttpResponse:
        """What would go, and what would stay; then it has to be typed."""
        if not request.user.has_perm(erasing.ERASE):
            raise PermissionDenied
        person = person or form.person
        counts = erasing.would_erase(person, at=timezone.now())
        context = {
            "person": person,
            "form": form,
            "going": [(kind, counts[kind.name]) for kind in KINDS if kind.name in counts],
            "warnings": erasing.warnings(person),
            "mentions": mentions(person),
            "title": _("Erase what is held of a person?"),
        }
        return self._drawn(request, "admin/network/person_erase.html", context)

    def _erase(self, request: HttpRequest, form: EraseForm) -> HttpResponse:
        try:
            counts = erasing.erase_person(form.person, by=request.user, at=timezone.now())
        except NotPossible as reason:
            form.add_error(None, str(reason))
            return self._ask(request, form, form.person)
        except NotAllowed:
            raise PermissionDenied from None
        if counts:
            said = _("Erased, and written into the ledger. You can look once more to be sure.")
            messages.success(request, said)
        else:
            messages.info(request, _("There was nothing to erase."))
        return self._begin_again()

    def _begin_again(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:network_disclosure_person"))

    def _page(self, request: HttpRequest, form: PersonForm, found: dict[str, Any]) -> HttpResponse:
        context = {"form": form, "title": _("What is held of a person"), "sections": None} | found
        context["may_erase"] = request.user.has_perm(erasing.ERASE)
        return self._drawn(request, "admin/network/person.html", context)

    def _drawn(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        everywhere = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, everywhere | context)
