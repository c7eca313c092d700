"""What is new, changed and confirmed among the schemes of a question: RFC 4287."""

from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casestudies.directory import Directory
from casestudies.formats.about import LICENCE, LICENCE_NAME, in_words
from casestudies.formats.columns import Absolute
from casestudies.formats.events import Event, What, latest, names_for_good
from casestudies.models import CaseStudy, CatalogueVersion
from casestudies.question import PER_PAGE
from casestudies.sheets.cells import CONTROL
from collab_directory.addresses import address_of

ATOM = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 50
# RFC 4151: an identifier is the host's that had its name on this day, whoever has it later
TAGGED = "2026"


def as_atom(directory: Directory, absolute: Absolute) -> bytes:
    """The feed as it is sent. Its address says nothing of pages or order, which a feed has not."""
    events = latest(directory, MOST_ENTRIES)
    studies = CaseStudy.objects.published().in_bulk({event.study_pk for event in events})
    # Taken from the public since the catalogue was drawn up
    events = [event for event in events if event.study_pk in studies]
    named = names_for_good(studies)
    query_string = directory.question.but(sort="", per_page=PER_PAGE).query_string()
    self_url = absolute(address_of("casestudies:feed") + query_string)
    feed = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": _language()})
    _add(feed, "id", _tag(f"feed{query_string}"))
    title = _("%(name)s: new, changed and confirmed") % {"name": settings.SITE_NAME}
    _add(feed, "title", title)
    _add(feed, "subtitle", in_words(directory))
    _add(feed, "updated", events[0].at.isoformat() if events else _last_change())
    listed = absolute(address_of("casestudies:directory") + query_string)
    _link(feed, "self", self_url, "application/atom+xml")
    _link(feed, "alternate", listed, "text/html")
    _link(feed, "license", LICENCE, "text/html")
    author = ET.SubElement(feed, "author")
    _add(author, "name", settings.SITE_NAME)
    _add(author, "uri", absolute(address_of("casestudies:home")))
    _add(feed, "rights", f"{LICENCE_NAME}: {LICENCE}")
    for event in events:
        study = studies[event.study_pk]
        _entry(feed, event, study, named.get(study.pk, f"case-study:{study.slug}"), absolute)
    return ET.tostring(feed, encoding="utf-8", xml_declaration=True)


def _entry(feed: ET.Element, event: Event, study: CaseStudy, name: str, absolute: Absolute) -> None:
    entry = ET.SubElement(feed, "entry")
    _add(entry, "id", _tag(f"{name}:{event.name}"))
    _add(entry, "title", str(event.what.value) % {"title": study.title})
    _add(entry, "updated", event.at.isoformat())
    _add(entry, "published", event.at.isoformat())
    _link(entry, "alternate", absolute(study.get_absolute_url()), "text/html")
    _add(entry, "summary", " ".join(filter(None, [_said(event, study), study.summary])))


def _said(event: Event, study: CaseStudy) -> str:
    if event.what is What.CONFIRMED:
        return _("Confirmed by: %(role)s.") % {"role": study.verified_by}
    return event.note and _("What changed: %(note)s") % {"note": _as_sentence(event.note)}


def _as_sentence(note: str) -> str:
    return note if note.endswith((".", "!", "?", "…")) else f"{note}."


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = CONTROL.sub("\ufffd", text)


def _link(parent: ET.Element, rel: str, href: str, kind: str) -> None:
    ET.SubElement(parent, "link", {"rel": rel, "href": href, "type": kind})


def _tag(name: str) -> str:
    """An identifier that stays, whatever its entries are called (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{TAGGED}:{name}"


def _last_change() -> str:
    changed_at = CatalogueVersion.objects.values_list("changed_at", flat=True).first()
    return (changed_at or timezone.now()).isoformat()


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
