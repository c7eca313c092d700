"""Two to four schemes side by side: which ones, read from an address, and fact by fact."""

from casestudies.side_by_side.page import SideBySide

__all__ = ["SideBySide"]
