"""What Network managers and editors see of the network: buttons call actions."""

from network.admin import (
    corrections,
    enquiries,
    leaders,
    members,
    messages,
    requests,
    sign_in,
    subscriptions,
)

__all__ = [
    "corrections",
    "enquiries",
    "leaders",
    "members",
    "messages",
    "requests",
    "sign_in",
    "subscriptions",
]
