"""How long what belongs to alerts is kept."""

from django.utils.translation import gettext_lazy as _

from network.actions import alerts
from network.models.alerts import ADDRESS_KEPT, CONSENT_KEPT, UNCONFIRMED_KEPT
from network.retention.rule import Rule

RULES = (
    Rule(
        "unconfirmed-subscriptions",
        _("A request for alerts whose address was never confirmed"),
        UNCONFIRMED_KEPT,
        _("after it was sent"),
        _("deleted"),
        alerts.forget_unconfirmed,
    ),
    Rule(
        "ended-subscriptions",
        _("The address of alerts that have ended"),
        ADDRESS_KEPT,
        _("after the end"),
        _("erased; a code from which it cannot be read stays with what was agreed"),
        alerts.forget_addresses,
    ),
    Rule(
        "agreements",
        _(
            "What was agreed to for alerts, and when, under a code that does not say who; of who "
            "asked and confirmed, a shortened network address"
        ),
        ADDRESS_KEPT + CONSENT_KEPT,
        _("after the alerts ended, or were asked for and not confirmed"),
        _("deleted"),
        alerts.forget_agreements,
    ),
)
