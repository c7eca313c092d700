"""The whole overview in one piece: as a page, and as a booklet that is never out of date.

`overview` says what stands in it on a day; `entries`, `index` and `since` are its longer parts.
"""

from casestudies.booklet.overview import Overview

__all__ = ["Overview"]
