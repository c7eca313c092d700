"""How long requests to be introduced are kept."""

from django.utils.translation import gettext_lazy as _

from network.actions import introductions
from network.models.introductions import KEPT_AFTER_END, KEPT_WHEN_REPORTED
from network.retention.rule import Rule

RULES = (
    Rule(
        "ended-introductions",
        _("A request to be introduced to a member: who asked whom, and why"),
        KEPT_AFTER_END,
        _("after it was answered, taken back, or ended without an answer"),
        _("erased; that there was one, and what came of it, stays as a count"),
        introductions.erase_due,
    ),
    Rule(
        "reported-introductions",
        _("A request to be introduced that was reported, with the report"),
        KEPT_WHEN_REPORTED,
        _("after it was reported"),
        _("erased in the same way"),
        introductions.erase_reported,
    ),
)
