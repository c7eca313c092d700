"""One police force area: its schemes, what is next door, who covers it, what is not recorded."""

from casestudies.your_area.page import YourArea

__all__ = ["YourArea"]
