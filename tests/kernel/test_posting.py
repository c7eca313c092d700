"""Forms that anybody may send: nothing typed is lost or taken twice, and robots get no puzzle."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch

from collab_directory import errors
from collab_directory.forms import Address, Line, Paragraphs, PostedForm
from collab_directory.limits import Limit, Refused
from collab_directory.posting import answer, form_page, token_page

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


class Note(PostedForm):
    name = Line(max_length=20)
    text = Paragraphs(max_length=30)


def drawn(at=NOON):
    with time_machine.travel(at, tick=False):
        return Note()["ticket"].value()


def sent(seconds=10, **changes):
    """A form that was drawn at noon and came back so many seconds later."""
    data = {"ticket": drawn(), "name": "Ada", "text": "Hello", "website": ""} | changes
    with time_machine.travel(NOON + dt.timedelta(seconds=seconds), tick=False):
        form = Note(data)
        form.is_valid()
    return form


def test_a_form_that_a_person_sent_is_right_and_has_a_key():
    form = sent()
    assert not form.errors
    assert isinstance(form.key, uuid.UUID)


def test_the_same_drawn_form_has_the_same_key_each_time():
    ticket = drawn()
    assert sent(ticket=ticket).key == sent(ticket=ticket, name="Grace").key != sent().key


@pytest.mark.parametrize(
    "seconds, taken", [(2, False), (3, True), (24 * 3600, True), (24 * 3600 + 1, False)]
)
def test_a_form_is_taken_from_three_seconds_to_a_day(seconds, taken):
    assert (not sent(seconds).errors) == taken


def test_a_form_that_came_too_fast_can_simply_be_sent_again():
    ticket = drawn()
    hasty = sent(1, ticket=ticket)
    assert "faster than people type" in str(hasty.non_field_errors())
    assert hasty["ticket"].value() == ticket
    assert hasty["name"].value() == "Ada"
    assert not sent(4, ticket=ticket).errors


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c", "\x00", "é:1:2", None])
def test_a_broken_ticket_is_replaced_and_nothing_is_lost(ticket):
    form = sent(ticket=ticket)
    assert "Nothing is lost" in str(form.non_field_errors())
    assert form["text"].value() == "Hello"
    assert not sent(ticket=drawn()).errors
    assert form["ticket"].value() not in (ticket, "", None)


def test_a_ticket_of_another_form_does_not_fit():
    class Other(PostedForm):
        pass

    assert sent(ticket=Other()["ticket"].value()).errors


def test_the_box_that_people_do_not_see_is_emptied_and_said():
    form = sent(website="https://example.org")
    assert "should stay empty" in str(form.non_field_errors())
    assert form["website"].value() == ""
    assert 'aria-hidden="true"' in form.render()


@pytest.mark.parametrize("control", ["\n", "\r", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028"])
def test_a_line_holds_no_control_character(control):
    assert "name" in sent(name=f"Ada{control}Bcc: x").errors


@pytest.mark.parametrize("control", ["\x00", "\x0b", "\x1c", "\x7f", "\x85", "\u2029"])
def test_text_holds_none_but_tab_and_line_end(control):
    assert "text" in sent(text=f"Hello{control}there").errors
    assert sent(text="One\r\n\tTwo").cleaned_data["text"] == "One\n\tTwo"


def test_the_end_of_a_line_counts_once():
    assert not sent(text="a\r\n" * 14 + "b").errors
    assert "text" in sent(text="x" * 31).errors


def test_text_is_composed():
    assert sent(name="e\u0301").cleaned_data["name"] == "\u00e9"


def test_an_address_keeps_its_name_and_lowers_its_host():
    assert Address().clean(" Ada.L@Example.ORG ") == "Ada.L@example.org"


# --- The page ------------------------------------------------------------------------------


def page(act):
    @form_page
    def view(request):
        data = request.POST if request.method == "POST" else None
        return answer(request, Note(data), act, "components/form.html", {"send": "Send"})

    return view


def post(view, seconds=10, **changes):
    data = {"ticket": drawn(), "name": "Ada", "text": "Hello"} | changes
    with time_machine.travel(NOON + dt.timedelta(seconds=seconds), tick=False):
        return view(RequestFactory().post("/note/", data))


def thanks():
    return HttpResponse("thanks")


def refuse(after):
    def act():
        raise Refused(Limit("notes", ((1, dt.timedelta(hours=1)),)), after)

    return act


def broken():
    raise OperationalError("database is locked")


def test_a_right_form_is_done():
    assert post(page(thanks)).content == b"thanks"


def test_nobody_on_the_way_keeps_a_form():
    for response in (page(thanks)(RequestFactory().get("/note/")), post(page(thanks))):
        assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "seconds, words",
    [(1, "1 minute."), (61, "2 minutes."), (5400, "90 minutes."), (80_000, "23 hours.")],
)
def test_too_often_says_when_again_and_keeps_what_was_typed(seconds, words):
    response = post(page(refuse(seconds)))
    assert response.status_code == 429
    assert response["Retry-After"] == str(seconds)
    assert words in response.text
    assert 'value="Ada"' in response.text


def test_sixty_forms_a_minute_are_enough_even_wrong_ones():
    view = page(thanks)
    answers = [post(view, name="", seconds=10).status_code for _ in range(60)]
    assert set(answers) == {200}
    refused = post(view, seconds=10)
    assert refused.status_code == 429
    assert 'value="Ada"' in refused.text
    assert post(view, seconds=71).content == b"thanks"


def test_a_fault_of_the_database_keeps_what_was_typed():
    response = post(page(broken))
    assert response.status_code == 503
    assert "Hello" in response.text
    assert "our fault" in response.text


def test_a_view_that_breaks_gives_the_typed_text_back():
    @form_page
    def view(request):
        broken()

    response = post(view, text="x" * 80)
    assert response.status_code == 503
    assert response.text.count("x" * 80) == 2  # to send again, and to copy
    with pytest.raises(OperationalError):
        view(RequestFactory().get("/note/"))


def test_a_form_that_is_not_proven_is_shown_again_and_not_done():
    request = RequestFactory().post("/note/", {"ticket": drawn(), "name": "Ada", "text": "Hello"})
    request.is_unproven = True
    response = page(broken)(request)
    assert response.status_code == 403
    assert 'value="Ada"' in response.text
    assert "keeps no cookies" in response.text


def test_a_page_with_a_secret_address_is_not_listed_and_does_not_pass_it_on():
    view = token_page(lambda request: HttpResponse("secret"))
    response = view(RequestFactory().get("/secret/"))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"


def test_other_methods_are_refused():
    assert page(thanks)(RequestFactory().put("/note/")).status_code == 405


def test_a_body_of_ten_megabytes_is_refused_unread(client):
    response = client.post("/contact/", {"message": "x" * 10_000_000})
    assert response.status_code == 413
    assert "too long to send" in response.text


def test_a_form_without_its_cookie_is_shown_again_by_its_view(client):
    """Whatever view it is: the page for failed checks finds it by its mark."""
    request = RequestFactory().post("/note/", {"ticket": drawn(), "name": "Ada", "text": "Hello"})
    request.resolver_match = ResolverMatch(page(broken), (), {})
    response = errors.csrf_failure(request)
    assert response.status_code == 403
    assert 'value="Ada"' in response.text
