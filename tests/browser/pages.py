"""Every kind of page that somebody can come to, by a name, with its address."""

from collections.abc import Callable

from django.urls import reverse

from casestudies.imports.documents import to_document
from casestudies.models import CaseStudy
from tests.promises.site import PUBLIC

# Files and answers to machines end otherwise
PUBLIC_PAGES = {name: address for name, address in PUBLIC.items() if address.endswith("/")}

LISTS = {
    # Short ones: the hundredth entry is drawn as the first
    "results": "/case-studies/?q=shared+station&per_page=5",
    "filtered": "/case-studies/?service=police&service=fire&region=south-east&sort=newest",
    "any service": "/case-studies/?service=police&service=ambulance&service_match=any&per_page=5",
    "notices": "/case-studies/?q=drones&region=atlantis&colour=blue&page=99",
    "nothing found": "/case-studies/?q=zzzz&service=coastguard&service=health",
    "the second page": "/case-studies/?page=2&per_page=5",
    "the second page of a service": "/services/police/?page=2&per_page=5",
    "the map, filtered": "/case-studies/map/?service=fire&type=shared-premises",
    "the map without a scheme": "/case-studies/map/?q=zzzz",
    "contact about an entry": "/contact/?about=margate-task-force",
}

ERRORS = {
    "not found": "/nothing-here/",
    "bad request": "/errors/400/",
    "forbidden": "/errors/403/",
    "expired form": "/errors/csrf/",
    "locked out": "/errors/429/",
    "server error": "/errors/500/",
    "search that fails": "/errors/503/?q=stations&service=police",
}


OTHERS = {
    "the gallery of components": "/components/",
    "sign in": "/admin/login/",
}

# Their addresses do not depend on the content
FIXED = PUBLIC_PAGES | LISTS | ERRORS | OTHERS


def length(study: CaseStudy) -> int:
    return len(str(to_document(study)))


def published(**narrow: str):
    return CaseStudy.objects.published().filter(**narrow).order_by("slug")


# Found in the content, which changes
ENTRIES: dict[str, Callable[[], CaseStudy]] = {
    "the richest entry": lambda: max(published(), key=length),
    "the thinnest entry": lambda: min(published(), key=length),
    "an entry that ended": lambda: published(status="ended")[0],
    "an entry whose sources disagree": lambda: published(caveats__kind="conflict")[0],
    "an entry of national work": lambda: published(region__slug="national")[0],
}


def of_the_draft(page: str) -> str:
    draft = CaseStudy.objects.filter(state="draft").first()
    return reverse(f"admin:casestudies_casestudy_{page}", args=[draft.pk])


def of_the_richest(page: str) -> str:
    richest = ENTRIES["the richest entry"]()
    return reverse(f"admin:casestudies_casestudy_{page}", args=[richest.pk])


# As an administrator sees them
ADMIN: dict[str, Callable[[], str]] = {
    "the front page": lambda: reverse("admin:index"),
    "the list": lambda: reverse("admin:casestudies_casestudy_changelist"),
    "the list, searched": lambda: reverse("admin:casestudies_casestudy_changelist") + "?q=station",
    "the form of an entry": lambda: of_the_richest("change"),
    "the form of a new one": lambda: reverse("admin:casestudies_casestudy_add"),
    "to send for review": lambda: of_the_draft("submit"),
    "to publish what is not ready": lambda: of_the_draft("publish"),
    "to archive": lambda: of_the_richest("archive"),
    "to record a confirmation": lambda: of_the_richest("verify"),
}
