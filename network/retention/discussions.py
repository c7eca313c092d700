"""How long what moderators see of discussions is kept."""

from django.utils.translation import gettext_lazy as _

from network.actions import discussions
from network.models.moderation import EARLIER_KEPT, REPORT_KEPT, UNSEEN_KEPT
from network.retention.rule import Rule

RULES = (
    Rule(
        "earlier-texts",
        _("What a post in a discussion said before its author changed or deleted it"),
        EARLIER_KEPT,
        _("after that, or once a moderator has settled what was reported about it"),
        _("deleted"),
        discussions.forget_earlier,
    ),
    Rule(
        "unseen-posts",
        _("A post in a discussion that was held back or hidden, so that no other member reads it"),
        UNSEEN_KEPT,
        _("after it was held back or hidden"),
        _("its words are erased"),
        discussions.forget_unseen,
    ),
    Rule(
        "settled-reports",
        _("That a post in a discussion was reported, by whom, and why"),
        REPORT_KEPT,
        _("after a moderator settled it"),
        _("deleted"),
        discussions.forget_reports,
    ),
)
