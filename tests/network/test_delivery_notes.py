"""Delivery status notes of many makes, written by hand; and what is made to trouble the reader."""

import base64

import pytest

from network.delivery_notes import DEEPEST, LARGEST, Unreadable, read
from network.models import ReturnedLetter

Kind = ReturnedLetter.Kind
ID = "<0123456789abcdef0123456789abcdef@directory.example.org>"


def written(text, **values):
    return text.strip("\n").format(id=ID, **values).replace("\n", "\r\n").encode()


POSTFIX = """
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: returns@example.org
Auto-Submitted: auto-replied
Message-ID: <20261102120000.AAAAA@mail.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="AA/mail.example.org"

This is a MIME-encapsulated message.

--AA/mail.example.org
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--AA/mail.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Mon,  2 Nov 2026 12:00:00 +0000 (GMT)

Final-Recipient: rfc822; lead@kent.fire.uk
Original-Recipient: rfc822;lead@kent.fire.uk
Action: {action}
Status: {status}
Remote-MTA: dns; mx.kent.fire.uk
Diagnostic-Code: smtp; 550 5.1.1 <lead@kent.fire.uk>: Recipient address
    rejected: User unknown

--AA/mail.example.org
Content-Description: Undelivered Message
Content-Type: message/rfc822

Message-ID: {id}
Subject: A question
To: lead@kent.fire.uk
Content-Type: text/plain

Hello
--AA/mail.example.org--
"""

POSTFIX_HEADERS_ONLY = POSTFIX.replace(
    "Content-Type: message/rfc822", "Content-Type: text/rfc822-headers"
).replace("\nHello", "")

EXIM = """
From: Mail Delivery System <Mailer-Daemon@mx.example.org>
To: returns@example.org
Subject: Mail delivery failed: returning message to sender
X-Failed-Recipients: lead@kent.fire.uk
Auto-Submitted: auto-replied
Message-Id: <E1aaaa-0000@mx.example.org>

This message was created automatically by mail delivery software.
The following address failed:

  lead@kent.fire.uk
    host mx.kent.fire.uk [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<lead@kent.fire.uk>:
    550 5.1.1 No such user here

------ This is a copy of the message, including all the headers. ------

Return-path: <returns@example.org>
Message-ID: {id}
Subject: A question

Hello
"""

EXCHANGE = """
From: postmaster@kent.fire.uk
To: returns@example.org
Subject: Undeliverable: A question
Content-Type: multipart/report; report-type=delivery-status; boundary="_0_BB"
In-Reply-To: {id}
References: {id}
MIME-Version: 1.0

--_0_BB
Content-Type: multipart/alternative; boundary="_1_BB"

--_1_BB
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to lead@kent.fire.uk couldn't be delivered.=20

--_1_BB
Content-Type: text/html; charset="us-ascii"

<html><body>Your message couldn't be delivered.</body></html>

--_1_BB--

--_0_BB
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.kent.fire.uk
Received-From-MTA: dns;mail.example.org

Final-Recipient: rfc822;lead@kent.fire.uk
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found

--_0_BB--
"""

GMAIL = """
From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
To: returns@example.org
Subject: Delivery Status Notification (Delay)
Auto-Submitted: auto-replied
In-Reply-To: {id}
Content-Type: multipart/report; boundary="cc"; report-type=delivery-status

--cc
Content-Type: multipart/related; boundary="dd"

--dd
Content-Type: text/html; charset="UTF-8"

<p>There was a temporary problem. We will retry for 46 more hours.</p>

--dd
Content-Type: image/png; name="icon.png"
Content-Transfer-Encoding: base64
Content-ID: <icon.png>

iVBORw0KGgo=
--dd--

--cc
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.example
Arrival-Date: Mon, 02 Nov 2026 04:00:00 -0800 (PST)

Final-Recipient: rfc822; lead@kent.fire.uk
Action: delayed
Status: 4.4.1
Diagnostic-Code: smtp; The recipient server did not accept our requests to connect.
Will-Retry-Until: Wed, 04 Nov 2026 04:00:00 -0800 (PST)

--cc
Content-Type: message/rfc822

Message-ID: {id}
Subject: A question

Hello
--cc--
"""

QMAIL = """
From: MAILER-DAEMON@mx.example.org
To: returns@example.org
Subject: failure notice

Hi. This is the program that carries mail at mx.example.org.

<lead@kent.fire.uk>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.7.1 Not here
Giving up.

--- Below this line is a copy of the message.

Return-Path: <returns@example.org>
Message-ID: {id}
Subject: A question
"""

COMPLAINT = """
From: feedback@provider.example
To: returns@example.org
Subject: FW: A question
Content-Type: multipart/report; report-type=feedback-report; boundary="ee"

--ee
Content-Type: text/plain

This is an email abuse report.

--ee
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Something/1.0
Version: 1

--ee
Content-Type: message/rfc822

Message-ID: {id}
Subject: A question

Hello
--ee--
"""

IN_BASE64 = """
From: mailer-daemon@mx.example.org
In-Reply-To: {id}
Content-Type: multipart/report; report-type=delivery-status; boundary="ff"

--ff
Content-Type: message/delivery-status
Content-Transfer-Encoding: base64

{block}
--ff--
"""
BLOCK = b"""
Reporting-MTA: dns; x

Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; full
""".strip()


