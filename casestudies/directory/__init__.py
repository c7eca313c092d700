"""A question to the catalogue and its answer: the one object behind every list and download."""

from casestudies.directory.page import Directory
from casestudies.directory.parts import Value

__all__ = ["Directory", "Value"]
