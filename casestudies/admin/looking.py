"""“I have looked”: nobody publishes words that may be about a person without having seen them."""

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from casestudies import private_words

# More are not read one by one
SHOWN = 20


def listed(findings):
    """The findings as a list: field, what it may be, the words with some around them."""
    return format_html_join(
        "",
        "<li>{}: {} – “{}”</li>",
        ((one.field, one.kind, one.excerpt) for one in findings[:SHOWN]),
    )


class LookedField(forms.BooleanField):
    """A box to tick, under what was found. `titled` are findings by the name of their entry."""

    def __init__(self, titled):
        groups = [
            format_html("<b>{}</b><ul>{}</ul>", title, listed(found))
            if len(titled) > 1
            else format_html("<ul>{}</ul>", listed(found))
            for title, found in titled
        ]
        super().__init__(
            label=_("I have looked at these, and may publish them"),
            help_text=format_html(
                "{}{}",
                _("These words may be about a person who did not ask to be here:"),
                format_html_join("", "{}", ((group,) for group in groups)),
            ),
            error_messages={
                "required": _(
                    "Look at the words that may be about a person. Go back and take them out, or "
                    "tick the box if they may be public."
                )
            },
        )


def ask_to_look(form, studies):
    """Give a form the box, if what these entries say calls for it."""
    studies = list(studies)
    found = private_words.found_in_each(studies)
    titled = [(str(study), each) for study, each in zip(studies, found, strict=True) if each]
    if titled:
        form.fields["looked"] = LookedField(titled)


def new_in(data, study):
    """What a submitted form of a public entry says of persons that the stored entry does not.

    All texts that were sent are read, those of its lines too.
    """
    known = {one.words for one in private_words.found_in(study)}
    names = private_words.names_of([study])
    sent = {
        name.replace("_", " "): value
        for name, value in data.items()
        if name not in UNREAD and not name.endswith(("-url", "-id", "-study"))
    }
    found = private_words.found_in_document(sent, names=names)
    return [one for one in found if one.words not in known]


# What a form sends beside the texts of an entry
UNREAD = {"csrfmiddlewaretoken", "seen", "slug", "looked"}
