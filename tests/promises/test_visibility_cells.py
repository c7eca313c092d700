"""Each state of an entry, in each outlet, for each reader: it is there, or not a word of it."""

import datetime as dt
from collections.abc import Callable
from random import randrange

import pytest
from django.test import Client

from casestudies import changes, pending
from casestudies.models import CaseStudy, Relation
from tests.factories import make_member, make_study, make_user, make_version, make_week
from tests.promises.site import body_of

# What is planted, and whether the public reads it. An entry with a change being prepared is two:
# what is published goes on being read, and nobody reads a word of the change.
PLANTED = {
    "draft": False,
    "inreview": False,
    "published": True,
    "archived": False,
    "original": True,
    "change": False,
}
READERS = [None, "member", "Editor", "Publisher"]
DAY = dt.date(2026, 11, 12)


def word(name: str) -> str:
    return f"zq{name}"


def plant() -> dict[str, CaseStudy]:
    """One of each, telling apart by a word that stands in its every text, and by a type."""
    with changes.one_change():
        planted = {
            name: planted_as(name, state)
            for name, state in {
                "draft": "draft",
                "inreview": "in-review",
                "published": "published",
                "archived": "archived",
                "original": "published",
            }.items()
        }
    change = pending.prepare(planted["original"], by=make_user("Editor"))
    with changes.one_change():
        said = planted_as("change", "draft")
        document = pending.current_document(said)
        said.delete()
        pending.one.write(change, document)
    planted["change"] = change
    with changes.one_change():
        other = make_study("Other scheme", types=("shared-premises",), region="wales")
        for study in planted.values():
            Relation.objects.create(study=other, kind="adapted-from", other=study)
    make_week(DAY, *planted.values())
    for name, study in planted.items():
        make_version(study, number=2, note=f"{word(name)} was changed")
    return planted


def planted_as(name: str, state: str) -> CaseStudy:
    said = word(name)
    return make_study(
        f"{said} station",
        slug=f"{said}-station",
        summary=f"{said} in short",
        what_happened=f"{said} at length",
        place=f"{said} by the sea",
        types=(f"kind-{name}", "shared-premises"),
        region="wales",
        lessons=(f"{said} lesson",),
        outcomes=(f"{said} outcome",),
        savings=({"low": 5, "note": f"{said} saving"},),
        state=state,
    )


def text(client: Client, address: str) -> str:
    # From nowhere, as somebody whom no limit counts: a sweep takes more files than anybody may
    response = client.get(address, REMOTE_ADDR="")
    assert response.status_code == 200, address
    return body_of(response)


def detail(client: Client, planted: dict[str, CaseStudy], name: str) -> bool:
    """Its own page; what has none answers as an address that nothing ever had."""
    response = client.get(f"/case-studies/{planted[name].slug}/")
    if response.status_code == 404:
        assert response.content == client.get("/case-studies/never-was/").content
        return False
    return word(name) in body_of(response)


def counted(client: Client, name: str) -> bool:
    facets = client.get("/case-studies.json?page=1").json()["facets"]
    types = next(facet["values"] for facet in facets if facet["name"] == "type")
    return any(value["slug"] == f"kind-{name}" and value["count"] for value in types)


def not_there_yet(address: str) -> Callable[..., bool]:
    """An outlet that is not built: when it is, this fails, and it must be asked like the others."""

    def found(client: Client, planted: dict[str, CaseStudy], name: str) -> None:
        where = address.format(slug=planted[name].slug)
        assert client.get(where).status_code == 404, f"{where} is there now: look into it here"

    return found


def on(address: str) -> Callable[..., bool]:
    return lambda client, planted, name: word(name) in text(client, address.format(name=name))


def compared(client: Client, planted: dict[str, CaseStudy], name: str) -> bool:
    """Beside another one. Of what it does not know the page repeats the address, but no title."""
    slugs = f"id={planted[name].slug}&id=other-scheme"
    return f"{word(name)} station" in text(client, f"/case-studies/compare/?{slugs}")


