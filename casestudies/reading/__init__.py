"""What the case study's own page says: worked out once, in words, from rows already fetched."""

from casestudies.reading.case import Reading
from casestudies.reading.money import pounds

__all__ = ["Reading", "pounds"]
