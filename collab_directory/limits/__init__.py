"""How often somebody may do something: `limits.take({RELAY_BY_SENDER: address, …}, at=now)`.

Counted in the database, so for all processes and hosts together, and under salted hashes, so that
nobody can read who did what. A limit and what it limits are one transaction: of any number who try
at once, no more than allowed get through.
"""

from .counting import Limit, Refused, check, give_back, hashed, take

__all__ = ["Limit", "Refused", "check", "give_back", "hashed", "take"]
