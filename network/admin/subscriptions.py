"""Who is told of new case studies, for Network managers: to read, and to end on request."""

from django.contrib import admin
from django.db.models import Case, IntegerField, Value, When
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from network.actions import alerts
from network.models import Subscription

from .decisions import Deciding, Decision

State = Subscription.State
# Nobody changes what somebody else agreed to: ending it is the one thing a reader of these may do
VIEW = "network.view_subscription"

BADGES = {State.ASKED: "in-review", State.ACTIVE: "published", State.ENDED: "archived"}
SHORT = {State.ASKED: _("unconfirmed")}


@admin.register(Subscription)
class SubscriptionAdmin(Deciding, admin.ModelAdmin):
    decisions = (
        Decision(
            name="end",
            button=_("End on request"),
            question=_("End “%(thing)s” because its subscriber asked for it?"),
            consequence=_(
                "Nothing more is sent for it, not even what waits to be sent. The record says that "
                "the working group did it on request. Only the subscriber can begin it again."
            ),
            done=_("“%(thing)s” has ended."),
            already=_("“%(thing)s” was not active any more."),
            act=alerts.end,
            applies=lambda one: one.state == State.ACTIVE,
            permission=VIEW,
        ),
        Decision(
            name="arrive",
            button=_("Letters arrive again"),
            question=_("Do letters about “%(thing)s” reach their subscriber again?"),
            consequence=_(
                "Alerts to this address go on from now. What was new while they waited is not sent "
                "later. If a letter comes back again, they wait again."
            ),
            done=_("“%(thing)s” goes on."),
            already=_("“%(thing)s” goes on already."),
            act=alerts.arrive_again,
            applies=lambda one: one.state == State.ACTIVE and one.bounced_at is not None,
            permission=VIEW,
        ),
        Decision(
            name="allow",
            button=_("May be written to again"),
            question=_("May this address be offered alerts again, because its owner asks for it?"),
            consequence=_(
                "It complained of a letter, so we write to it no more. Without that entry they can "
                "ask for alerts again; nothing begins by this."
            ),
            done=_("The address may ask for alerts again."),
            already=_("The address was not on the list any more."),
            act=alerts.allow,
            applies=lambda one: one.state == State.ENDED and alerts.is_unwanted(one.digest),
            permission=VIEW,
        ),
    )
    happened = {
        "subscription.confirmed": _("confirmed the address"),
        "subscription.ended": _("ended it"),
        "subscription.erased": _("erased the address"),
        "subscription.letters_returned": _("noted that a letter came back"),
        "subscription.letters_arrive": _("noted that letters arrive again"),
        "subscription.allowed": _("let the address ask for alerts again"),
    }
    list_display = ("search_column", "often", "state_column", "age_column")
    list_filter = ("state", "often", ("bounced_at", admin.EmptyFieldListFilter))
    list_per_page = 50
    search_fields = ("email",)
    search_help_text = _("The subscriber’s address")
    fields = (
        "search_column",
        "often",
        "state",
        "paused_until",
        ("bounced_at", "bounce_reason"),
        "email",
        ("created_at", "confirmed_at", "ended_at"),
        "agreed",
    )
    readonly_fields = ("search_column", "agreed")

    def get_ordering(self, request):
        order = [When(state=state, then=Value(n)) for n, state in enumerate(BADGES)]
        return [Case(*order, output_field=IntegerField()), "-created_at", "-pk"]

    @admin.display(description=_("search"), ordering="question")
    def search_column(self, subscription):
        return alerts.Search.stored(subscription.question).words

    @admin.display(description=_("state"), ordering="state")
    def state_column(self, subscription):
        state = State(subscription.state)
        if state == State.ACTIVE and subscription.bounced_at:
            return format_html('<span class="badge badge--draft">{}</span>', _("letters came back"))
        words = SHORT.get(state, state.label)
        return format_html('<span class="badge badge--{}">{}</span>', BADGES[state], words)

    @admin.display(description=_("asked"), ordering="created_at")
    def age_column(self, subscription):
        return format_html(_("{} ago"), timesince(subscription.created_at, depth=1))

    @admin.display(description=_("what was agreed"))
    def agreed(self, subscription):
        rows = subscription.consents.values_list("at", "event", "purpose", "method", "wording")
        return "\n".join(
            f"{at:%Y-%m-%d %H:%M}: {event}, {purpose} ({method}, wording {wording})"
            for at, event, purpose, method, wording in rows
        )
