"""The form to join the network, the answer to a question about it, and a member's profile."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.models import CollaborationType, Organisation, Region, Service
from collab_directory.forms import Address, Line, Paragraphs, PostedForm
from network import organisations, wordings
from network.actions.membership import Applicant, Profile
from network.forms.enquiry import A_WORD, LINKS
from network.models import Member, MembershipRequest

LONGEST = 1_000  # characters of why
LONGEST_ADDRESS = 150  # it becomes the name of an account


def _longest(field: str) -> int:
    column: Any = MembershipRequest._meta.get_field(field)
    return int(column.max_length)


class Suggested(forms.TextInput):
    """A line to type in, with a list to choose from where the browser shows one."""

    template_name = "forms/suggested.html"
    names: list[str]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs']['id']}_list"
        context["widget"]["attrs"]["list"] = list_id
        return context | {"list_id": list_id, "names": self.names}


class Boxes(forms.CheckboxSelectMultiple):
    template_name = "forms/checks.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"in_columns": True}


@dataclass(frozen=True)
class Part:
    title: str | Promise
    fields: list[BoundField]


class AboutForm(forms.Form):
    """What a person says of themselves, when they ask and later in their profile."""

    name = Line(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("Only the working group sees it, unless you show it"),
        max_length=_longest("name"),
        error_messages={"required": gettext_lazy("Enter your name")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = Line(
        label=gettext_lazy("Your job"),
        help_text=gettext_lazy("For example, area manager or estates officer"),
        max_length=_longest("role"),
        error_messages={"required": gettext_lazy("Enter your job")},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    organisation = Line(
        label=gettext_lazy("Your organisation"),
        help_text=gettext_lazy(
            "Start to type and choose it. If it is not offered, write its name in full"
        ),
        max_length=_longest("other_organisation"),
        error_messages={"required": gettext_lazy("Enter your organisation")},
        widget=Suggested(attrs={"autocomplete": "organization"}),
    )
    service = forms.ModelChoiceField(
        Service.objects.offered(),
        label=gettext_lazy("Which service do you work in?"),
        to_field_name="slug",
        empty_label=None,
        blank=False,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the service you work in"),
            "invalid_choice": gettext_lazy("Choose the service you work in"),
        },
    )
    region = forms.ModelChoiceField(
        Region.objects.all(),
        label=gettext_lazy("Where do you work?"),
        to_field_name="slug",
        empty_label=gettext_lazy("Choose a region"),
        error_messages={
            "required": gettext_lazy("Choose where you work"),
            "invalid_choice": gettext_lazy("Choose where you work"),
        },
    )
    interests = forms.ModelMultipleChoiceField(
        CollaborationType.objects.offered(),
        label=gettext_lazy("Which types of collaboration interest you?"),
        help_text=gettext_lazy("Choose as many as you like. You can change them later."),
        to_field_name="slug",
        required=False,
        widget=Boxes,
        error_messages={"invalid_choice": gettext_lazy("Choose from the types in the list")},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        suggested: Any = self.fields["organisation"].widget
        suggested.names = organisations.names()
        self.meant: Organisation | None = None

    def clean_organisation(self) -> str:
        said: str = self.cleaned_data["organisation"]
        found = organisations.meant_by(said)
        if len(found) > 1:
            raise ValidationError(
                _("Several are called so. Choose one: %s")
                % ", ".join(organisation.name for organisation in found),
                code="several",
            )
        self.meant = found[0] if found else None
        if not A_WORD.search(LINKS.sub("", said)):
            raise ValidationError(_("Enter the name of your organisation"), code="no-words")
        return said


class JoinForm(AboutForm, PostedForm):
    email = Address(
        label=gettext_lazy("Work email address"),
        help_text=gettext_lazy("We write to it, and use it to check where you work"),
        max_length=LONGEST_ADDRESS,
        error_messages={"required": gettext_lazy("Enter your work email address")},
    )
    why = Paragraphs(
        label=gettext_lazy("Why do you want to join?"),
        help_text=gettext_lazy(
            "What you run, plan or fund, and what you would like to ask or share. Up to 1,000 "
            "characters. Leave out details of a person or a live incident."
        ),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write why you want to join")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    wants_listing = forms.TypedChoiceField(
        label=gettext_lazy("May other members see you in the member directory?"),
        help_text=gettext_lazy(
            "They would see your job, organisation, service, region and interests, never your "
            "email address. You can change this later."
        ),
        choices=[
            ("yes", gettext_lazy("Yes, show me")),
            ("no", gettext_lazy("No, keep me hidden")),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose whether members may see you"),
            "invalid_choice": gettext_lazy("Choose whether members may see you"),
        },
    )
    public_body = forms.BooleanField(
        label=gettext_lazy(
            "I work for a public body, and I will not post details of a person or a live incident"
        ),
        error_messages={
            "required": gettext_lazy(
                "Tick that you work for a public body and will not post such details"
            )
        },
    )
    consent = forms.BooleanField(
        label=wordings.JOINING[wordings.JOINING_NOW],
        error_messages={
            "required": gettext_lazy("Tick that you agree, or we cannot keep your request")
        },
    )

    PARTS = (
        (
            gettext_lazy("You"),
            ("name", "role", "organisation", "email", "service", "region"),
        ),
        (gettext_lazy("What you want to talk about"), ("interests", "why")),
        (gettext_lazy("Who can see you"), ("wants_listing", "public_body", "consent", "website")),
    )
    field_order = tuple(name for _title, names in PARTS for name in names)

    @property
    def parts(self) -> list[Part]:
        return [Part(title, [self[name] for name in names]) for title, names in self.PARTS]

    def clean_why(self) -> str:
        why: str = self.cleaned_data["why"]
        if not A_WORD.search(LINKS.sub("", why)):
            raise ValidationError(_("Say in words why you want to join"), code="no-words")
        return why

    @property
    def applicant(self) -> Applicant:
        said = self.cleaned_data
        return Applicant(
            name=said["name"],
            email=said["email"],
            organisation=self.meant,
            other_organisation="" if self.meant else said["organisation"],
            service=said["service"],
            role=said["role"],
            region=said["region"],
            interests=list(said["interests"]),
        )


class AnswerForm(forms.Form):
    text = Paragraphs(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("Up to 1,000 characters"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write your answer")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ProfileForm(AboutForm):
    """What a member says of themselves, and which of it other members see."""

    about = Paragraphs(
        label=gettext_lazy("About you"),
        help_text=gettext_lazy("What others may ask you about. Up to 1,000 characters."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_listed = forms.TypedChoiceField(
        label=gettext_lazy("May other members see you?"),
        help_text=gettext_lazy("They then see your service and region, and what you tick below."),
        choices=[
            ("yes", gettext_lazy("Yes, show me")),
            ("no", gettext_lazy("No, keep me hidden")),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether members may see you")},
    )
    shown = forms.MultipleChoiceField(
        label=gettext_lazy("What they see besides"),
        choices=[
            ("name", gettext_lazy("Your name")),
            ("role", gettext_lazy("Your job")),
            ("organisation", gettext_lazy("Your organisation")),
            ("interests", gettext_lazy("Your interests")),
            ("about", gettext_lazy("What you wrote about yourself")),
        ],
        required=False,
        widget=Boxes,
    )

    def __init__(self, data: Any = None, *, member: Member, **kwargs: Any) -> None:
        super().__init__(data, initial=_as_typed(member), **kwargs)
        # What was chosen while it was offered may stay
        service: Any = self.fields["service"]
        service.queryset = Service.objects.offered_or(member.service_id)
        interests: Any = self.fields["interests"]
        chosen = [interest.pk for interest in member.interests.all()]
        interests.queryset = CollaborationType.objects.offered_or(*chosen)

    @property
    def profile(self) -> Profile:
        said = self.cleaned_data
        return Profile(
            name=said["name"],
            role=said["role"],
            organisation=self.meant,
            other_organisation="" if self.meant else said["organisation"],
            service=said["service"],
            region=said["region"],
            interests=list(said["interests"]),
            about=said["about"],
            is_listed=said["is_listed"],
            shown=frozenset(said["shown"]),
        )


def _as_typed(member: Member) -> dict[str, Any]:
    """What the form holds when nothing has been changed yet."""
    return {
        "name": member.name,
        "role": member.role,
        "organisation": member.organisation_name,
        "service": member.service,
        "region": member.region,
        "interests": [interest.slug for interest in member.interests.all()],
        "about": member.about,
        "is_listed": "yes" if member.is_listed else "no",
        "shown": [field for field in Member.CHOSEN if member.shows(field)],
    }
