"""What Network managers and editors see of the network: buttons call actions."""

from network.admin import (
    accounts,
    complaints,
    contributions,
    corrections,
    discussions,
    enquiries,
    introductions,
    leaders,
    members,
    messages,
    registers,
    reports,
    requests,
    sign_in,
    subscriptions,
    verification,
)

__all__ = [
    "accounts",
    "complaints",
    "contributions",
    "corrections",
    "discussions",
    "enquiries",
    "introductions",
    "leaders",
    "members",
    "messages",
    "registers",
    "reports",
    "requests",
    "sign_in",
    "subscriptions",
    "verification",
]
