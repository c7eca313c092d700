"""The form that corrects a part of a case study, and the page that says what became of it."""

import html
import re

import pytest

from casestudies.models import CaseStudy
from network import parts
from network.actions import corrections
from network.models import Correction, GroupMessage
from tests.factories import make_study, make_user
from tests.forms import fill_in, ticket_of

pytestmark = pytest.mark.django_db

PAGE = "/case-studies/shared-station/correct/"
SUMMARY = f"{PAGE}?part=summary"
EVIL = '<script>alert(1)</script>"><img src=x>'


@pytest.fixture
def study():
    return make_study(
        "Shared station",
        summary="Two crews share a station.",
        outcomes=["It saved a drive."],
        organisations=["Kent Fire"],
    )


def text_of(response):
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def seen(client, address):
    """The mark of the text that the form was drawn with."""
    return re.search(r'name="seen" value="(\w*)"', client.get(address).text)[1]


def correct(client, address=SUMMARY, **answers):
    said = {"proposed": "Three crews share a station.", "role": "Station manager, Kent"}
    if "outcome" in address or "summary" in address or "what_happened" in address:
        said["seen"] = seen(client, address)
    return fill_in(client, address, said | answers)


def test_a_text_is_edited_where_it_stands(client, study):
    page = client.get(SUMMARY)
    box = re.search(r'<textarea name="proposed"[^>]*>\s*([^<]*)</textarea>', page.text)[1]
    assert box == "Two crews share a station."
    response = correct(client, email="ada@council.uk")
    made = Correction.objects.get()
    assert (made.part, made.before, made.proposed) == (
        "summary",
        "Two crews share a station.",
        "Three crews share a station.",
    )
    token = corrections.status_token(made)
    assert (response.status_code, response["Location"]) == (302, f"/network/corrections/{token}/")


def test_a_section_is_shown_as_it_is_with_a_box_for_a_remark(client, study):
    page = client.get(f"{PAGE}?part=partners")
    assert "Kent Fire: Leads" in text_of(page)
    assert 'name="proposed"' not in page.text
    response = fill_in(client, f"{PAGE}?part=partners", {"remark": "Kent left in 2020."})
    assert response.status_code == 302
    made = Correction.objects.get()
    assert (made.part, made.proposed, made.remark) == ("partners", "", "Kent left in 2020.")


def test_a_list_leads_to_each_of_its_lines(client, study):
    name = f"outcome:{study.outcomes.get().pk}"
    page = client.get(f"{PAGE}?part=outcomes").text
    address = f"{PAGE}?part={name.replace(':', '%3A')}"
    assert f'href="{address}"' in page
    assert correct(client, address, proposed="It saved an hour.").status_code == 302
    assert Correction.objects.get().part == name


def test_every_part_can_be_chosen_without_a_script(client, study):
    page = client.get(PAGE).text
    offered = re.findall(r'<option value="([^"]+)"', page)
    assert len(offered) >= len(parts.SECTIONS) + 2
    for name in offered:
        response = client.get(PAGE, {"part": html.unescape(name)})
        assert response.status_code == 200
        assert f'value="{name}" selected' in response.text


def test_nothing_changed_is_an_error_with_advice(client, study):
    response = correct(client, proposed="  Two crews share a station. ")
    assert response.status_code == 200
    assert "You have not changed the text. Change it, or say below" in text_of(response)
    assert not Correction.objects.exists()


def test_whoever_explains_what_is_wrong_need_not_find_the_words(client, study):
    response = correct(client, proposed="Two crews share a station.", remark="It was one crew.")
    assert response.status_code == 302
    made = Correction.objects.get()
    assert (made.before, made.proposed) == ("Two crews share a station.", "")


def test_how_one_knows_is_asked_for(client, study):
    response = correct(client, role="")
    assert "Say how you know" in text_of(response)
    for known in ({"source_url": "council.uk/report"}, {"remark": "I was there."}):
        assert correct(client, role="", **known).status_code == 302
    assert {c.source_url for c in Correction.objects.all()} == {"", "https://council.uk/report"}


