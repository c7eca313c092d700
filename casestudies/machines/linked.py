"""The directory and its entries in the words of schema.org: what their pages say, and no more.

Dates are those of publication, never of the moment of asking. What is not recorded is left out.
"""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies.catalogue import Catalogue
from casestudies.formats.json import LICENCE
from casestudies.reading import Reading
from casestudies.sheets.writing import XLSX
from collab_directory.linked_data import whole

Data = dict[str, Any]


def publisher() -> Data:
    """Whoever keeps this site. Others lead to it by `@id`."""
    return {
        "@type": "Organization",
        "@id": _of_publisher(),
        "name": settings.SITE_NAME,
        "url": whole(reverse("casestudies:home")),
        "logo": whole(static("img/mark.svg")),
        "contactPoint": {
            "@type": "ContactPoint",
            "contactType": "editors",
            "url": whole(reverse("contact")),
        },
    }


def article(reading: Reading) -> Data:
    """A published case study. Asks the database nothing."""
    study = reading.study
    address = whole(study.get_absolute_url())
    by = {"@type": "Organization", "@id": _of_publisher(), "name": settings.SITE_NAME}
    by["url"] = whole(reverse("casestudies:home"))
    published = study.published_at
    moments = [moment for moment in (published, study.version_published_at) if moment]
    said = {
        "@type": "Article",
        "@id": f"{address}#article",
        "mainEntityOfPage": address,
        "headline": study.title,
        "description": study.summary,
        "image": whole(reverse("casestudies:case_study_png", args=[study.slug])),
        "inLanguage": "en-GB",
        "datePublished": _moment(published),
        "dateModified": _moment(max(moments, default=None)),
        "author": by,
        "publisher": by,
        "license": LICENCE,
        "isPartOf": {"@id": _of_dataset()},
        "version": study.version_number,
        "about": [
            {"@type": "Organization", "name": str(part.organisation)} for part in reading.partners
        ],
        "contentLocation": [
            {"@type": "AdministrativeArea", "name": area.name} for area in reading.areas
        ],
        "citation": [
            _without_nothing(
                {
                    "@type": "CreativeWork",
                    "name": cited.source.title,
                    "url": cited.source.url,
                    "datePublished": cited.source.date,
                }
            )
            for cited in reading.sources
        ],
    }
    return _without_nothing(said)


def site(now: Catalogue) -> Data:
    """The whole site: who keeps it, how it is searched, and the directory as a dataset."""
    home, search = whole(reverse("casestudies:home")), whole(reverse("casestudies:directory"))
    found = {
        "@type": "WebSite",
        "@id": f"{home}#site",
        "name": settings.SITE_NAME,
        "url": home,
        "inLanguage": "en-GB",
        "publisher": {"@id": _of_publisher()},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{question}}"},
            "query-input": "required name=question",
        },
    }
    return {"@graph": [publisher(), found, dataset(now)]}


def dataset(now: Catalogue) -> Data:
    """All that is published, with the files that hold it."""
    years = list(now.years)
    files = (
        (_("All schemes as a workbook"), XLSX, "casestudies:directory_xlsx"),
        (_("All schemes as a table of text"), "text/csv", "casestudies:directory_csv"),
        (_("The API, for programs"), "application/json", "api:case_studies"),
        (_("The overview as a booklet"), "application/pdf", "casestudies:overview_pdf"),
    )
    said = {
        "@type": "Dataset",
        "@id": _of_dataset(),
        "name": _("%(site)s: emergency services collaboration") % {"site": settings.SITE_NAME},
        "description": _(
            "Schemes in which police, fire and rescue, ambulance services and their partners in"
            " England and Wales work together: what they did, what came of it, how well that is"
            " known, and the sources that say so."
        ),
        "url": whole(reverse("casestudies:directory")),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": "en-GB",
        "creator": {"@id": _of_publisher()},
        "spatialCoverage": [{"@type": "Country", "name": name} for name in ("England", "Wales")],
        "temporalCoverage": f"{years[0]}/{years[-1]}" if years else None,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "encodingFormat": kind,
                "contentUrl": whole(reverse(page)),
            }
            for name, kind, page in files
        ],
    }
    return _without_nothing(said)


def _of_publisher() -> str:
    return f"{whole(reverse('casestudies:home'))}#publisher"


def _of_dataset() -> str:
    return f"{whole(reverse('casestudies:directory'))}#dataset"


def _moment(moment: Any) -> str | None:
    """With its offset, as ISO 8601 has it."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def _without_nothing(said: Data) -> Data:
    return {name: value for name, value in said.items() if value not in (None, "", [])}
