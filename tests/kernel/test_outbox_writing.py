"""From template to letter: what it says, and what can never be sent."""

import pytest

from collab_directory.outbox.writing import Unsendable, message, sendable, write
from tests.factories import make_letter

TO = "reader@council.uk"


@pytest.fixture
def hello(write_template):
    write_template("kernel/hello.txt", "\n{{ subject }}\n\nDear {{ name }},\n{{ SITE_URL }}/x/\n")
    write_template("kernel/both.txt", "Hello\n\nDear {{ name }},\n")
    write_template("kernel/both.html", "<p>Dear {{ name }},</p>\n")


def written(template="kernel/hello", to=TO, reply_to="", **context):
    context = {"subject": "Your enquiry", "name": "Siân O’Neil & sons"} | context
    return write(template, to=to, reply_to=reply_to, context=context)


def test_the_first_line_is_the_subject_and_plain_text_stays_plain(hello):
    made = written(subject="It's “A & B” <here>")
    assert made.subject == "It's “A & B” <here>"
    assert made.text == "Dear Siân O’Neil & sons,\nhttp://testserver/x/\n"
    assert made.html == ""


def test_html_is_an_alternative_and_escaped(hello):
    made = written("kernel/both", name="<b>")
    assert made.text == "Dear <b>,\n"
    assert made.html == "<p>Dear &lt;b&gt;,</p>"
    sent = message(made, to=TO, reply_to="").message()
    assert [part.get_content_type() for part in sent.get_payload()] == ["text/plain", "text/html"]


def test_letters_are_composed_and_hold_no_nul(hello):
    made = written(name="Sia\u0302n\x00")
    assert made.text.startswith("Dear Siân,")


def test_who_sends_who_answers_and_where_it_returns(hello, settings):
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_RETURN = "from@example.org", "back@example.org"
    made = message(written(), to=TO, reply_to="alex@example.org")
    head = made.message()
    assert made.from_email == "back@example.org"
    assert made.recipients() == [TO]
    assert head["From"] == "from@example.org"
    assert head["Reply-To"] == "alex@example.org"
    assert head["Auto-Submitted"] == "auto-generated"
    assert head["Bcc"] is None


def test_a_mail_program_can_end_what_says_how(hello):
    """RFC 8058: both headers, the address on one line however long it is."""
    address = f"http://testserver/updates/{'x' * 64}/stop/"
    made = message(written(), to=TO, reply_to="", unsubscribe=address)
    sent = made.message().as_bytes().decode()
    assert "List-Unsubscribe:" in sent
    assert f"<{address}>\n" in sent
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n" in sent
    assert "List-Unsubscribe" not in message(written(), to=TO, reply_to="").message()


@pytest.mark.django_db
def test_a_line_end_in_the_way_out_is_never_sent(hello):
    with pytest.raises(Unsendable):
        sendable(make_letter(unsubscribe="http://testserver/\nBcc: eve@example.org"))


def test_the_message_id_is_made_once_and_is_ours(hello):
    one, other = written(), written()
    assert one.message_id != other.message_id
    assert one.message_id.endswith("@testserver>")
    for _ in range(2):
        assert message(one, to=TO, reply_to="").message()["Message-ID"] == one.message_id


LINE_ENDS = ["\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\x00"]


@pytest.mark.parametrize("end", [*LINE_ENDS, "\t", "\x7f"])
def test_a_subject_with_a_control_character_is_never_sent(hello, end):
    if end == "\x00":
        assert written(subject=f"a{end}b").subject == "ab"
        return
    with pytest.raises(Unsendable, match="subject"):
        written(subject=f"Hello{end}Bcc: leader@example.org")


def test_a_line_end_in_a_subject_leaves_the_rest_to_the_text(hello):
    made = written(subject="Hello\nBcc: leader@example.org")
    assert made.subject == "Hello"
    assert message(made, to=TO, reply_to="").message()["Bcc"] is None


@pytest.mark.parametrize("end", ["\n", *LINE_ENDS])
@pytest.mark.parametrize("whose", ["to", "reply_to"])
@pytest.mark.parametrize(
    "address", ["a@example.org{}", "a{}@example.org", "a@exam{}ple.org", '"a{}b"@example.org']
)
def test_an_address_with_a_control_character_is_never_sent(hello, end, whose, address):
    with pytest.raises(Unsendable, match="address"):
        written(**{whose: address.format(end)})


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b@example.org", "a@example.org, b@example.org", "A <a@example.org>", "a@ "],
)
def test_what_is_no_address_is_never_sent(hello, address):
    with pytest.raises(Unsendable):
        written(to=address)


@pytest.mark.parametrize("subject", ["", "  ", "\n\n"])
def test_a_letter_has_a_subject(write_template, subject):
    write_template("kernel/bare.txt", subject)
    with pytest.raises(Unsendable, match="subject"):
        written("kernel/bare")


def test_half_a_character_is_never_sent(hello):
    with pytest.raises(Unsendable, match="UnicodeEncodeError"):
        written(name="\ud800")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "nobody"},
        {"to": "a@exam\u2028ple.org"},
        {"reply_to": "a\x0b@example.org"},
        {"subject": "Hello\r\nBcc: leader@example.org"},
        {"text": ""},
        {"message_id": None},
    ],
)
def test_a_row_that_was_damaged_is_not_sent(wrong):
    with pytest.raises(Unsendable):
        sendable(make_letter(**wrong))