def asked_by_somebody_else(client: Client, address: str):
    """PDFs are limited by caller, and this asks for more of them than anybody."""
    return client.get(address, REMOTE_ADDR=f"10.1.{randrange(250)}.{randrange(250)}")


def own_pdf(client: Client, planted: dict[str, CaseStudy], name: str) -> bool:
    response = asked_by_somebody_else(client, f"/case-studies/{planted[name].slug}.pdf")
    if response.status_code == 404:
        never = asked_by_somebody_else(client, "/case-studies/never-was.pdf")
        assert response.content == never.content
        return False
    return word(name) in body_of(response)


def own_picture(client: Client, planted: dict[str, CaseStudy], name: str) -> bool:
    """Of its words nobody can be sure; that there is one, or that there is nothing, is enough."""
    response = asked_by_somebody_else(client, f"/case-studies/{planted[name].slug}.png")
    if response.status_code == 404:
        assert response.content == client.get("/case-studies/never-was.png").content
        return False
    return response["Content-Type"] == "image/png"


def in_pdf(address: str) -> Callable[..., bool]:
    def found(client: Client, planted: dict[str, CaseStudy], name: str) -> bool:
        response = asked_by_somebody_else(client, address)
        assert response.status_code == 200, address
        return word(name) in body_of(response)

    return found


def in_the_api(client: Client, planted: dict[str, CaseStudy], name: str) -> bool:
    """Its own address and the list agree; what has none answers as one that nothing ever had."""
    response = client.get(f"/api/v1/case-studies/{planted[name].slug}/")
    is_listed = word(name) in text(client, "/api/v1/case-studies/?per_page=100")
    if response.status_code == 404:
        assert response.content == client.get("/api/v1/case-studies/never-was/").content
        return is_listed
    assert is_listed
    return word(name) in body_of(response)


OUTLETS: dict[str, Callable[..., bool | None]] = {
    "list": on("/case-studies/a-z/"),
    "search": lambda client, planted, name: any(
        word(name) in study["slug"]
        for study in client.get(f"/case-studies.json?page=1&q={word(name)}").json()["results"]
    ),
    "suggestions": on("/case-studies/suggest?q=zq"),
    "counts": lambda client, planted, name: counted(client, name),
    "detail": detail,
    "related": on("/case-studies/other-scheme/"),
    "like ours": on("/case-studies/like-ours/?type=shared-premises&service=police"),
    "compare": compared,
    "csv": on("/case-studies.csv"),
    "figures": on("/insights/figures.csv"),
    "overview": on("/overview/"),
    "alerts": on(f"/updates/weekly/{DAY.isoformat()}/"),
    "workbook": on("/case-studies.xlsx"),
    "feed": on("/feeds/case-studies.atom"),
    "sitemap": on("/sitemap.xml"),
    "pdf": own_pdf,
    "pdf of a question": in_pdf("/case-studies.pdf?region=wales"),
    "picture": own_picture,
    "booklet": in_pdf("/overview.pdf"),
    "api": in_the_api,
}


@pytest.mark.parametrize("reader", READERS)
def test_each_state_is_in_each_outlet_or_nowhere(db, client, reader):
    planted = plant()
    if reader is not None:
        client.force_login(make_member().user if reader == "member" else make_user(reader))
    found = {
        (name, outlet): look(client, planted, name)
        for name in PLANTED
        for outlet, look in OUTLETS.items()
    }
    assert found == {
        (name, outlet): None if found[name, outlet] is None else is_public
        for name, is_public in PLANTED.items()
        for outlet in OUTLETS
    }


def test_the_table_is_whole():
    """Five states (an entry with a change stands for one), twenty outlets, four readers."""
    states = set(PLANTED) - {"change"}
    assert len(states) * len(OUTLETS) * len(READERS) == 400
