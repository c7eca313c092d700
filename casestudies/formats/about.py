"""What a file says of itself: whose it is, what was asked for, when, and how it may be used."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casestudies.directory import Directory
from casestudies.formats.columns import Absolute
from collab_directory.addresses import address_of

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
# A name and not a text of ours to translate
LICENCE_NAME = "Open Government Licence v3.0"


@dataclass(frozen=True)
class About:
    """Of one question on one day. Each is ready to be written; `taken_on` is such as 2026-11-23."""

    name: str
    question: str
    order: str
    taken_on: str
    url: str
    columns_url: str
    citation: str
    licence: str = LICENCE


def about(directory: Directory, absolute: Absolute) -> About:
    today = timezone.localdate()
    name, url = settings.SITE_NAME, absolute(directory.filter_url)
    return About(
        name=name,
        question=in_words(directory),
        order=next((str(choice.label) for choice in directory.sorts if choice.selected), ""),
        taken_on=today.isoformat(),
        url=url,
        columns_url=absolute(address_of("casestudies:data")),
        citation=_("%(name)s, %(url)s, taken on %(day)s. %(licence)s.")
        % {
            "name": name,
            "url": url,
            "day": date_format(today, "j F Y"),
            "licence": LICENCE_NAME,
        },
    )


def in_words(directory: Directory) -> str:
    """The question as a reader chose it, such as “Service: Police; Region: Wales”."""
    chosen = "; ".join(f"{chip.kind}: {chip.label}" for chip in directory.chips)
    return chosen or _("All schemes")
