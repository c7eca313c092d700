"""What a browser asks for to search here from its address bar: OpenSearch 1.1."""

from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
LONGEST_NAME = 16  # letters, by the standard
SHORTEST_LAST = 4  # of a word that a name is cut after
KIND = "application/opensearchdescription+xml"
SUGGESTIONS = "application/x-suggestions+json"


def opensearch() -> str:
    """The description: our list as results, and our suggestions while somebody types."""
    about = escape(_("Schemes in which emergency services in England and Wales work together"))
    results = f"{_whole('casestudies:directory')}?q={{searchTerms}}"
    suggestions = f"{_whole('machines:suggestions')}?q={{searchTerms}}"
    mark = escape(settings.SITE_URL + static("img/mark.svg"))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<OpenSearchDescription xmlns="{NAMESPACE}">',
        f"<ShortName>{escape(_short(settings.SITE_NAME))}</ShortName>",
        f"<Description>{about}</Description>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f'<Image type="image/svg+xml">{mark}</Image>',
        f'<Url type="text/html" method="get" template={quoteattr(results)}/>',
        f'<Url type="{SUGGESTIONS}" rel="suggestions" template={quoteattr(suggestions)}/>',
        f'<Url type="{KIND}" rel="self" template={quoteattr(_whole("machines:opensearch"))}/>',
        "</OpenSearchDescription>",
    ]
    return "\n".join(lines) + "\n"


def _short(name: str) -> str:
    """As many words of a name as there is room for, and none like “of” at its end."""
    if len(name) <= LONGEST_NAME:
        return name
    words = name[: LONGEST_NAME + 1].split(" ")[:-1] or [name[:LONGEST_NAME]]
    while len(words) > 1 and len(words[-1]) < SHORTEST_LAST:
        words.pop()
    return " ".join(words)


def _whole(page: str) -> str:
    return settings.SITE_URL + reverse(page)
