"""The last two steps of a proposal: what came of it, and where that is written."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.models import (
    CaseStudy,
    Evidence,
    Funding,
    Saving,
    Source,
)
from network.forms.contribution_fields import (
    Lines,
    Pounds,
    Said,
    Told,
    When,
    longest,
)
from network.forms.contribution_step import Rows, StepForm
from network.forms.correction import WebAddress
from network.forms.membership import Boxes

LONGEST_STORY = 10_000  # characters; twice the longest in the directory
MOST_LESSONS = 10

EVIDENCE_IN_WORDS = {
    Evidence.DESCRIBED: gettext_lazy("Described: somebody says so, without figures"),
    Evidence.REPORTED: gettext_lazy("Reported: the partners give figures"),
    Evidence.MEASURED: gettext_lazy("Measured: figures with a method, before and after"),
    Evidence.EVALUATED: gettext_lazy("Evaluated: somebody independent looked"),
}


def _one(label: Any, longest: int, hint: Any = "", **more: Any) -> Said:
    return Said(label=label, max_length=longest, required=False, help_text=hint, **more)


def _choice(label: Any, choices: Sequence[tuple[Any, Any]], hint: Any = "") -> forms.ChoiceField:
    blank = [("", gettext_lazy("Choose one"))]
    return forms.ChoiceField(
        label=label, choices=[*blank, *choices], required=False, help_text=hint
    )


class CameForm(StepForm):
    step = "results"
    heading = gettext_lazy("What came of it")

    summary = Told(
        label=gettext_lazy("The scheme in one sentence"),
        help_text=gettext_lazy("Who does what together, and where. It stands in every list"),
        max_length=longest(CaseStudy, "summary"),
        error_messages={"required": gettext_lazy("Say in one sentence what the scheme is")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    what_happened = Told(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy(
            "Why it began and what was done, in your own words. Leave out names, and anybody who "
            "could be recognised"
        ),
        max_length=LONGEST_STORY,
        error_messages={"required": gettext_lazy("Write what happened")},
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    paid_by = Said(
        label=gettext_lazy("What did it cost, and who paid?"),
        help_text=gettext_lazy("Such as “£250,000 from both services”"),
        max_length=longest(Funding, "description"),
        required=False,
    )
    helped = Lines(
        label=gettext_lazy("What helped?"),
        help_text=gettext_lazy("One thing in each line"),
        most=MOST_LESSONS,
        max_length=3_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    hard = Lines(
        label=gettext_lazy("What was hard?"),
        help_text=gettext_lazy("One thing in each line"),
        most=MOST_LESSONS,
        max_length=3_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    rows = (
        Rows(
            "outcomes",
            gettext_lazy("Outcome %(n)d"),
            gettext_lazy("Save, and add another outcome"),
            {
                "text": lambda: Told(
                    label=gettext_lazy("What changed because of it"),
                    max_length=1_000,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 3}),
                ),
                "evidence": lambda: _choice(
                    gettext_lazy("How well is it known?"),
                    [(level.value, words) for level, words in EVIDENCE_IN_WORDS.items()],
                ),
            },
            most=8,
        ),
        Rows(
            "savings",
            gettext_lazy("Saving %(n)d"),
            gettext_lazy("Save, and add another saving"),
            {
                "covers": lambda: _one(
                    gettext_lazy("What was saved"),
                    longest(Saving, "covers"),
                    gettext_lazy("Such as “rent of the old station”"),
                ),
                "pounds": lambda: Pounds(
                    label=gettext_lazy("How much, in pounds"),
                    help_text=gettext_lazy("Such as 250,000. Empty if you do not know"),
                    required=False,
                ),
                "per": lambda: _choice(gettext_lazy("How often"), Saving.Per.choices),
            },
            most=5,
        ),
    )
    GROUPS = (
        (gettext_lazy("The story"), ("summary", "what_happened")),
        (gettext_lazy("What changed"), ("outcomes",)),
        (gettext_lazy("Money"), ("paid_by", "savings")),
        (gettext_lazy("What you learned"), ("helped", "hard")),
    )

    def clean_summary(self) -> str:
        # It is one line: a return typed into its box is a blank
        return " ".join(self.cleaned_data["summary"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        by_name = {rows.name: rows for rows in self.rows}
        for number in self._numbers(by_name["outcomes"]):
            text, evidence = (f"outcomes-{number}-{column}" for column in ("text", "evidence"))
            if cleaned.get(text) and not cleaned.get(evidence) and evidence not in self.errors:
                self.need(evidence, _("Choose how well this outcome is known"))
            if cleaned.get(evidence) and not cleaned.get(text) and text not in self.errors:
                self.need(text, _("Write what changed, or take the choice below it away"))
        for number in self._numbers(by_name["savings"]):
            covers, pounds, per = (
                f"savings-{number}-{column}" for column in ("covers", "pounds", "per")
            )
            is_begun = cleaned.get(pounds) or cleaned.get(per)
            if is_begun and not cleaned.get(covers) and covers not in self.errors:
                self.need(covers, _("Write what was saved"))
            if cleaned.get(pounds) and not cleaned.get(per) and per not in self.errors:
                self.need(per, _("Choose how often this is saved"))
        return cleaned


class SourcesForm(StepForm):
    step = "sources"
    heading = gettext_lazy("Sources and credit")

    credit = forms.MultipleChoiceField(
        label=gettext_lazy("How should readers see who wrote it?"),
        help_text=gettext_lazy(
            "It stands with the sources of the entry, for everybody to read. Tick nothing, and it "
            "says only that a member of the network wrote it"
        ),
        choices=[
            ("name", gettext_lazy("My name")),
            ("role", gettext_lazy("My job")),
            ("organisation", gettext_lazy("My organisation")),
        ],
        required=False,
        widget=Boxes,
        error_messages={"invalid_choice": gettext_lazy("Choose from the three in the list")},
    )
    rows = (
        Rows(
            "sources",
            gettext_lazy("Source %(n)d"),
            gettext_lazy("Save, and add another source"),
            {
                "title": lambda: _one(
                    gettext_lazy("Title of the page or document"), longest(Source, "title")
                ),
                "url": lambda: WebAddress(
                    label=gettext_lazy("Its web address"),
                    max_length=longest(Source, "url"),
                    required=False,
                ),
                "publisher": lambda: _one(
                    gettext_lazy("Who published it"), longest(Source, "publisher")
                ),
                "date": lambda: When(
                    label=gettext_lazy("When"),
                    help_text=gettext_lazy("2015, 2015-05 or 2015-05-31"),
                    required=False,
                ),
            },
            most=8,
        ),
    )
    GROUPS = (
        (gettext_lazy("Where it is published"), ("sources",)),
        (gettext_lazy("Your credit"), ("credit",)),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in self._numbers(self.rows[0]):
            title, url, *others = (self.rows[0].field_name(number, c) for c in self.rows[0].columns)
            is_begun = any(cleaned.get(name) for name in (title, url, *others))
            if is_begun and not cleaned.get(title) and title not in self.errors:
                self.need(title, _("Enter the title of this source"))
            if is_begun and not cleaned.get(url) and url not in self.errors:
                self.need(url, _("Enter the web address of this source"))
        return cleaned
