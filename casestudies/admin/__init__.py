"""The editors' door: lists show what needs attention, buttons call `editorial`."""

from casestudies.admin import (
    accounts,
    guidance,
    guidance_pages,
    history,
    missed,
    places,
    site,
    study,
    terms,
    toolkit,
)

__all__ = [
    "accounts",
    "guidance",
    "guidance_pages",
    "history",
    "missed",
    "places",
    "site",
    "study",
    "terms",
    "toolkit",
]
