"""The directory's answer as JSON: one page of it, or all its rows as they are read."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from casestudies.directory import Directory
from casestudies.formats.about import LICENCE, about
from casestudies.formats.columns import SUMMARY, Absolute
from casestudies.formats.record import record_of, summary_record
from casestudies.formats.rows import Rows
from casestudies.models import CaseStudy
from collab_directory.addresses import address_of

__all__ = ["LICENCE", "all_as_json", "as_json", "page_as_json"]


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
        **_choices(directory, absolute),
    }


def page_as_json(directory: Directory, absolute: Absolute) -> dict[str, Any]:
    """One page, with what a file says of itself and the addresses of the pages beside it."""
    return {
        **_of_file(directory, absolute),
        **as_json(directory, absolute),
        "next": _absolute_json(directory, directory.next_url, absolute),
        "previous": _absolute_json(directory, directory.previous_url, absolute),
        "notices": [],
    }


def all_as_json(directory: Directory, absolute: Absolute) -> Iterator[str]:
    """The same keys, as one page that holds every row. A piece for each row, as it is read."""
    around = {
        **_of_file(directory, absolute),
        "count": directory.count,
        "page": 1,
        "pages": 1,
        "per_page": max(directory.count, 1),
        "url": absolute(directory.filter_url),
        "licence": LICENCE,
        **_choices(directory, absolute),
        "next": None,
        "previous": None,
    }
    rows = Rows(directory, absolute, SUMMARY)
    yield _written(around).removesuffix("}") + ', "results": ['
    for number, row in enumerate(rows):
        yield (",\n" if number else "\n") + _written(record_of(row))
    yield f'\n], "notices": {_written(rows.notices)}}}\n'


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _of_file(directory: Directory, absolute: Absolute) -> dict[str, Any]:
    this = about(directory, absolute)
    return {
        "name": this.name,
        "question": this.question,
        "order": this.order,
        "taken_on": this.taken_on,
        "citation": this.citation,
        "columns": this.columns_url,
    }


def _choices(directory: Directory, absolute: Absolute) -> dict[str, Any]:
    return {
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


def _absolute_json(directory: Directory, page_url: str, absolute: Absolute) -> str | None:
    """The same page of the answer as data; None where there is no such page."""
    if not page_url:
        return None
    query = page_url.removeprefix(directory.address)
    return absolute(address_of("casestudies:directory_json") + query)
