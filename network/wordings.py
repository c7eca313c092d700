"""What people agreed to, word for word: kept for ever, by version; a row stores its version.

A wording is never changed. A new one gets a new version, and becomes the one that forms show.
"""

from django.utils.translation import gettext_lazy as _

# By whoever asks to join the network
JOINING = {
    "2026-11": _(
        "I agree that the working group keeps what I typed here to decide about my request, and, "
        "if I become a member, for as long as I am one. Members see what I choose to show them, "
        "and never my email address. I can change it, or leave and have it erased, at any time."
    ),
    "2026-11b": _(
        "I agree that the working group keeps what I typed here to decide about my request, and, "
        "if I become a member, for as long as I am one. Members see what I choose to show them, "
        "and my email address only if I agree to be introduced to one of them. I can change it, or "
        "leave and have it erased, at any time."
    ),
}
JOINING_NOW = "2026-11b"

# By whoever asks to be told of new case studies
ALERTS = {
    "2026-11": _(
        "I want to be told by email of new case studies that answer this search, as often as "
        "I chose. My address is used for nothing else, and I can end this at any time by one press "
        "in any letter."
    ),
}
ALERTS_NOW = "2026-11"

# By a member who proposes a case study
CONTRIBUTING = {
    "2026-11": _(
        "Nothing in it is protectively marked, and nothing is copied: the words are my own, or I "
        "may pass them on. Nobody can be recognised who has not agreed to it. It may be published "
        "under the Open Government Licence, and the editors may shorten and correct it."
    ),
}
CONTRIBUTING_NOW = "2026-11"
