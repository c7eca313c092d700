"""A page of the directory as JSON, with its facets."""

from collections.abc import Callable
from typing import Any

from casestudies.directory import Directory
from casestudies.formats.record import Absolute, summary_record
from casestudies.models import CaseStudy

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def as_json(
    directory: Directory,
    absolute: Absolute,
    record: Callable[[CaseStudy, Absolute], dict[str, Any]] = summary_record,
) -> dict[str, Any]:
    """Count, page, results, facets with counts, and what was left out of the question.

    `record` makes a result of a case study.
    """
    return {
        "count": directory.count,
        "page": directory.page,
        "pages": directory.pages,
        "per_page": directory.question.per_page,
        "url": absolute(directory.url),
        "licence": LICENCE,
        "results": [record(study, absolute) for study in directory.studies],
        "facets": [
            {
                "name": facet.name,
                "label": facet.label,
                "values": [
                    {
                        "slug": value.slug,
                        "label": value.label,
                        "count": value.count,
                        "selected": value.selected,
                        "toggle_url": absolute(value.url),
                    }
                    for value in facet.all_values
                ],
            }
            for facet in directory.facets
        ],
        "ignored": [
            {"parameter": left.parameter, "value": left.value, "reason": left.reason}
            for left in directory.ignored
        ],
    }
