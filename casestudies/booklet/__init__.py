"""The whole overview in one piece: as a page, and as a booklet that is never out of date.

`overview` says what stands in it on a day; `entries`, `index` and `since` are its longer parts.
`document`, `study` and `selection` make documents of `elements`, which `typeset` sets as PDF;
`keep` hands out the booklet that is in force.
"""

from casestudies.booklet.overview import Overview

__all__ = ["Overview"]
