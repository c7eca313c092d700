"""How long what members write of schemes is kept."""

from django.utils.translation import gettext_lazy as _

from network.actions import contributions
from network.models.contributions import DRAFT_KEPT, TEXT_KEPT
from network.retention.rule import Rule

RULES = (
    Rule(
        "idle-drafts",
        _("A case study that a member began and did not send; they are told a month before"),
        DRAFT_KEPT,
        _("after it was last saved"),
        _("deleted"),
        contributions.forget_drafts,
    ),
    Rule(
        "proposals",
        _(
            "What a member typed to propose a case study, and what they and the editors wrote "
            "about it"
        ),
        TEXT_KEPT,
        _("after it was published, declined or withdrawn"),
        _(
            "erased; what was published stays, with the credit that the member chose, until they "
            "leave"
        ),
        contributions.forget_texts,
    ),
)
