"""What publishers do with the words that entries are sorted by: merge, retire, offer again.

Renaming is an ordinary save: the address that was left leads to the new one. Each action is one
transaction with its record in the audit trail, may be repeated, and says whether it did anything.
"""

from casestudies.terms.merging import merge
from casestudies.terms.retiring import offer_again, retire
from casestudies.terms.uses import Use, uses
from casestudies.terms.words import merge_words

__all__ = ["Use", "merge", "merge_words", "offer_again", "retire", "uses"]
