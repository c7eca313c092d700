"""What Network managers and editors see of the network: buttons call actions."""

from network.admin import (
    corrections,
    discussions,
    enquiries,
    leaders,
    members,
    messages,
    reports,
    requests,
    sign_in,
    subscriptions,
)

__all__ = [
    "corrections",
    "discussions",
    "enquiries",
    "leaders",
    "members",
    "messages",
    "reports",
    "requests",
    "sign_in",
    "subscriptions",
]