def test_the_ends_of_lines_that_a_browser_sends_are_no_change(client, study):
    CaseStudy.objects.update(what_happened="One.\n\nTwo.")
    address = f"{PAGE}?part=what_happened"
    assert correct(client, address, proposed="One.\r\n\r\nTwo.\r\n").status_code == 200
    assert correct(client, address, proposed="One.\r\n\r\nThree.").status_code == 302
    assert Correction.objects.get().proposed == "One.\n\nThree."


def test_a_summary_stays_one_line(client, study):
    correct(client, proposed="Three crews\nshare  a station.")
    assert Correction.objects.get().proposed == "Three crews share a station."


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"proposed": ""}, "Enter the text."),
        ({"proposed": "x" * 321}, "Use 320 characters or fewer"),
        ({"proposed": "a\x00b"}, "Take out the control character"),
        ({"source_url": "javascript:alert(1)"}, "Enter a web address"),
        ({"source_url": "ftp://example.org/x"}, "Enter a web address"),
        ({"source_url": "https://a.example/\x01"}, "Enter a web address"),
        ({"source_url": "https://a.example/" + "x" * 500}, "at most 500 characters"),
        ({"email": "ada@council.uk\r\nBcc: x@example.org"}, "Enter an email address"),
        ({"name": "Ada\nBcc: x@example.org"}, "Take out the line break"),
        ({"role": "x" * 151}, "at most 150 characters"),
        ({"remark": "x" * 3001}, "at most 3000 characters"),
        ({"website": "x"}, "should stay empty"),
        ({"seen": "forged"}, "Somebody changed this text"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, study, wrong, said):
    response = correct(client, **({"remark": "Kept words."} | wrong))
    assert response.status_code == 200
    assert said in text_of(response)
    assert "Kept words." in response.text or "remark" in wrong
    assert not Correction.objects.exists()


def test_what_was_typed_is_text_wherever_it_is_shown(client, study):
    for page in (
        correct(client, proposed=EVIL, remark=EVIL, name=EVIL, role=EVIL, email="no"),
        client.get(PAGE, {"part": EVIL}),
    ):
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


def test_a_text_that_changed_since_the_form_was_opened_is_shown_and_what_was_typed_kept(
    client, study
):
    mark = seen(client, SUMMARY)
    ticket = ticket_of(client.get(SUMMARY))
    study.summary = "Four crews share a station."
    study.save()
    typed = {"proposed": "Three crews share a station.", "role": "Me", "ticket": ticket}
    told = fill_in(client, SUMMARY, typed | {"seen": mark})
    assert told.status_code == 200
    assert "Somebody changed this text since you opened the page" in text_of(told)
    assert "<p>Four crews share a station.</p>" in told.text
    assert "Three crews share a station.</textarea>" in told.text
    new_mark = re.search(r'name="seen" value="(\w*)"', told.text)[1]
    assert fill_in(client, SUMMARY, typed | {"seen": new_mark}).status_code == 302
    assert Correction.objects.get().before == "Four crews share a station."


def test_the_same_form_leads_to_the_same_page_even_after_its_text_was_taken_over(client, study):
    typed = {
        "proposed": "Three crews share a station.",
        "role": "Me",
        "seen": seen(client, SUMMARY),
        "ticket": ticket_of(client.get(SUMMARY)),
    }
    first = fill_in(client, SUMMARY, typed)
    made = Correction.objects.get()
    corrections.accept(made, by=make_user("Publisher"), at=made.created_at)
    assert fill_in(client, SUMMARY, typed)["Location"] == first["Location"]
    assert Correction.objects.count() == 1


