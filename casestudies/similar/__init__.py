"""Which schemes are like one another, or like what a reader starts from, and why.

One engine for both: two records give a score, reasons and differences, each true of both. It works
from the catalogue, so nothing that is not published can appear.
"""

from casestudies.similar.schemes import Similar, similar_to, would_be_similar_to

__all__ = ["Similar", "similar_to", "would_be_similar_to"]
