"""The buttons that move a case study: what each says, asks for, and calls in `editorial`."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casestudies import confirming, editorial
from casestudies.admin.base import plain_renderer
from casestudies.admin.looking import ask_to_look
from casestudies.models import CaseStudy

State = CaseStudy.State


class ConfirmForm(forms.Form):
    """What the person saw when they were asked, so that they cannot agree to something else."""

    default_renderer = plain_renderer

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, study=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.study = study
        if study:
            self.initial["seen"] = study.updated_at.isoformat()

    def clean(self):
        super().clean()
        # In the list there is no single entry, so nothing to have seen.
        if self.study and self.cleaned_data.get("seen") != self.initial["seen"]:
            self.add_error(
                None,
                _(
                    "Nothing was done: somebody has changed this case study since you opened this "
                    "page. Look at it again, then press the button if you still agree."
                ),
            )
            self.data = self.data.copy()
            self.data["seen"] = self.initial["seen"]


class NoteForm(ConfirmForm):
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("You may leave this empty. It is kept with the version."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class LookingForm(NoteForm):
    """Of what is about to be public: one entry, or the `studies` that were chosen."""

    def __init__(self, *args, study=None, studies=(), **kwargs):
        super().__init__(*args, study=study, **kwargs)
        ask_to_look(self, [study] if study else studies)


class CommentForm(ConfirmForm):
    comment = forms.CharField(
        label=_("What should change?"),
        max_length=2000,
        help_text=_("The editor reads this at the top of the case study."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        error_messages={"required": _("Say what should change.")},
    )


class VerifyForm(ConfirmForm):
    on = forms.DateField(
        label=_("When was it confirmed?"),
        help_text=_("Such as 2026-05-31."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Enter the date of the confirmation."),
            "invalid": _("Enter a date, such as 2026-05-31."),
        },
    )
    role = forms.CharField(
        label=_("Who confirmed it?"),
        max_length=120,
        help_text=_(
            "A role and an organisation, never a name: “Collaboration lead, Kent Police”. "
            "Readers see it."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={"required": _("Enter the role that confirmed it.")},
    )
    note = forms.CharField(
        label=_("How do you know?"),
        required=False,
        max_length=300,
        help_text=_(
            "Such as “told me by telephone”. Only the working group reads it, in what happened to "
            "the entry. You may leave it empty."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self):
        on: dt.date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("This date has not come yet."))
        return on


@dataclass(frozen=True)
class Transition:
    name: str  # in the address
    button: str
    question: str
    consequence: str
    done: str
    already: str
    permission: str
    form: type[ConfirmForm]
    act: Callable[..., bool]
    states: tuple[str, ...]  # in which the button shows
    to: str = ""  # the state that it leads to; empty if it leads to none
    in_bulk: bool = True
    # Whether it moves a change of an entry as it moves an entry; what does not has its own way
    of_changes: bool = True

    def applies_to(self, study):
        return study.state in self.states and (self.of_changes or not study.is_pending)

    def is_offered_to(self, user, study):
        return self.applies_to(study) and user.has_perm(self.permission)


TRANSITIONS = (
    Transition(
        name="submit",
        button=_("Send for review"),
        question=_("Send “%s” for review?"),
        consequence=_(
            "It joins the publishers’ queue. You can go on editing it. The public does not see it."
        ),
        done=_("“%s” has been sent for review."),
        already=_("“%s” is in review already."),
        permission=editorial.CHANGE,
        form=ConfirmForm,
        act=editorial.submit,
        states=(State.DRAFT,),
        to=State.IN_REVIEW,
    ),
    Transition(
        name="publish",
        button=_("Publish"),
        question=_("Publish “%s”?"),
        consequence=_(
            "From that moment everybody can read it, and it is in the search, the counts, the "
            "downloads and the feeds. A copy is kept as a version."
        ),
        done=_("“%s” is published."),
        already=_("“%s” is published already."),
        permission=editorial.PUBLISH,
        form=LookingForm,
        act=editorial.publish,
        states=(State.DRAFT, State.IN_REVIEW, State.ARCHIVED),
        to=State.PUBLISHED,
        of_changes=False,
    ),
    Transition(
        name="return",
        button=_("Return to draft"),
        question=_("Return “%s” to draft?"),
        consequence=_(
            "Its editor finds it among the drafts, with what you write here. The public does not "
            "see it."
        ),
        done=_("“%s” is a draft again."),
        already=_("“%s” is a draft already."),
        permission=editorial.PUBLISH,
        form=CommentForm,
        act=editorial.return_to_draft,
        states=(State.IN_REVIEW, State.ARCHIVED),
        to=State.DRAFT,
        in_bulk=False,
    ),
    Transition(
        name="verify",
        button=_("Record a confirmation"),
        question=_("Who confirmed “%s”?"),
        consequence=_(
            "Readers see that the entry was confirmed, when, and by which role. It falls due "
            "again after 12 months."
        ),
        done=_("The confirmation of “%s” is recorded."),
        already=_("This confirmation of “%s” is recorded already."),
        permission=editorial.CHANGE,
        form=VerifyForm,
        act=confirming.verify,
        states=(State.DRAFT, State.IN_REVIEW, State.PUBLISHED),
        in_bulk=False,
        of_changes=False,
    ),
    Transition(
        name="archive",
        button=_("Archive"),
        question=_("Archive “%s”?"),
        consequence=_(
            "The public no longer sees it anywhere: its address answers “Page not found”. Nothing "
            "is deleted, and it can be published again."
        ),
        done=_("“%s” is archived."),
        already=_("“%s” is archived already."),
        permission=editorial.PUBLISH,
        form=NoteForm,
        act=editorial.archive,
        states=(State.PUBLISHED,),
        to=State.ARCHIVED,
    ),
)
BY_NAME = {transition.name: transition for transition in TRANSITIONS}
IN_BULK = [transition for transition in TRANSITIONS if transition.in_bulk]


def offered(user, study):
    """The buttons that this person may press for this case study as it stands."""
    return [one for one in BY_NAME.values() if one.is_offered_to(user, study)]