def test_a_line_that_was_taken_out_meanwhile_keeps_what_was_typed(client, study):
    line = study.outcomes.get()
    address = f"{PAGE}?part=outcome:{line.pk}"
    typed = {
        "proposed": "It saved an hour.",
        "role": "Me",
        "ticket": ticket_of(client.get(address)),
    }
    line.delete()
    response = client.post(address, typed)
    assert response.status_code == 409
    assert "has been taken out of the entry" in text_of(response)
    assert "It saved an hour.</textarea>" in response.text
    assert 'value="Me"' in response.text
    assert f'action="{PAGE}?part=other"' in response.text
    assert not Correction.objects.exists()
    assert "has been taken out of the entry" in text_of(client.get(address))


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_an_entry_unpublished_meanwhile_keeps_what_was_typed_and_offers_it_to_the_group(
    client, study, state
):
    typed = {
        "proposed": "Three crews share a station.",
        "remark": "I was there.",
        "email": "ada@council.uk",
        "ticket": ticket_of(client.get(SUMMARY)),
    }
    CaseStudy.objects.update(state=state)
    response = client.post(SUMMARY, typed)
    never = client.post("/case-studies/never-was/correct/?part=summary", typed)
    assert response.status_code == never.status_code == 404
    assert without_secrets(response) == without_secrets(never)
    assert "Shared station" not in response.text
    assert "Three crews share a station.\n\nI was there.</textarea>" in response.text
    assert 'action="/contact/"' in response.text
    offered = {
        name: html.unescape(value)
        for name, value in re.findall(
            r'name="(ticket|subject)" value="([^"]+)"[^>]*checked', response.text
        )
    }
    assert offered == {"subject": "content"}
    sent = fill_in(
        client,
        "/contact/",
        {"subject": "content", "message": "Three crews.", "email": "ada@council.uk"},
    )
    assert sent.status_code == 302
    assert GroupMessage.objects.exists()


def without_secrets(response):
    hidden = r'name="(ticket|csrfmiddlewaretoken)" value="[^"]*"'
    return re.sub(hidden, "", response.text).replace("never-was", "shared-station")


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_what_is_not_published_has_no_form(client, study, state):
    CaseStudy.objects.update(state=state)
    hidden, never = client.get(SUMMARY), client.get("/case-studies/never-was/correct/?part=summary")
    assert hidden.status_code == never.status_code == 404
    assert hidden.content == never.content
    assert client.post(SUMMARY, {}).content == never.content


def test_an_old_address_leads_to_the_new_one(client, study):
    study.slug = "new-station"
    study.save()
    response = client.get(SUMMARY)
    assert (response.status_code, response["Location"]) == (
        301,
        "/case-studies/new-station/correct/",
    )


def test_three_in_ten_minutes_and_the_fourth_keeps_its_text(client, study):
    for _ in range(3):
        assert correct(client).status_code == 302
    refused = correct(client, proposed="A fourth text.")
    assert refused.status_code == 429
    assert "A fourth text.</textarea>" in refused.text


def test_the_page_says_what_became_of_it_and_nothing_of_the_sender(client, study):
    address = correct(client, name="Ada Reader", email="ada@council.uk")["Location"]
    made = Correction.objects.get()
    assert "Thank you: the editors have it" in text_of(client.get(address))
    corrections.decline(
        made, by=make_user("Publisher"), at=made.created_at, answer="The source says two."
    )
    page = client.get(address)
    assert "was not taken over" in text_of(page)
    assert "The source says two." in text_of(page)
    assert "Shared station" in text_of(page)
    for private in ("Ada", "ada@council.uk", "Station manager", "publisher-"):
        assert private not in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert "noindex" in page["X-Robots-Tag"]
    assert client.post(address).status_code == 200
    CaseStudy.objects.update(state="archived")
    assert "Shared station" not in client.get(address).text
    corrections.erase(made, by=None, at=made.created_at)
    assert client.get(address).status_code == 404


def test_the_form_asks_no_more_for_a_long_entry(client, django_assert_max_num_queries):
    make_study("Long", outcomes=[f"Outcome {n}" for n in range(40)], sources=["2015"] * 20)
    with django_assert_max_num_queries(22):
        client.get("/case-studies/long/correct/?part=outcomes")
