"""A Publisher's file takes the place of a document, and goes again; nothing is lost on the way."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casestudies import editorial
from casestudies.models import ResourceFile
from casestudies.toolkit import replacing
from collab_directory.audit.models import AuditRecord
from tests.at_once import at_once
from tests.casestudies.toolkit.office import open_document, pdf
from tests.factories import make_resource, make_user

PAGE, OURS = "/guidance/toolkit/plan/", "/guidance/toolkit/plan.docx"
DAY = dt.date(2026, 5, 4)
CATALOG = b"<< /Type /Catalog >>"


@pytest.fixture
def resource(db):
    return make_resource("Plan", text="Our own words.")


@pytest.fixture
def publisher(client, db):
    client.user = make_user("Publisher")
    client.force_login(client.user)
    return client


def put(resource, content, by, summary="Their words."):
    return replacing.replace(resource, content, by=by, dated=DAY, summary=summary)


def files_of(resource):
    return f"/admin/casestudies/resource/{resource.pk}/files/"


def sent(content=None, **changes):
    said = {"dated": "2026-05-04", "summary": "Their words.", "note": "From the board."} | changes
    # The name is a lie: nobody asks it
    return said | {"file": SimpleUploadedFile("x.docx", content or pdf(CATALOG))}


def test_readers_get_the_file_and_are_told_what_it_holds(client, resource):
    assert "Our own words." in client.get(PAGE).content.decode()
    put(resource, pdf(CATALOG), make_user("Publisher"))
    page = client.get(PAGE).content.decode()
    assert "Their words." in page
    assert "4 May 2026" in page
    assert "Our own words." not in page
    assert "In short." not in page
    given = client.get("/guidance/toolkit/plan.pdf")
    assert given.content == pdf(CATALOG)
    assert given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"].startswith("attachment")
    assert client.get(OURS)["Location"] == "/guidance/toolkit/plan.pdf"
    assert "PDF" in client.get("/guidance/toolkit/").content.decode()


def test_one_press_leads_back_and_the_file_stays(publisher, resource):
    file = put(resource, pdf(CATALOG), publisher.user)
    assert publisher.post(files_of(resource), {"act": "ours"}).status_code == 302
    assert "Our own words." in publisher.get(PAGE).content.decode()
    stored = publisher.get(f"{files_of(resource)}{file.pk}/")
    assert stored.content == pdf(CATALOG)
    publisher.post(files_of(resource), {"act": f"use {file.pk}"})
    assert "Their words." in publisher.get(PAGE).content.decode()
    publisher.post(files_of(resource), {"act": f"remove {file.pk}"})
    assert resource.files.filter(in_use=True).exists()  # what readers get is not removed
    publisher.post(files_of(resource), {"act": "ours"})
    publisher.post(files_of(resource), {"act": f"remove {file.pk}"})
    assert not resource.files.exists()
    done = AuditRecord.objects.order_by("pk").values_list("action", flat=True)
    assert list(done) == [
        "resource.replaced",
        "resource.own_used",
        "resource.file_used",
        "resource.own_used",
        "resource.file_removed",
    ]


def test_the_form_takes_a_file_by_its_content(publisher, resource):
    answer = publisher.post(files_of(resource), sent(), follow=True)
    assert "Readers get this file from now on: PDF." in answer.content.decode()
    (file,) = resource.files.all()
    assert (file.format, file.note, file.dated, file.in_use) == (
        "pdf",
        "From the board.",
        DAY,
        True,
    )
    # The same once more, as after a double click, is the same file
    publisher.post(files_of(resource), sent(summary="Better words."))
    assert resource.files.get().summary == "Better words."


@pytest.mark.parametrize(
    "changes, says",
    [
        ({"content": b"<html></html>"}, "no file that we can hand out"),
        ({"content": open_document(inside="<script:event-listener/>")}, "holds a macro"),
        ({"content": b"%PDF" + b"x" * 6_000_000}, "larger than 5 MB"),
        ({"dated": "soon"}, "Enter the date as year, month and day"),
        ({"summary": ""}, "Say what the file holds."),
    ],
)
def test_a_file_that_cannot_be_taken_changes_nothing(publisher, resource, changes, says):
    put(resource, pdf(CATALOG, CATALOG), publisher.user, summary="Before.")
    answer = publisher.post(files_of(resource), sent(**changes))
    page = answer.content.decode()
    assert says in page
    assert "From the board." in page  # what was typed is still there
    assert resource.files.get().summary == "Before."


def test_there_is_an_end_to_the_files_and_to_bringing_them(publisher, resource, monkeypatch):
    monkeypatch.setattr(replacing, "MOST_FILES", 1)
    put(resource, pdf(CATALOG), publisher.user)
    with pytest.raises(editorial.NotPossible, match="Remove one"):
        put(resource, pdf(CATALOG, CATALOG), publisher.user)
    for _ in range(30):
        publisher.post(files_of(resource), sent())
    answer = publisher.post(files_of(resource), sent(note="Kept."))
    assert answer.status_code == 429
    assert "Kept." in answer.content.decode()


@pytest.mark.parametrize("role", ["Editor", "Network manager"])
def test_only_publishers_replace_a_document(role, resource):
    somebody = make_user(role)
    file = put(resource, pdf(CATALOG), make_user("Publisher"))
    acts = [
        lambda: put(resource, pdf(CATALOG), somebody),
        lambda: replacing.use(file, by=somebody),
        lambda: replacing.back_to_ours(resource, by=somebody),
        lambda: replacing.remove(file, by=somebody),
    ]
    for act in acts:
        with pytest.raises(editorial.NotAllowed):
            act()
    assert resource.files.get().in_use


def test_the_admin_says_what_readers_get(publisher, resource):
    change = f"/admin/casestudies/resource/{resource.pk}/change/"
    assert "are made of what stands below" in publisher.get(change).content.decode()
    put(resource, pdf(CATALOG), publisher.user)
    assert "Readers get a file in its place: PDF" in publisher.get(change).content.decode()
    assert "PDF" in publisher.get("/admin/casestudies/resource/").content.decode()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_files_at_once_one_is_in_use(transactional_db):
    resource, by = make_resource("Plan"), make_user("Publisher")
    given = [pdf(CATALOG), pdf(CATALOG, CATALOG)]
    results = at_once(*[lambda content=content: put(resource, content, by) for content in given])
    assert all(isinstance(one, ResourceFile) for one in results), results
    assert sorted(resource.files.values_list("in_use", flat=True)) == [False, True]
