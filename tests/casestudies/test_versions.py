"""The public pages of versions: they stay, they can be cited, and they betray nothing."""

import pytest
from django.urls import reverse

from casestudies import changes, editorial
from casestudies.models import Outcome, Relation, Version
from tests.factories import make_organisation, make_study, make_user

pytestmark = pytest.mark.django_db


def address(study, number, name="version"):
    return reverse(f"casestudies:{name}", args=[study.slug, number])


@pytest.fixture
def publisher():
    return make_user("Publisher", first_name="Zoe", last_name="Secret")


@pytest.fixture
def study(publisher):
    """Published twice; between the two it got a partner, and its outcome was said anew."""
    study = make_study(
        "Shared station",
        state="draft",
        summary="Two crews share it.",
        outcomes=["Saved rent for 20 people."],
        started="2012-05",
    )
    editorial.publish(study, by=publisher, note="Written.")
    with changes.one_change():
        study.summary = "Three crews share it."
        study.save()
        Outcome.objects.update(text="Saved rent for 25 people.")
        study.partners.create(organisation=make_organisation("Kent Police"), role="lead")
    editorial.revise(study, by=publisher, note="Counted again.")
    return study


def test_each_version_is_listed_with_its_date_and_note(client, study):
    page = client.get(reverse("casestudies:versions", args=[study.slug]))
    assert "2 versions have been published" in page.text
    assert page.text.index("Counted again.") < page.text.index("Written.")
    for number in (1, 2):
        assert address(study, number) in page.text
    assert address(study, 1, "version_changes") in page.text
    assert address(study, 2, "version_changes") not in page.text


def test_a_version_keeps_saying_what_it_said(client, study):
    page = client.get(address(study, 1)).text
    assert "Two crews share it." in page
    assert "Saved rent for 20 people." in page
    assert "May 2012" in page
    assert "Three crews" not in page
    assert "Kent Police" not in page
    assert "The entry has changed since." in page
    assert "Kent Police" in client.get(address(study, 2)).text


def test_it_can_be_cited(client, study, settings):
    version = study.versions.get(number=1)
    page = client.get(address(study, 1)).text
    day = f"{version.published_at:%-d %B %Y}"
    where = settings.SITE_URL + address(study, 1)
    assert f"“Shared station”, {settings.SITE_NAME}, version 1 of {day}, {where}" in page


def test_what_changed_since_is_marked_on_both_sides(client, study):
    page = client.get(address(study, 1, "version_changes")).text
    assert '<del><span class="vh">[taken out: </span>Two<span class="vh">]</span></del>' in page
    assert '<ins><span class="vh">[put in: </span>Three<span class="vh">]</span></ins>' in page
    assert "Organisation 1: Kent Police" in page
    assert (
        "Nothing: this version is in force."
        in client.get(address(study, 2, "version_changes")).text
    )


def test_nobody_is_named_who_published_it(client, study):
    for page in (
        reverse("casestudies:versions", args=[study.slug]),
        address(study, 1),
        address(study, 1, "version_changes"),
    ):
        assert "Secret" not in client.get(page).text


def test_search_engines_are_led_to_the_entry(client, study, settings):
    canonical = f'<link rel="canonical" href="{settings.SITE_URL}{study.get_absolute_url()}">'
    for page in (
        reverse("casestudies:versions", args=[study.slug]),
        address(study, 1),
        address(study, 1, "version_changes"),
    ):
        shown = client.get(page).text
        assert canonical in shown
        assert '<meta name="robots" content="noindex">' in shown


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_of_what_is_not_public_no_version_is(client, study, publisher, state):
    editorial.archive(study, by=publisher)
    if state != "archived":
        editorial.return_to_draft(study, by=publisher, comment="Look again.")
    if state == "in-review":
        editorial.submit(study, by=publisher)
    never = client.get("/case-studies/never-was/versions/1/")
    for page in (
        reverse("casestudies:versions", args=[study.slug]),
        address(study, 1),
        address(study, 1, "version_changes"),
        address(study, 1, "version_bib"),
        address(study, 1, "version_ris"),
    ):
        answer = client.get(page)
        assert answer.status_code == never.status_code == 404
        assert answer.content == never.content


@pytest.mark.parametrize("number", ["0", "3", "99999999999999999999", "-1", "one"])
def test_what_was_never_published_is_not_there(client, study, number):
    for end in ("/", "/changes/", ".bib", ".ris"):
        assert client.get(f"/case-studies/{study.slug}/versions/{number}{end}").status_code == 404


def test_a_kept_page_goes_with_its_entry(client, study, publisher):
    assert client.get(address(study, 1)).status_code == 200
    assert client.get(address(study, 1)).status_code == 200
    editorial.archive(study, by=publisher)
    assert client.get(address(study, 1)).status_code == 404


def test_a_new_version_is_on_the_list_at_once(client, study, publisher):
    listed = reverse("casestudies:versions", args=[study.slug])
    client.get(listed)
    study.summary = "Four crews share it."
    study.save()
    editorial.revise(study, by=publisher, note="One more crew.")
    assert "One more crew." in client.get(listed).text


def test_an_address_that_moved_leads_on(client, study):
    old = study.slug
    study.slug = "joint-station"
    study.save()
    for end in ("", "1/", "1/changes/", "1.bib", "1.ris"):
        answer = client.get(f"/case-studies/{old}/versions/{end}")
        assert answer.status_code == 301
        assert answer["Location"] == f"/case-studies/joint-station/versions/{end}"


def test_a_version_names_no_scheme_that_the_public_may_not_see(client, study, publisher):
    other = make_study("Zebra scheme", slug="zebra-scheme")
    Relation.objects.create(study=study, kind="adapted-from", other=other)
    editorial.revise(study, by=publisher)
    number = study.versions.first().number
    assert "Zebra scheme" in client.get(address(study, number)).text
    assert "Zebra scheme" in client.get(address(study, 1, "version_changes")).text
    editorial.archive(other, by=publisher)
    for page in (address(study, number), address(study, 1, "version_changes")):
        shown = client.get(page).text.lower()
        assert "zebra" not in shown


def test_the_page_of_the_entry_leads_there(client, study):
    listed = reverse("casestudies:versions", args=[study.slug])
    assert listed in client.get(study.get_absolute_url()).text


@pytest.mark.parametrize(
    "document",
    [{}, {"title": "Only a title"}, {"outcomes": "none", "services": "police"}, {"relations": [3]}],
)
def test_a_version_of_another_time_is_shown_as_far_as_it_goes(client, document):
    study = make_study()
    Version.objects.create(
        study=study, number=1, published_at=study.published_at, document=document
    )
    Version.objects.create(
        study=study, number=2, published_at=study.published_at, document={"title": "Now"}
    )
    assert client.get(address(study, 1)).status_code == 200
    assert client.get(address(study, 1, "version_changes")).status_code == 200
