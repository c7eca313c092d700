"""The first two steps of a proposal: what it is and who takes part, where and when."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.models import (
    CaseStudy,
    Organisation,
)
from network import organisations
from network.forms.contribution_fields import (
    AHEAD,
    FoldedBoxes,
    Said,
    Told,
    When,
    longest,
)
from network.forms.contribution_step import Rows, StepForm
from network.forms.contribution_terms import choices
from network.forms.enquiry import A_WORD, LINKS
from network.forms.membership import Boxes, Suggested

MOST_PARTNERS = 12
LISTED = "id_lead_list"  # the names that the browser offers, drawn once


class WhatForm(StepForm):
    step = "what"
    heading = gettext_lazy("What it is, and who takes part")

    title = Said(
        label=gettext_lazy("What is the scheme called?"),
        help_text=gettext_lazy("As people there call it, with the place if the name is common"),
        max_length=longest(CaseStudy, "title"),
        error_messages={"required": gettext_lazy("Enter what the scheme is called")},
    )
    services = forms.MultipleChoiceField(
        label=gettext_lazy("Which services work together?"),
        widget=Boxes,
        error_messages={
            "required": gettext_lazy("Choose at least one service"),
            "invalid_choice": gettext_lazy("Choose from the services in the list"),
        },
    )
    types = forms.MultipleChoiceField(
        label=gettext_lazy("What do they do together?"),
        help_text=gettext_lazy("Choose all that apply"),
        widget=Boxes,
        error_messages={
            "required": gettext_lazy("Choose at least one type of collaboration"),
            "invalid_choice": gettext_lazy("Choose from the types in the list"),
        },
    )
    lead = Said(
        label=gettext_lazy("Which organisation leads it?"),
        help_text=gettext_lazy(
            "Start to type and choose it. If it is not offered, write its name in full: the "
            "editors look it up. If several lead it together, name one here and the rest below"
        ),
        max_length=longest(Organisation, "name"),
        error_messages={"required": gettext_lazy("Enter the organisation that leads it")},
        widget=Suggested(attrs={"autocomplete": "off"}),
    )
    rows = (
        Rows(
            "partners",
            gettext_lazy("Partner %(n)d"),
            gettext_lazy("Save, and add another partner"),
            {
                "name": lambda: Said(
                    label=gettext_lazy("Another organisation that takes part"),
                    max_length=longest(Organisation, "name"),
                    required=False,
                    widget=forms.TextInput(attrs={"list": LISTED, "autocomplete": "off"}),
                )
            },
            most=MOST_PARTNERS,
            fewest=2,
        ),
    )
    GROUPS = (
        (gettext_lazy("The scheme"), ("title", "services", "types")),
        (gettext_lazy("Who takes part"), ("lead", "partners")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("services", choices(self.terms.services))
        self.offer("types", choices(self.terms.types))
        suggested: Any = self.fields["lead"].widget
        suggested.names = [] if self.is_strict else self.terms.organisation_names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        title = cleaned.get("title", "")
        if title and not A_WORD.search(LINKS.sub("", title)):
            self.add_error("title", _("Enter the name of the scheme in words"))
        names = ["lead", *self._all(("partners",))]
        said = {name: cleaned.get(name, "") for name in names if cleaned.get(name)}
        seen: set[str] = set()
        for name, words in said.items():
            self._check_organisation(name, words, seen)
        first = self.rows[0].field_name(0, "name")
        if not said.keys() - {"lead"} and first not in self.errors:
            self.need(first, _("Enter at least one more organisation that takes part"))
        return cleaned

    def _check_organisation(self, name: str, words: str, seen: set[str]) -> None:
        found = self.terms.meant_by(words)
        if len(found) > 1:
            choose = ", ".join(one.name for one in found)
            self.add_error(name, _("Several are called so. Choose one: %s") % choose)
        elif not A_WORD.search(LINKS.sub("", words)):
            self.add_error(name, _("Enter the name of the organisation"))
        else:
            called = found[0].name if found else organisations.folded(words)
            if called in seen:
                self.add_error(name, _("You have named this one already: take one of the two out"))
            seen.add(called)


class WhereForm(StepForm):
    step = "where"
    heading = gettext_lazy("Where and when")

    region = forms.ChoiceField(
        label=gettext_lazy("Which region is it in?"),
        help_text=gettext_lazy("If it is in several, the one from which it is led"),
        error_messages={
            "required": gettext_lazy("Choose a region"),
            "invalid_choice": gettext_lazy("Choose a region from the list"),
        },
    )
    place = Said(
        label=gettext_lazy("Where exactly?"),
        help_text=gettext_lazy("As people there would say it, such as Margate"),
        max_length=longest(CaseStudy, "place"),
        required=False,
    )
    force_areas = forms.MultipleChoiceField(
        label=gettext_lazy("In which police force areas?"),
        help_text=gettext_lazy("So that people who look at “your area” find it"),
        required=False,
        widget=FoldedBoxes,
        error_messages={"invalid_choice": gettext_lazy("Choose from the areas in the list")},
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Does it run today?"),
        choices=CaseStudy.Status.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose whether it runs today"),
            "invalid_choice": gettext_lazy("Choose whether it runs today"),
        },
    )
    started = When(
        label=gettext_lazy("When did it start?"),
        help_text=gettext_lazy("As exactly as you know: 2015, 2015-05 or 2015-05-31"),
        ahead=AHEAD,
        required=False,
    )
    ended = When(
        label=gettext_lazy("When did it end?"),
        help_text=gettext_lazy("If it has ended: 2019, 2019-03 or 2019-03-31"),
        required=False,
    )
    ended_reason = forms.ChoiceField(
        label=gettext_lazy("Why did it end?"),
        help_text=gettext_lazy("If it has ended. An honest end helps those who come after"),
        choices=[("", gettext_lazy("Choose a reason")), *CaseStudy.EndedReason.choices],
        required=False,
    )
    ended_advice = Told(
        label=gettext_lazy("What would you tell the next team?"),
        help_text=gettext_lazy("If it has ended"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    GROUPS = (
        (gettext_lazy("Where"), ("region", "place", "force_areas")),
        (gettext_lazy("When"), ("status", "started")),
        (gettext_lazy("If it has ended"), ("ended", "ended_reason", "ended_advice")),
    )

    ONLY_IF_SAID = frozenset(["ended", "ended_reason", "ended_advice"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = choices(self.terms.regions)
        self.offer("region", [("", gettext_lazy("Choose a region")), *regions])
        self.offer("force_areas", choices(self.terms.force_areas))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        status, started, ended = (cleaned.get(n, "") for n in ("status", "started", "ended"))
        if status == CaseStudy.Status.ENDED:
            if not cleaned.get("ended_reason"):
                self.need("ended_reason", _("Choose why it ended, or “Not recorded”"))
        elif status:
            for name in ("ended", "ended_reason", "ended_advice"):
                if cleaned.get(name):
                    self.add_error(name, _("Empty this, or choose above that the scheme has ended"))
        if started and When.is_ahead(started) and status not in {"", CaseStudy.Status.PLANNED}:
            self.add_error("started", _("This has not come yet. If it is planned, say so above"))
        if started and ended and ended < started[: len(ended)]:
            self.add_error("ended", _("It cannot end before it starts"))
        return cleaned
