"""What people agreed to, word for word: by version, and kept for ever.

A row that records an agreement holds the version. A wording is never edited: a new one is added.
"""

from django.utils.translation import gettext_lazy as _

ALERTS = {
    "2026-11": _(
        "I want to be told by e-mail of new case studies that answer this search, as often as "
        "I chose. My address is used for nothing else, and I can end this at any time by one press "
        "in any letter."
    ),
}
ALERTS_NOW = "2026-11"

# By whoever asks to be told of new case studies
ALERTS: dict[str, str | Promise] = {
    "2026-11": _(
        "I want to be told by e-mail of new case studies that answer this search, as often as "
        "I chose. My address is used for nothing else, and I can end this at any time by one press "
        "in any letter."
    ),
}
ALERTS_NOW = "2026-11"
