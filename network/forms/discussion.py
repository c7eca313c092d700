"""What members write in discussions, and what they say of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.models import CaseStudy, CollaborationType
from collab_directory.forms import Line, Paragraphs, PostedForm
from network import written
from network.actions.discussions import Draft
from network.forms.enquiry import A_WORD, LINKS
from network.forms.membership import Suggested
from network.models import DiscussionCategory, Post, Report, Topic
from network.models.discussions import LONGEST_TITLE

LONGEST = 5_000  # characters of a post
LONGEST_WORDS = 1_000  # of a report
LONGEST_STUDY = 300  # of the title of a case study

_KEEP_OUT = format_lazy(
    gettext_lazy(
        "Plain text, up to {longest} characters. Web addresses become links; a line that begins "
        "with > is a quotation. Leave out details of a person or a live incident."
    ),
    longest=f"{LONGEST:,}",
)


def _in_words(text: str, problem: str) -> str:
    """Something of one's own, and not only links or what somebody else wrote."""
    if not A_WORD.search(LINKS.sub("", written.own_lines(text))):
        raise ValidationError(problem, code="no-words")
    return text


class CategoryField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}: {obj.hint}" if obj.hint else obj.name


class TextForm(forms.Form):
    """The words of a post."""

    text = Paragraphs(
        label=gettext_lazy("Your text"),
        help_text=_KEEP_OUT,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": gettext_lazy("Write your text")},
    )

    def clean_text(self) -> str:
        return _in_words(self.cleaned_data["text"], _("Say something in words of your own"))

    @property
    def draft(self) -> Draft:
        return Draft(text=self.cleaned_data["text"])


class TopicTextForm(TextForm):
    """What the opening of a topic says, and what the topic is about."""

    title = Line(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("What you ask or tell, in one line"),
        max_length=LONGEST_TITLE,
        error_messages={"required": gettext_lazy("Write a title")},
    )
    category = CategoryField(
        DiscussionCategory.objects.all(),
        label=gettext_lazy("Category"),
        to_field_name="slug",
        empty_label=None,
        blank=False,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a category"),
            "invalid_choice": gettext_lazy("Choose one of the categories in the list"),
        },
    )
    study = Line(
        label=gettext_lazy("Is it about a case study?"),
        help_text=gettext_lazy("Start to type its title and choose it, or leave this empty"),
        max_length=LONGEST_STUDY,
        required=False,
        widget=Suggested(attrs={"autocomplete": "off"}),
    )
    type = forms.ModelChoiceField(
        CollaborationType.objects.offered(),
        label=gettext_lazy("Is it about a type of collaboration?"),
        to_field_name="slug",
        empty_label=gettext_lazy("No, or about several"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the types in the list")},
    )
    title_is_public = forms.BooleanField(
        label=gettext_lazy(
            "Visitors who are not members may read the title, and nothing else of it"
        ),
        required=False,
    )

    field_order: tuple[str, ...] = (
        "title",
        "category",
        "text",
        "study",
        "type",
        "title_is_public",
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        suggested: Any = self.fields["study"].widget
        public = CaseStudy.objects.published().order_by("title")
        suggested.names = list(public.values_list("title", flat=True))

    def clean_title(self) -> str:
        return _in_words(self.cleaned_data["title"], _("Write the title in words"))

    def clean_study(self) -> CaseStudy | None:
        said = self.cleaned_data["study"]
        if not said:
            return None
        found = CaseStudy.objects.published().filter(title__iexact=said).first()
        if found is None:
            raise ValidationError(
                _("Choose a case study from the list, or leave this empty"), code="unknown"
            )
        return found

    @property
    def draft(self) -> Draft:
        said = self.cleaned_data
        names = ("text", "title", "category", "type", "study", "title_is_public")
        return Draft(**{name: said[name] for name in names})

    @staticmethod
    def as_typed(topic: Topic, study: CaseStudy | None) -> dict[str, Any]:
        """What the form holds before anything is changed."""
        return {
            "title": topic.title,
            "category": topic.category.slug,
            "type": topic.type.slug if topic.type else "",
            "study": study.title if study else "",
            "title_is_public": topic.title_is_public,
            "text": topic.opening.text if topic.opening else "",
        }


class TopicForm(TopicTextForm, PostedForm):
    follows = forms.BooleanField(
        label=gettext_lazy("Write to me when somebody replies"), required=False, initial=True
    )

    field_order = (*TopicTextForm.field_order, "follows", "website")


class ReplyForm(TextForm, PostedForm):
    """`answers` is the number of the post that the reply quotes."""

    follows = forms.BooleanField(
        label=gettext_lazy("Write to me when somebody replies"), required=False
    )
    answers = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    field_order = ("text", "follows", "answers", "website")

    def __init__(self, data: Any = None, *, topic: Topic, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["text"].label = _("Your reply")
        self.topic = topic

    def clean_answers(self) -> Post | None:
        """Whatever is not a post that everybody reads in this topic is left out."""
        said: str = self.cleaned_data["answers"]
        if not (said.isascii() and said.isdecimal()):
            return None
        return Post.objects.shown().filter(topic=self.topic, pk=int(said)).first()


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=[
            (reason.value, reason.label) for reason in Report.Reason if reason != Report.Reason.HELD
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what is wrong with it"),
            "invalid_choice": gettext_lazy("Choose what is wrong with it"),
        },
    )
    words = Paragraphs(
        label=gettext_lazy("What a moderator should know"),
        help_text=format_lazy(
            gettext_lazy("Up to {longest} characters. Only moderators read it."),
            longest=f"{LONGEST_WORDS:,}",
        ),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ChangeForm(forms.Form):
    """Its buttons are named `do`."""

    DO = ("follow", "unfollow", "close", "reopen", "show-title", "hide-title")

    do = forms.ChoiceField(
        choices=[(name, name) for name in DO],
        error_messages={
            "required": gettext_lazy("Press one of the buttons"),
            "invalid_choice": gettext_lazy("Press one of the buttons"),
        },
    )
