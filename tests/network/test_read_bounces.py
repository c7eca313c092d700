"""Letters that came back, read from a folder, a file or a server; none is ever lost."""

import imaplib
import mailbox
import re
import socketserver
import threading
from contextlib import closing
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from collab_directory.env import Mailbox
from network.delivery_notes import LARGEST
from network.management.commands import read_bounces
from network.models import ReturnedLetter

NOTE = """From: mailer-daemon@mx.example.org
X-Failed-Recipients: lead@kent.fire.uk
Subject: Mail delivery failed

550 5.1.1 unknown
Message-ID: <number-{n}@testserver>
"""
A_PERSON = b"From: lead@kent.fire.uk\nSubject: Hello\n\nIs this read?\n"
BROKEN = b"From: mailer-daemon@mx.example.org\nX-Failed-Recipients: x\n\n550 5.1.1 unknown\n"
HUGE = NOTE.format(n=99).encode() + b"x" * LARGEST

pytestmark = pytest.mark.django_db


def note(n):
    return NOTE.format(n=n).encode()


def read(*options):
    out, err = StringIO(), StringIO()
    call_command("read_bounces", *options, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue()


@pytest.fixture
def maildir(tmp_path, settings):
    box = mailbox.Maildir(tmp_path / "returned", factory=None)
    settings.BOUNCE_MAILBOX = Mailbox("maildir", str(tmp_path / "returned"))
    return box


@pytest.fixture
def mbox(tmp_path, settings):
    settings.BOUNCE_MAILBOX = Mailbox("mbox", str(tmp_path / "returned"))
    with closing(mailbox.mbox(tmp_path / "returned")) as box:
        yield box


def everything(box):
    """Waiting, and processed."""
    if isinstance(box, mailbox.Maildir):
        return all_in(box), all_in(box.get_folder("Processed"))
    paths = (box._path, f"{box._path}.processed")
    with closing(mailbox.mbox(paths[0])) as waiting, closing(mailbox.mbox(paths[1])) as processed:
        return all_in(waiting), all_in(processed)


def all_in(box):
    return [message.as_bytes() for message in box]


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_notes_are_heeded_and_moved_and_the_rest_stays(kind, request):
    box = request.getfixturevalue(kind)
    for message in (note(1), A_PERSON, note(2), BROKEN, note(1), HUGE):
        box.add(message)
    box.flush()
    out, err = read()
    assert out == "2 heeded, 1 known before, 1 no delivery notes, 2 unreadable"
    assert err.count("Left where it is") == 2
    assert "which letter" in err
    assert "@" not in err
    assert ReturnedLetter.objects.count() == 2
    waiting, processed = everything(box)
    assert len(waiting) == 3
    assert A_PERSON.strip() in [message.strip() for message in waiting]
    assert len(processed) == 3
    assert all(b"X-Failed-Recipients" in message for message in processed)
    assert read()[0] == "0 heeded, 0 known before, 1 no delivery notes, 2 unreadable"


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_a_dry_run_moves_nothing(kind, request):
    box = request.getfixturevalue(kind)
    box.add(note(1))
    box.flush()
    out, _err = read("--dry-run")
    assert out.startswith("1 heeded")
    assert "dry run" in out
    assert not ReturnedLetter.objects.exists()
    assert len(everything(box)[0]) == 1


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_what_breaks_half_way_loses_nothing(kind, request, monkeypatch):
    box = request.getfixturevalue(kind)
    for n in range(3):
        box.add(note(n))
    box.flush()
    taken = []

    def breaks(notice, *, at):
        if taken:
            raise RuntimeError("The database is away")
        taken.append(notice)
        return True

    monkeypatch.setattr(read_bounces.returned, "take", breaks)
    with pytest.raises(RuntimeError):
        read()
    waiting, processed = everything(box)
    assert (len(waiting), len(processed)) == (2, 1)


@pytest.mark.parametrize("kind", ["maildir", "mbox", "imap"])
def test_a_mailbox_that_is_not_there_is_said_without_its_password(settings, tmp_path, kind):
    settings.BOUNCE_MAILBOX = Mailbox(
        kind, str(tmp_path / "none"), host="127.0.0.1", port=1, user="user", password="pass-word"
    )
    with pytest.raises(CommandError, match="BOUNCE_MAILBOX") as refused:
        read()
    assert "pass-word" not in str(refused.value)
    assert not list(tmp_path.iterdir())


def test_a_file_that_somebody_writes_to_waits(mbox):
    mbox.add(note(1))
    mbox.flush()
    mbox.lock()
    try:
        with pytest.raises(CommandError, match="Try again later"):
            read()
    finally:
        mbox.unlock()
    assert read()[0].startswith("1 heeded")


def test_without_a_mailbox_it_says_what_to_set():
    with pytest.raises(CommandError, match="maildir:///folder"):
        read()


# --- A server ------------------------------------------------------------------------------


class Server(socketserver.ThreadingTCPServer):
    """As much of IMAP4rev1 as we use, over messages in memory."""

    daemon_threads = True

    def __init__(self, messages):
        super().__init__(("127.0.0.1", 0), Session)
        self.messages = dict(enumerate(messages, start=7))
        self.seen, self.asked = set(), []


class Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line if isinstance(line, bytes) else line.encode() + b"\r\n")

    def handle(self):
        self.say("* OK ready")
        for raw in self.rfile:
            tag, _, asked = raw.decode().strip().partition(" ")
            self.server.asked.append(asked)
            answer = self.answer(asked)
            self.say(f"{tag} {answer}")
            if asked.startswith("LOGOUT"):
                return

    def answer(self, asked):
        messages, seen = self.server.messages, self.server.seen
        if asked.startswith("CAPABILITY"):
            self.say("* CAPABILITY IMAP4rev1")
        elif asked.startswith("LOGIN"):
            return "OK in" if '"right"' in asked else "NO [AUTH] wrong password for user"
        elif asked.startswith("SELECT"):
            if '"INBOX"' not in asked:
                return "NO no such mailbox"
            self.say(f"* {len(messages)} EXISTS")
        elif asked == "UID SEARCH UNSEEN":
            self.say("* SEARCH " + " ".join(str(uid) for uid in messages if uid not in seen))
        elif found := re.match(r"UID FETCH (\d+) \(RFC822.SIZE\)", asked):
            self.say(f"* 1 FETCH (UID {found[1]} RFC822.SIZE {len(messages[int(found[1])])})")
        elif found := re.match(r"UID FETCH (\d+) \(BODY.PEEK\[\]\)", asked):
            body = messages[int(found[1])]
            self.say(f"* 1 FETCH (UID {found[1]} BODY[] {{{len(body)}}}")
            self.say(body)
            self.say(")")
        elif found := re.match(r"UID STORE (\d+) \+FLAGS.SILENT \(\\Seen\)", asked):
            seen.add(int(found[1]))
        return "OK done"


