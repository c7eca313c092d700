"""The editors' door: lists show what needs attention, buttons call `editorial`."""

from casestudies.admin import accounts, guidance, history, places, site, study, terms

__all__ = ["accounts", "guidance", "history", "places", "site", "study", "terms"]
