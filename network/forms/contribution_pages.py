"""The small forms around a proposal: to begin it, to send it, to answer a question about it."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.models import CaseStudy
from casestudies.search.language import fold
from casestudies.twins import twins_of
from collab_directory.forms import Paragraphs, PostedForm
from network import wordings
from network.forms.contribution_fields import TOO_LONG, Said
from network.forms.membership import Suggested

LONGEST_ANSWER = 2_000


class BeginForm(PostedForm):
    like = Said(
        label=gettext_lazy("Start from a case study that is like it"),
        help_text=gettext_lazy(
            "Start to type its name and choose it. Services, types, region and organisations are "
            "filled in for you to change; its words are not copied."
        ),
        max_length=160,
        required=False,
        widget=Suggested(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        suggested: Any = self.fields["like"].widget
        suggested.names = list(
            CaseStudy.objects.published().order_by("title").values_list("title", flat=True)
        )
        self.study: CaseStudy | None = None

    def clean_like(self) -> str:
        said: str = self.cleaned_data["like"]
        wanted = fold(said).strip()
        if wanted:
            published = CaseStudy.objects.published()
            named = published.order_by("pk").values_list("pk", "title")
            found = next((pk for pk, title in named if fold(title) == wanted), None)
            if found is None:
                raise ValidationError(self._nearest(said), code="unknown")
            self.study = published.select_related("region").get(pk=found)
        return said

    @staticmethod
    def _nearest(said: str) -> str:
        near = twins_of(said, among=CaseStudy.objects.published())
        if not near:
            return _("No case study is called so. Choose one from the list, or leave this empty")
        names = get_text_list([f"“{twin.study}”" for twin in near], _("or"))
        return _("No case study is called so. Do you mean %s?") % names


class SendForm(forms.Form):
    """`seen`: when what stands above the button was saved."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    confirmed = forms.BooleanField(
        label=wordings.CONTRIBUTING[wordings.CONTRIBUTING_NOW],
        error_messages={
            "required": gettext_lazy("Tick that this is so, or we cannot take your case study")
        },
    )

    @property
    def seen_at(self) -> dt.datetime | None:
        """None for what is no moment, which no draft was saved at."""
        try:
            return dt.datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None


class AnswerForm(forms.Form):
    text = Paragraphs(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("Up to 2,000 characters. Only the editors read it."),
        max_length=LONGEST_ANSWER,
        error_messages={"required": gettext_lazy("Write your answer"), "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