@pytest.fixture
def imap(settings, monkeypatch):
    """Without TLS, for which a test would need a certificate."""
    monkeypatch.setattr(imaplib, "IMAP4_SSL", imaplib.IMAP4)
    servers = []

    def start(*messages, password="right", path="INBOX"):
        server = Server(messages)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.BOUNCE_MAILBOX = Mailbox(
            "imap", path, "127.0.0.1", server.server_address[1], "user", password
        )
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_on_a_server_notes_are_marked_as_read_and_nothing_else_is(imap):
    server = imap(note(1), A_PERSON, BROKEN, HUGE, note(2))
    out, _err = read()
    assert out == "2 heeded, 0 known before, 1 no delivery notes, 2 unreadable"
    assert server.seen == {7, 11}
    assert not [asked for asked in server.asked if "10 (BODY" in asked]  # the huge one stays there
    assert read()[0] == "0 heeded, 0 known before, 1 no delivery notes, 2 unreadable"


def test_an_empty_mailbox_of_a_server_is_no_fault(imap):
    imap()
    assert read()[0].startswith("0 heeded")


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"path": "Elsewhere"}])
def test_what_a_server_refuses_is_said_without_the_password(imap, wrong):
    imap(note(1), **wrong)
    with pytest.raises(CommandError, match="Check user, password and mailbox") as refused:
        read()
    assert "right" not in str(refused.value)
