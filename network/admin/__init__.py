"""What Network managers and editors see of the network: buttons call actions."""

from network.admin import corrections, enquiries, leaders, messages

__all__ = ["corrections", "enquiries", "leaders", "messages"]
