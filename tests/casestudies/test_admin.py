"""What an editor does in the admin: find, read, change, move on, and never lose anything."""

import datetime as dt
import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from casestudies import catalogue, changes, editorial
from casestudies.admin import attention
from casestudies.models import CaseStudy, Organisation, Partner, Version
from collab_directory.audit.models import AuditRecord
from tests.factories import (
    make_factor,
    make_glossary_term,
    make_organisation,
    make_services,
    make_study,
    make_types,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db

LIST = "admin:casestudies_casestudy_changelist"
CHANGE = "admin:casestudies_casestudy_change"
TODAY = timezone.localdate()


@pytest.fixture
def publisher(client):
    """A browser in which a publisher is signed in."""
    client.user = make_user("Publisher")
    client.force_login(client.user)
    return client


@pytest.fixture
def editor(client):
    client.user = make_user("Editor")
    client.force_login(client.user)
    return client


def shown(page):
    """The case studies of the list's page."""
    return {str(study) for study in page.context["cl"].result_list}


def form_of(client, study=None):
    """What a browser would send back from the form as it was opened."""
    address = reverse(CHANGE, args=[study.pk]) if study else reverse(LIST) + "add/"
    context = client.get(address).context
    forms = [context["adminform"].form]
    sent = {}
    for inline in context["inline_admin_formsets"]:
        management = inline.formset.management_form
        sent |= {f"{management.prefix}-{n}": management[n].value() for n in management.fields}
        forms += inline.formset.forms
    for form in forms:
        for field in form:
            if field.field.disabled:
                continue
            value = field.value()
            if isinstance(value, list):
                value = [getattr(item, "pk", item) for item in value]
            if value is not None and value is not False:
                sent[field.html_name] = value
    return address, sent


def save(client, address, sent):
    """Each line that is saved is checked by itself, so here queries do grow with lines."""
    with zeal_ignore():
        return client.post(address, sent)


def messages_of(page):
    return [str(message) for message in page.context["messages"]]


# The list


def test_the_list_says_how_each_entry_stands(publisher):
    make_study(
        "Shared station",
        region="wales",
        services=("police", "ambulance"),
        status="live",
        sources=("2015", "2019-05"),
        outcomes=[("Fewer calls", 1), ("Measured", 3)],
        verified_on=dt.date(2020, 1, 31),
    )
    row = re.search(r'<tr><td class="action-checkbox">.*?</tr>', publisher.get(reverse(LIST)).text)
    words = re.sub(r"<[^>]+>", " ", row[0])
    for expected in ["Shared station", "Wales", "Ambulance, Police", "Published", "Live", "(2020)"]:
        assert expected in words
    for expected in ["Measured", "31 Jan 2020", "due again", " 2 "]:
        assert expected in words


def test_unknowns_are_said_in_words(publisher):
    make_study("Joint drones", sources=(), services=(), status="unknown")
    words = re.sub(r"<[^>]+>", " ", publisher.get(reverse(LIST)).text)
    for expected in ["Not known", "No outcome", "Never", "no service"]:
        assert expected in words


SEARCHED = {
    "drones": {"Joint drones"},
    "margate": {"Shared station"},
    "kent police": {"Shared station"},
    "kent constabulary": {"Shared station"},
    "nothing like it": set(),
}


@pytest.mark.parametrize("question", SEARCHED)
def test_search_finds_title_place_and_organisation_under_any_name(question, publisher):
    make_study("Joint drones")
    make_study("Shared station", place="Margate", organisations=["Kent Police", "Kent Fire"])
    Organisation.objects.get(name="Kent Police").former_names.create(name="Kent Constabulary")
    assert shown(publisher.get(reverse(LIST), {"q": question})) == SEARCHED[question]


@pytest.fixture
def various():
    """One entry of each kind that a filter or a queue asks for."""
    make_study("Draft", state="draft", sources=())
    make_study("In review", state="in-review")
    make_study("Archived", state="archived", services=("health",))
    fresh = TODAY - dt.timedelta(days=30)
    stale = TODAY - dt.timedelta(days=400)
    make_study("Fresh", verified_on=fresh, sources=("2015", "2016"), outcomes=["Good"])
    make_study("Stale", verified_on=stale, sources=("2015", "2016"), outcomes=["Good"])
    make_study("One source", outcomes=["Good"], verified_on=fresh, types=("joint-training",))
    make_study("No outcome", sources=("2015", "2016"), verified_on=fresh, region="wales")
    make_study("Never", sources=("2015", "2016"), outcomes=["Good"], status="ended")


@pytest.mark.parametrize(
    "question, found",
    [
        ("state__exact=draft", {"Draft"}),
        ("status__exact=ended", {"Never"}),
        ("confirmed=ok", {"Fresh", "One source", "No outcome"}),
        ("confirmed=due", {"Stale"}),
        ("confirmed=never", {"Draft", "In review", "Archived", "Never"}),
        ("sources=0", {"Draft"}),
        ("sources=1", {"In review", "Archived", "One source"}),
        ("sources=2", {"Fresh", "Stale", "No outcome", "Never"}),
        ("attention=in-review", {"In review"}),
        ("attention=drafts", {"Draft"}),
        ("attention=never-confirmed", {"Never"}),
        ("attention=due", {"Stale"}),
        ("attention=one-source", {"One source"}),
        ("attention=no-outcome", {"No outcome"}),
        ("attention=due&sources=1", set()),
    ],
)
def test_each_filter_leaves_what_it_says(question, found, various, publisher):
    assert shown(publisher.get(f"{reverse(LIST)}?{question}")) == found


@pytest.mark.parametrize("field", ["services", "types", "region"])
def test_the_list_narrows_by_what_entries_are_sorted_by(field, various, publisher):
    slug = {"services": "health", "types": "joint-training", "region": "wales"}[field]
    study = CaseStudy.objects.get(**{f"{field}__slug": slug})
    related = study.region if field == "region" else getattr(study, field).get()
    page = publisher.get(reverse(LIST), {f"{field}__id__exact": related.pk})
    assert shown(page) == {study.title}


@pytest.mark.parametrize(
    "question",
    ["attention=boss", "confirmed=maybe", "sources=-1", "sources=%00", "state__exact=boss", "p=99"],
)
def test_an_address_that_makes_no_sense_is_answered_with_a_list(question, various, publisher):
    page = publisher.get(f"{reverse(LIST)}?{question}", follow=True)
    assert page.status_code == 200


def test_every_count_beside_a_filter_is_the_length_of_its_list(various, publisher):
    page = publisher.get(reverse(LIST))
    links = re.findall(r'<a href="(\?[^"]+)">[^<]*\((\d+)\)</a>', page.text)
    assert len(links) > 25
    for address, count in links:
        found = publisher.get(reverse(LIST) + address.replace("&amp;", "&"))
        assert len(shown(found)) == int(count), address


# The front page


def test_every_count_on_the_front_page_is_the_length_of_the_list_it_leads_to(various, publisher):
    page = publisher.get(reverse("admin:index"))
    tiles = re.findall(r'<a href="([^"]+attention=[^"]+)"><b>(\d+)</b>', page.text)
    assert len(tiles) == len(attention.QUEUES)
    assert sum(int(count) for _, count in tiles) == 6
    for address, count in tiles:
        assert len(shown(publisher.get(address))) == int(count), address


def test_the_front_page_counts_the_2014_overview_truly(publisher):
    make_study(in_2014_overview=True)
    make_study(in_2014_overview=True, state="draft")
    make_study()
    page = publisher.get(reverse("admin:index"))
    assert "1 of its 38 schemes" in page.text
    address = re.search(r'href="([^"]+in_2014[^"]+)"', page.text)[1].replace("&amp;", "&")
    assert len(shown(publisher.get(address))) == 1


def test_the_front_page_shows_ten_oldest_first_and_leads_to_all(publisher):
    for year in range(2001, 2013):
        make_study(f"From {year}", sources=(str(year),))
    make_study("Without a date", sources=("",))
    page = publisher.get(reverse("admin:index"))
    found = [str(study) for study in page.context["never_confirmed"]]
    assert found == ["Without a date", *(f"From {year}" for year in range(2001, 2010))]
    assert "See all 13" in page.text


def test_an_empty_queue_says_so(publisher):
    page = publisher.get(reverse("admin:index"))
    assert "Nothing is in review." in page.text
    assert "Every published entry has been confirmed" in page.text


def test_an_editor_sees_the_queues_without_the_publishers_buttons(various, editor):
    page = editor.get(reverse("admin:index")).text
    assert "Never confirmed" in page
    assert "Record a confirmation" not in page


def test_a_role_that_has_nothing_here_is_told_so(client):
    client.force_login(make_user("Network manager"))
    page = client.get(reverse("admin:index"))
    assert "there is nothing here for your role yet" in page.text
    assert "never confirmed" not in page.text


def test_the_menu_has_every_list_once_under_a_heading(client):
    client.force_login(make_user("superuser"))
    menu = client.get(reverse("admin:index")).text
    for model, model_admin in admin.site._registry.items():
        address = reverse(f"admin:{model_admin.opts.app_label}_{model._meta.model_name}_changelist")
        assert menu.count(f'<a href="{address}"') == 1, model


# Queries


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def fill(numbers):
    with changes.one_change():
        fill_slowly(numbers)


def fill_slowly(numbers):
    for n in numbers:
        study = make_study(
            state="published" if n % 2 else "in-review",
            organisations=[f"Org {n}", f"Org {n + 1}"],
            sources=("2015", "2016"),
            outcomes=["One", "Two"],
            force_areas=[f"area-{n}"],
        )
        make_version(study)
        make_factor(f"Factor {n}")
        make_glossary_term(f"Term {n}", f"word {n}", f"words {n}")
        make_user("Editor")


ADDRESSES = [
    "admin:index",
    LIST,
    "admin:casestudies_organisation_changelist",
    "admin:casestudies_forcearea_changelist",
    "admin:casestudies_version_changelist",
    "admin:casestudies_successfactor_changelist",
    "admin:casestudies_glossaryterm_changelist",
    "admin:casestudies_service_changelist",
    "admin:auth_user_changelist",
    "admin:audit_auditrecord_changelist",
]


def test_no_list_asks_more_of_the_database_when_it_is_longer(client):
    client.force_login(make_user("superuser"))
    fill(range(10))
    few = {address: queries(client, reverse(address)) for address in ADDRESSES}
    fill(range(10, 100))
    many = {address: queries(client, reverse(address)) for address in ADDRESSES}
    assert many == few
    assert max(many.values()) <= 24, many


def test_the_form_asks_no_more_when_its_lists_are_longer(publisher):
    study = make_study(organisations=["A"], outcomes=["One"])
    address = reverse(CHANGE, args=[study.pk])
    few = queries(publisher, address)
    with changes.one_change():
        for n in range(20):
            Partner.objects.create(study=study, organisation=make_organisation(f"Org {n}"))
            study.relations.create(kind="adapted-from", other=make_study())
            study.factors_shown.create(factor=make_factor(), reason="It does.")
            study.outcomes.create(text="More")
    assert queries(publisher, address) == few


# The form


def test_an_editor_adds_a_draft_and_the_audit_trail_has_it(editor):
    services, types = make_services("police", "fire"), make_types("joint-training")
    region = make_study().region
    kent = make_organisation("Kent Police")
    address, sent = form_of(editor)
    sent |= {
        "title": "Joint drones",
        "slug": "joint-drones",
        "summary": "They fly.",
        "region": region.pk,
        "services": [s.pk for s in services],
        "types": [t.pk for t in types],
        "status": "live",
        "partners-0-organisation": kent.pk,
        "partners-0-role": "lead",
        "sources-0-title": "Report",
        "sources-0-url": "example.org/report",
        "sources-0-date": "2019-05",
    }
    assert editor.post(address, sent).status_code == 302
    study = CaseStudy.objects.get(slug="joint-drones")
    assert (study.state, study.published_at) == ("draft", None)
    assert study.organisations.get() == kent
    assert study.sources.get().url == "https://example.org/report"
    record = AuditRecord.objects.about(study).get()
    assert (record.action, record.actor) == ("case_study.added", editor.user)


@pytest.mark.parametrize("forged", ["published", "archived", "in-review"])
def test_the_state_cannot_be_sent_with_the_form(forged, editor):
    study = make_study(state="draft")
    address, sent = form_of(editor, study)
    words = {"state": forged, "published_at_0": "2020-01-01", "verified_on": "2020-01-01"}
    assert editor.post(address, sent | words).status_code == 302
    study.refresh_from_db()
    assert (study.state, study.published_at, study.verified_on) == ("draft", None, None)


def test_a_form_sent_back_unchanged_changes_nothing(publisher):
    study = make_study(
        state="draft", organisations=["A", "B"], outcomes=["One"], sources=("2015", "2016")
    )
    editorial.publish(study, by=publisher.user)
    before = Version.objects.get().document
    address, sent = form_of(publisher, study)
    assert save(publisher, address, sent).status_code == 302
    assert Version.objects.get().document == before


def test_a_change_to_what_is_public_is_kept_as_a_version_with_its_note(publisher):
    study = make_study(state="draft")
    editorial.publish(study, by=publisher.user)
    token = catalogue.current_token()
    address, sent = form_of(publisher, study)
    sent |= {"summary": "Better said.", "change_note": "Said better."}
    assert publisher.post(address, sent).status_code == 302
    version = study.versions.first()
    assert (version.number, version.note) == (2, "Said better.")
    assert version.document["summary"] == "Better said."
    assert catalogue.current_token() != token


@pytest.mark.parametrize(
    "loses, words",
    [
        ({"services": []}, "A published case study needs at least one."),
        ({"types": []}, "A published case study needs at least one."),
        ({"sources-0-DELETE": "on"}, "A published case study needs at least one source."),
    ],
)
def test_what_is_public_cannot_lose_what_it_needs(loses, words, publisher):
    study = make_study()
    address, sent = form_of(publisher, study)
    page = publisher.post(address, sent | loses)
    assert page.status_code == 200
    assert words in page.text
    assert editorial.missing_for_publication(CaseStudy.objects.get(pk=study.pk)) == []


def test_a_draft_may_be_as_thin_as_it_is(editor):
    study = make_study(state="draft")
    address, sent = form_of(editor, study)
    sent |= {"services": [], "types": [], "sources-0-DELETE": "on"}
    assert editor.post(address, sent).status_code == 302
    page = editor.get(address).text
    assert "Before it can be published it needs: at least one service" in page


def test_whoever_saves_second_is_told_and_loses_nothing(publisher):
    study = make_study("Shared station", state="draft", summary="As it was.")
    address, mine = form_of(publisher, study)
    publisher.post(address, mine | {"summary": "Theirs."})
    page = publisher.post(address, mine | {"summary": "Mine."})
    assert page.status_code == 200
    assert "somebody else saved this case study" in page.text
    assert "Summary: “Theirs.”" in page.text
    assert "Mine.</textarea>" in page.text
    study.refresh_from_db()
    assert study.summary == "Theirs."
    # They have compared: saving again keeps theirs.
    again = mine | {"summary": "Mine.", "seen": page.context["adminform"].form["seen"].value()}
    assert publisher.post(address, again).status_code == 302
    study.refresh_from_db()
    assert study.summary == "Mine."


@pytest.mark.parametrize("seen", ["", "yesterday", "2020-01-01T00:00:00+00:00", "\x00"])
def test_a_form_that_does_not_say_what_it_saw_is_not_saved(seen, publisher):
    study = make_study(state="draft", summary="As it was.")
    address, sent = form_of(publisher, study)
    page = publisher.post(address, sent | {"summary": "Mine.", "seen": seen})
    assert page.status_code == 200
    study.refresh_from_db()
    assert study.summary == "As it was."


def test_a_form_opened_before_publication_does_not_undo_it(publisher):
    study = make_study(state="draft")
    address, sent = form_of(publisher, study)
    editorial.publish(study, by=publisher.user)
    assert publisher.post(address, sent).status_code == 200
    study.refresh_from_db()
    assert study.is_published


def test_a_new_line_comes_last_unless_it_says_where(publisher):
    study = make_study(state="draft", outcomes=["One", "Two"])
    address, sent = form_of(publisher, study)
    sent |= {
        "outcomes-TOTAL_FORMS": 4,
        "outcomes-2-text": "Last",
        "outcomes-2-evidence": "1",
        "outcomes-2-position": "",
        "outcomes-3-text": "First of all",
        "outcomes-3-evidence": "1",
        "outcomes-3-position": "0",
    }
    assert save(publisher, address, sent).status_code == 302
    assert [str(outcome) for outcome in study.outcomes.all()] == [
        "One",
        "First of all",
        "Two",
        "Last",
    ]


def test_forged_lines_of_another_entry_stay_where_they_are(editor):
    mine, other = make_study(state="draft"), make_study()
    theirs = other.sources.get()
    address, sent = form_of(editor, mine)
    sent |= {"sources-0-id": theirs.pk, "sources-0-title": "Mine now"}
    editor.post(address, sent)
    theirs.refresh_from_db()
    assert (theirs.study, theirs.title != "Mine now") == (other, True)


def test_only_what_is_published_has_a_link_to_its_page(publisher):
    for state in CaseStudy.State.values:
        study = make_study(state=state)
        page = publisher.get(reverse(CHANGE, args=[study.pk])).text
        assert ("View on site" in page) == (state == "published")
        assert (study.get_absolute_url() in page) == (state == "published")


# The buttons


BUTTONS = {
    ("Editor", "draft"): ["Send for review", "Record a confirmation"],
    ("Editor", "in-review"): ["Record a confirmation"],
    ("Editor", "published"): [],
    ("Editor", "archived"): [],
    ("Publisher", "draft"): ["Send for review", "Publish", "Record a confirmation"],
    ("Publisher", "in-review"): ["Publish", "Return to draft", "Record a confirmation"],
    ("Publisher", "published"): ["Record a confirmation", "Archive"],
    ("Publisher", "archived"): ["Publish", "Return to draft"],
}


@pytest.mark.parametrize("role, state", BUTTONS)
def test_the_form_offers_the_buttons_that_lead_somewhere(role, state, client):
    client.force_login(make_user(role))
    page = client.get(reverse(CHANGE, args=[make_study(state=state).pk])).text
    found = re.findall(r'class="move[^"]*">([^<]+)</a>', page)
    assert found == BUTTONS[role, state]


def move_address(study, name):
    return reverse(f"admin:casestudies_casestudy_{name}", args=[study.pk])


def test_the_confirm_page_says_what_will_happen_and_opening_it_changes_nothing(publisher):
    study = make_study("Shared station", state="draft")
    page = publisher.get(move_address(study, "publish"))
    assert "Publish “Shared station”?" in page.text
    assert "everybody can read it" in page.text
    study.refresh_from_db()
    assert study.state == "draft"


def test_what_is_not_ready_has_no_button_but_a_list_of_what_it_needs(publisher):
    study = make_study(state="draft", types=(), sources=())
    page = publisher.get(move_address(study, "publish"))
    assert "<li>at least one collaboration type</li><li>at least one source</li>" in page.text
    assert 'value="Publish"' not in page.text
    # Sent all the same
    page = publisher.post(move_address(study, "publish"), {"seen": study.updated_at.isoformat()})
    assert page.status_code == 200
    assert "Not ready to publish" in page.text
    study.refresh_from_db()
    assert study.state == "draft"


def test_pressing_publish_twice_publishes_once_and_says_so(publisher):
    study = make_study("Shared station", state="draft")
    sent = {"seen": study.updated_at.isoformat(), "note": "The first text."}
    first = publisher.post(move_address(study, "publish"), sent, follow=True)
    assert messages_of(first) == ["“Shared station” is published."]
    second = publisher.post(move_address(study, "publish"), sent, follow=True)
    assert messages_of(second) == ["“Shared station” is published already."]
    assert Version.objects.get().note == "The first text."
    assert AuditRecord.objects.about(study).count() == 1


def test_nobody_publishes_another_text_than_they_read(publisher):
    study = make_study(state="draft", summary="As it was read.")
    sent = {"seen": study.updated_at.isoformat()}
    study.summary = "Changed meanwhile."
    study.save()
    page = publisher.post(move_address(study, "publish"), sent)
    assert "somebody has changed this case study" in page.text
    assert "Changed meanwhile." in page.text
    study.refresh_from_db()
    assert study.state == "draft"
    seen = page.context["form"]["seen"].value()
    assert publisher.post(move_address(study, "publish"), {"seen": seen}).status_code == 302
    study.refresh_from_db()
    assert study.is_published


def test_a_button_that_no_longer_applies_says_how_the_entry_stands(publisher):
    study = make_study("Shared station", state="draft")
    page = publisher.post(move_address(study, "archive"), follow=True)
    assert messages_of(page) == [
        "Nothing was done: “Shared station” is “Draft”, so “Archive” does not apply."
    ]


@pytest.mark.parametrize(
    "name, sent, words",
    [
        ("return", {"comment": ""}, "Say what should change."),
        ("return", {"comment": "  "}, "Say what should change."),
        ("verify", {"on": "", "role": "Lead"}, "Enter the date of the confirmation."),
        ("verify", {"on": "soon", "role": "Lead"}, "Enter a date, such as 2026-05-31."),
        ("verify", {"on": "2999-01-01", "role": "Lead"}, "This date has not come yet."),
        ("verify", {"on": "2020-01-01", "role": ""}, "Enter the role that confirmed it."),
        ("verify", {"on": "2020-01-01", "role": "a\x00b"}, "Null characters are not allowed."),
        ("publish", {"note": "x" * 301}, "at most 300 characters"),
    ],
)
def test_wrong_words_are_answered_with_what_to_do(name, sent, words, publisher):
    study = make_study(state="in-review")
    sent |= {"seen": study.updated_at.isoformat()}
    page = publisher.post(move_address(study, name), sent)
    assert page.status_code == 200
    assert words in page.text
    assert "<title>Error:" in page.text
    study.refresh_from_db()
    assert (study.state, study.verified_on) == ("in-review", None)


def test_the_editor_reads_what_the_publisher_asked_for(client):
    publisher, editor = make_user("Publisher"), make_user("Editor")
    study = make_study(state="in-review")
    editorial.return_to_draft(study, by=publisher, comment="Which <year> was it?")
    client.force_login(editor)
    page = client.get(reverse(CHANGE, args=[study.pk])).text
    assert f"{publisher.username} asks:" in page
    assert "Which &lt;year&gt; was it?" in page


@pytest.mark.parametrize("pk", [0, 10**30])
def test_an_entry_that_is_not_there_is_not_found(pk, publisher):
    address = reverse("admin:casestudies_casestudy_publish", args=[pk])
    assert publisher.get(address).status_code == 404


# Many at once


def act(client, action, studies, **sent):
    sent |= {"action": f"{action}_selected", "_selected_action": [s.pk for s in studies]}
    with zeal_ignore():  # each entry is moved by itself
        return client.post(reverse(LIST), sent, follow=True)


def test_many_are_published_after_a_page_that_says_which_and_which_not(publisher):
    ready = [make_study(f"Ready {n}", state="in-review") for n in range(3)]
    thin = make_study("Thin", state="draft", sources=())
    done = make_study("Done")
    page = act(publisher, "publish", [*ready, thin, done])
    assert "Publish: 3 case studies" in page.text
    assert "Thin. Missing: at least one source." in page.text
    assert "Done. “Done” is published already." in page.text
    assert CaseStudy.objects.published().count() == 1
    page = act(publisher, "publish", [*ready, thin, done], confirmed="yes", note="All at once.")
    assert messages_of(page) == [
        "Publish: done for 3 case studies.",
        "Left as it was: “Thin”: Not ready to publish. Missing: at least one source.",
    ]
    assert CaseStudy.objects.published().count() == 4
    assert Version.objects.filter(note="All at once.").count() == 3


def test_an_editor_sends_many_for_review(editor):
    drafts = [make_study(state="draft") for _ in range(2)]
    act(editor, "submit", drafts, confirmed="yes")
    assert CaseStudy.objects.filter(state="in-review").count() == 2


@pytest.mark.parametrize(
    "role, offered",
    [("Editor", {"submit"}), ("Publisher", {"submit", "publish", "archive"})],
)
def test_each_role_is_offered_its_own_actions(role, offered, client):
    make_study(state="draft")
    client.force_login(make_user(role))
    page = client.get(reverse(LIST)).text
    assert set(re.findall(r'<option value="(\w+)_selected"', page)) == offered


def test_too_many_at_once_are_refused(publisher, monkeypatch):
    monkeypatch.setattr("casestudies.admin.moving.MOST_AT_ONCE", 2)
    studies = [make_study(state="draft") for _ in range(3)]
    page = act(publisher, "publish", studies, confirmed="yes")
    assert messages_of(page) == ["Nothing was done: choose at most 2 case studies at once."]
    assert not CaseStudy.objects.published().exists()


# Versions and the rest


def test_a_version_shows_what_it_said_and_what_changed(editor):
    publisher = make_user("Publisher")
    study = make_study(state="draft", summary="As it was.", outcomes=["One"])
    editorial.publish(study, by=publisher)
    study.summary = "As <it> is."
    study.save()
    editorial.revise(study, by=publisher, note="Made clear.")
    listed = editor.get(
        reverse("admin:casestudies_version_changelist"), {"study__id__exact": study.pk}
    )
    assert [version.number for version in listed.context["cl"].result_list] == [2, 1]
    newest = study.versions.first()
    page = editor.get(reverse("admin:casestudies_version_change", args=[newest.pk])).text
    assert "What changed since version 1" in page
    assert re.search(r"Summary</th>\s*<td>As it was.</td>\s*<td>As &lt;it&gt; is.</td>", page)
    assert "Made clear." in page
    assert editor.get(reverse(CHANGE, args=[study.pk])).text.count("2 versions") == 1


def test_a_new_slug_leaves_the_old_address_behind(publisher):
    study = make_study("Shared station")
    address, sent = form_of(publisher, study)
    assert publisher.post(address, sent | {"slug": "shared-fire-station"}).status_code == 302
    assert CaseStudy.objects.at("shared-station").get() == study


def test_deleting_is_recorded_and_asks_about_no_machinery(client):
    client.force_login(make_user("Administrator"))
    study = make_study("Shared station")
    address = reverse("admin:casestudies_casestudy_delete", args=[study.pk])
    page = client.get(address).text
    assert "Posting" not in page
    assert "Indexed text" not in page
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert AuditRecord.objects.get(action="case_study.deleted").target_label == "Shared station"


def test_nothing_on_an_editors_page_needs_more_than_the_policy_allows(publisher):
    study = make_study(state="in-review", organisations=["A"])
    addresses = [
        reverse("admin:index"),
        reverse(LIST),
        reverse(CHANGE, args=[study.pk]),
        move_address(study, "publish"),
        reverse("admin:casestudies_casestudy_history", args=[study.pk]),
    ]
    for address in addresses:
        page = publisher.get(address)
        policy = page["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page.text), address