@pytest.mark.parametrize(
    "raw, kind, status, reason",
    [
        (written(POSTFIX, action="failed", status="5.1.1"), "permanent", "5.1.1", "User unknown"),
        (
            written(POSTFIX_HEADERS_ONLY, action="failed", status="5.1.1"),
            "permanent",
            "5.1.1",
            "User unknown",
        ),
        # Given up after days of trying
        (written(POSTFIX, action="failed", status="4.4.1"), "permanent", "4.4.1", "550"),
        (written(POSTFIX, action="delayed", status="4.4.1"), "temporary", "4.4.1", "550"),
        (written(EXIM), "permanent", "5.1.1", "No such user here"),
        (written(EXCHANGE), "permanent", "5.1.10", "RecipientNotFound"),
        (written(GMAIL), "temporary", "4.4.1", "did not accept"),
        (written(QMAIL), "permanent", "5.7.1", "Not here"),
        (written(COMPLAINT), "complaint", "", ""),
        (
            written(IN_BASE64, block=base64.b64encode(BLOCK).decode()),
            "permanent",
            "5.2.2",
            "full",
        ),
    ],
    ids=[
        "postfix",
        "postfix, headers only",
        "given up",
        "postfix, delayed",
        "exim",
        "exchange",
        "gmail",
        "qmail",
        "complaint",
        "base64",
    ],
)
def test_a_note_says_which_letter_and_what_became_of_it(raw, kind, status, reason):
    notice = read(raw)
    assert (notice.kind, notice.status) == (kind, status)
    assert notice.message_id == ID.strip("<>")
    assert reason in notice.reason


def test_line_ends_do_not_matter():
    raw = written(POSTFIX, action="failed", status="5.1.1")
    assert read(raw.replace(b"\r\n", b"\n")) == read(raw)


def test_the_same_note_by_another_way_is_the_same_event():
    raw = written(POSTFIX, action="failed", status="5.1.1")
    assert read(b"Received: by elsewhere\r\n" + raw).event_id == read(raw).event_id
    assert read(written(GMAIL)).event_id != read(raw).event_id


HOLIDAY = """
From: "Lead" <lead@kent.fire.uk>
To: returns@example.org
Subject: Automatic reply: A question
Auto-Submitted: auto-replied
In-Reply-To: {id}

I am away. Our number is 550 5.1.1. Message-ID: {id}
"""


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Hello, is there anybody?",
        written(HOLIDAY),
        written(POSTFIX, action="delivered", status="2.0.0"),
        written("From: postmaster@kent.fire.uk\nSubject: New rules\n\nRead them. {id}"),
        written("From: mailer-daemon@x.uk\n\nNothing in particular"),
    ],
)
def test_what_is_no_note_is_left_to_people(raw):
    assert read(raw) is None


def nested(depth):
    opened = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth)
    )
    return f"From: mailer-daemon@x.uk\r\n{opened}".encode()


NO_NUMBER = written(EXIM.replace("Message-ID: {id}", "Message: none"))


@pytest.mark.parametrize(
    "raw, why",
    [
        (b"x" * (LARGEST + 1), "longer"),
        (nested(DEEPEST + 1), "parts within parts"),
        (nested(DEEPEST + 1).replace(b"boundary=", b"boundary ="), "parts within parts"),
        (nested(2000).replace(b"boundary=", b"boundary ="), "cannot be parsed"),
        (NO_NUMBER, "which letter"),
        (written(POSTFIX.replace("Message-ID: {id}", ""), action="failed", status="5"), "which"),
    ],
    ids=["huge", "nested", "nested unseen", "nested deeply", "no number", "no number in a report"],
)
def test_what_cannot_be_heeded_is_said(raw, why):
    with pytest.raises(Unreadable, match=why):
        read(raw)


@pytest.mark.parametrize(
    "change",
    [
        (b"charset=utf-8", b"charset=no-such-charset"),
        (b"charset=utf-8", b'charset="\xff\xfe\x00"'),
        (
            b"Content-Type: text/plain",
            b"Content-Transfer-Encoding: base64\r\nContent-Type: text/plain",
        ),
        (b"Subject: Undelivered", b"Subject: =?utf-7?B?////?= =?x?Q?=ZZ?= \xff\xfe"),
        (b"message/delivery-status", b"message/delivery-status; charset*=x'y'%ff%00"),
        (b'boundary="AA/mail.example.org"', b'boundary*0="AA/mail";boundary*1=".example.org"'),
        (b"Message-ID: <0", b"Message-ID: <\xff\x00<<>>@@<0"),
        (b"Status: 5.1.1", b"Status: " + b"5." * 10_000),
        (b"Action: failed", b"Action: failed\r\nAction: delayed"),
        (b"smtp; 550", b"=?utf-8?B?4piD?= \xe2\x98\x83; 550"),
        (b"--AA/mail.example.org--", b""),
        (b"Content-Type: multipart/report", b"Content-Type: multipart/report, text/plain"),
        (b"MIME-Version: 1.0", b"Content-Transfer-Encoding: base64"),
    ],
)
def test_a_note_that_is_broken_on_purpose_breaks_nothing(change):
    raw = written(POSTFIX, action="failed", status="5.1.1")
    assert change[0] in raw
    try:
        notice = read(raw.replace(*change))
    except Unreadable:
        return
    assert notice is None or notice.kind in Kind.values


@pytest.mark.parametrize("byte", [b"\x00", b"\xff", b"<", b"-", b"\r\n", b" ", b"="])
def test_every_place_of_a_note_may_hold_anything(byte):
    """Each twentieth byte replaced, from each of twenty starts, and each length cut off."""
    for text in (written(POSTFIX, action="failed", status="5.1.1"), written(EXIM)):
        for start in range(0, 20, 4):
            pieces = bytearray(text)
            pieces[start::40] = byte[:1] * len(pieces[start::40])
            for raw in (bytes(pieces), text[: start * 40], text[start * 40 :] + byte * 50):
                try:
                    read(raw)
                except Unreadable:
                    continue
