"""What can be taken from the directory as a file: formats, columns, licence, limits."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from casestudies import downloads
from casestudies.booklet.selection import MOST_IN_ONE
from casestudies.directory import Directory
from casestudies.formats.about import LICENCE_NAME, about
from casestudies.formats.atom import MOST_ENTRIES
from casestudies.formats.columns import COLUMNS, SUMMARY
from casestudies.formats.csv import OF_FILE
from casestudies.formats.rows import MOST_ROWS
from casestudies.formats.xlsx import MOST_LINKS
from casestudies.question import MOST_PER_PAGE
from casestudies.views import booklets
from collab_directory.addresses import whole


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """For the question of the address, so that a list leads to the files of just its rows."""
    asked = Directory(request.GET)
    context = {
        "directory": asked,
        "about": about(asked, whole),
        "feed_url": whole(asked.files["atom"]),
        "licence_name": LICENCE_NAME,
        "columns": COLUMNS,
        "in_json": {column.name for column in SUMMARY},
        "of_file": OF_FILE,
        "most": {
            "rows": MOST_ROWS,
            "links": MOST_LINKS,
            "entries": MOST_ENTRIES,
            "per_page": MOST_PER_PAGE,
            "in_booklet": MOST_IN_ONE,
            "a_minute": downloads.BY_CLIENT.windows[0][0],
            "booklets": booklets.BY_CLIENT.windows[0][0],
            "at_once": downloads.AT_ONCE.windows[0][0],
        },
    }
    return TemplateResponse(request, "pages/casestudies/data.html", context)
