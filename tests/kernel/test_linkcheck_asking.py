"""An address is asked within limits, and never one of the network that we stand in."""

import contextlib
import gzip
import socket
import threading

import pytest

from collab_directory.linkcheck import asking, guards
from collab_directory.linkcheck.asking import Answer, Trouble, ask
from tests.kernel.web_outside import OUTSIDE, outside

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",  # where clouds keep their keys
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "no number",
    "",
]


@pytest.mark.parametrize("number", INSIDE)
def test_no_machine_of_our_own_network_is_outside(number):
    assert not guards.is_outside(number)


@pytest.mark.parametrize("number", [OUTSIDE, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_a_machine_of_the_internet_is_outside(number):
    assert guards.is_outside(number)


@pytest.mark.parametrize("number", INSIDE)
def test_a_name_that_leads_inside_is_not_asked(number):
    with outside({"/": 200}) as world:
        world.names = {"inside.test": [number], "both.test": [OUTSIDE, number]}
        for host in world.names:
            assert ask(f"http://{host}/", world.web()).trouble is Trouble.FORBIDDEN
        assert (world.asked, world.connected) == ([], [])
        # The guard, not the test's world, kept us from it
        assert ask("http://outside.test/", world.web()).status == 200


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
    ],
)
def test_this_machine_is_not_asked_however_it_is_written(address):
    """With the machine's own way of reading names, which needs no network for these."""
    assert ask(address).trouble in {Trouble.FORBIDDEN, Trouble.NO_NAME}


@pytest.mark.parametrize(
    "address",
    [
        "ftp://outside.test/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://outside.test/",
        "//outside.test/",
        "http://",
        "http:///path",
        "http://outside.test:22/",
        "http://outside.test:8080/",
        "http://outside.test:99999/",
        "http://me@outside.test/",
        "http://me:secret@outside.test/",
        "http://outside.test/a\r\nHost: inside",
        "http://out side.test/",
        "http://[::1/",
        f"http://{'x' * 70}.test/",
        "http://outside.test/" + "x" * 600,
    ],
)
def test_what_is_no_plain_address_of_the_web_is_not_asked(address):
    with outside({"/": 200}) as world:
        assert ask(address, world.web()) == Answer(trouble=Trouble.FORBIDDEN)
        assert world.looked_up == []


def test_it_is_asked_at_the_machine_that_was_judged():
    """A name that leads elsewhere a moment later is not looked up a second time."""
    with outside({"/": 200}) as world:
        assert ask("http://outside.test/", world.web()).status == 200
        assert world.looked_up == ["outside.test"]
        assert world.connected == [OUTSIDE]


@pytest.mark.parametrize("leads_to", ["http://inside.test/", "//inside.test/", "http://[::1]:80/"])
def test_a_redirect_that_leads_inside_is_not_followed(leads_to):
    with outside({"/": (302, leads_to), "/secret": 200}) as world:
        world.names = {"inside.test": ["10.0.0.1"], "::1": ["::1"]}
        assert ask("http://outside.test/", world.web()).trouble is Trouble.FORBIDDEN
        assert world.asked == [("HEAD", "/")]


@pytest.mark.parametrize("leads_to", ["ftp://outside.test/", "http://outside.test:22/"])
def test_a_redirect_away_from_the_web_is_not_followed(leads_to):
    with outside({"/": (301, leads_to)}) as world:
        assert ask("http://outside.test/", world.web()).trouble is Trouble.FORBIDDEN


def test_three_redirects_are_followed_and_no_fourth():
    chain = {f"/{n}": (302, f"/{n + 1}") for n in range(4)}
    with outside(chain | {"/4": 200}) as world:
        assert ask("http://outside.test/1", world.web()).status == 200
        assert ask("http://outside.test/0", world.web()).trouble is Trouble.REDIRECTS
        assert len(world.asked) == 4 + 4


def test_an_endless_redirect_ends():
    with outside({"/": (301, "/")}) as world:
        assert ask("http://outside.test/", world.web()).trouble is Trouble.REDIRECTS
        assert len(world.asked) == 4


@pytest.mark.parametrize(
    "pages, moved_to",
    [
        ({"/": (301, "/new"), "/new": 200}, "http://outside.test/new"),
        ({"/": (308, "/a"), "/a": (301, "/b"), "/b": 200}, "http://outside.test/b"),
        ({"/": (301, "/a"), "/a": (302, "/b"), "/b": 200}, "http://outside.test/a"),
        ({"/": (302, "/a"), "/a": (301, "/b"), "/b": 200}, ""),
        ({"/": (307, "/a"), "/a": 200}, ""),
        ({"/": (301, "/gone"), "/gone": 404}, ""),
    ],
)
def test_what_moved_for_good_is_told_from_what_is_elsewhere_for_a_while(pages, moved_to):
    with outside(pages) as world:
        assert ask("http://outside.test/", world.web()).moved_to == moved_to


@pytest.mark.parametrize("status", [200, 204, 401, 403, 404, 410, 429, 500, 503])
def test_the_status_is_what_the_page_itself_answers(status):
    def picky(handler):
        handler.send_response(405 if handler.command == "HEAD" else status)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with outside({"/": picky}) as world:
        assert ask("http://outside.test/", world.web()).status == status
        assert world.asked == [("HEAD", "/"), ("GET", "/")]


def test_it_says_who_asks_and_sends_and_keeps_no_cookie(settings):
    settings.SITE_NAME, settings.SITE_URL = "Directory", "https://directory.example.org"

    def with_cookie(handler):
        handler.send_response(302 if handler.path == "/" else 200)
        handler.send_header("Set-Cookie", "id=1")
        handler.send_header("Location", "/next")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with outside({"/": with_cookie, "/next": with_cookie}) as world:
        assert ask("http://outside.test/", world.web()).status == 200
        for sent in world.headers:
            expected = "Directory source check (+https://directory.example.org/about/)"
            assert sent["User-Agent"] == expected
            assert sent["Host"] == "outside.test"
            assert not {"Cookie", "Authorization", "Referer"} & sent.keys()


def slowly(handler, begin):
    with contextlib.suppress(OSError):
        handler.wfile.write(begin)
        while not stop.wait(0.05):
            handler.wfile.write(b"x")


stop = threading.Event()


@pytest.fixture(autouse=True)
def an_end_to_slowness():
    stop.clear()
    yield
    stop.set()


@pytest.mark.parametrize(
    "begin",
    [
        b"HTTP/1.1 ",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
    ],
)
def test_a_drop_at_a_time_wins_no_time(begin):
    with outside({"/": lambda handler: slowly(handler, begin)}) as world:
        assert ask("http://outside.test/", world.web(seconds=0.4)).trouble is Trouble.TOO_SLOW


def test_a_body_that_drips_wins_no_time():
    def drip(handler):
        if handler.command == "HEAD":
            handler.send_error(405)
        else:
            slowly(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")

    with outside({"/": drip}) as world:
        assert ask("http://outside.test/", world.web(seconds=0.4)).trouble is Trouble.TOO_SLOW


def test_names_that_are_never_found_win_no_time():
    def never(host, port):
        stop.wait(5)
        return [OUTSIDE]

    assert ask("http://slow.test/", asking.Web(resolve=never, seconds=0.1)).trouble is (
        Trouble.TOO_SLOW
    )


def body_of(handler, body, **headers):
    if handler.command == "HEAD":
        handler.send_error(405)
        return
    handler.send_response(200)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    with contextlib.suppress(OSError):
        for piece in body:
            handler.wfile.write(piece)
            written.append(len(piece))


written: list[int] = []


def test_of_an_endless_page_little_is_read():
    written.clear()

    def endless():
        while not stop.is_set():
            yield b"x" * 8192

    with outside({"/": lambda handler: body_of(handler, endless())}) as world:
        assert ask("http://outside.test/", world.web()).status == 200
    stop.set()
    # What was read, and what the network held on the way
    assert sum(written) < 16 * 1024 * 1024


def test_what_is_packed_stays_packed(monkeypatch):
    packed = gzip.compress(b"\0" * 20_000_000)
    read = []
    real = asking.HTTPResponse.read

    def counted(response, amount=None):
        got = real(response, amount)
        read.append(len(got))
        return got

    monkeypatch.setattr(asking.HTTPResponse, "read", counted)
    page = lambda handler: body_of(handler, [packed], Content_Encoding="gzip")  # noqa: E731
    with outside({"/": page}) as world:
        assert ask("http://outside.test/", world.web()).status == 200
    assert sum(read) == len(packed)


@pytest.mark.parametrize(
    "said",
    [
        b"SSH-2.0-OpenSSH\r\n",
        b"",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X%d: y\r\n" % n for n in range(200)) + b"\r\n",
    ],
)
def test_what_is_no_answer_of_the_web_is_no_answer(said):
    def nonsense(handler):
        handler.wfile.write(said)
        handler.close_connection = True

    with outside({"/": nonsense}) as world:
        found = ask("http://outside.test/", world.web())
        assert found.trouble in {Trouble.NO_SENSE, Trouble.NO_CONNECTION}


@pytest.mark.parametrize(
    "fault, trouble",
    [
        (socket.gaierror(socket.EAI_NONAME, "no such name"), Trouble.NO_NAME),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), Trouble.NO_NETWORK),
    ],
)
def test_a_name_that_is_not_there_is_told_from_a_network_that_is_not(fault, trouble):
    def fails(host, port):
        raise fault

    assert ask("http://x.test/", asking.Web(resolve=fails)).trouble is trouble


@pytest.mark.parametrize(
    "fault, trouble",
    [
        (ConnectionRefusedError(), Trouble.NO_CONNECTION),
        (OSError(101, "Network is unreachable"), Trouble.NO_NETWORK),
    ],
)
def test_a_machine_that_refuses_is_told_from_a_network_that_is_not(fault, trouble):
    def fails(sock, number, port):
        raise fault

    web = asking.Web(resolve=lambda host, port: [OUTSIDE], connect=fails)
    assert ask("http://x.test/", web).trouble is trouble


def test_a_secure_address_whose_machine_speaks_plainly_is_not_trusted():
    with outside({"/": 200}) as world:
        assert ask("https://outside.test/", world.web()).trouble is Trouble.NO_TRUST


def test_words_of_other_languages_in_an_address_reach_the_machine():
    with outside({"/caf%C3%A9?q=%C5%B5": 200}) as world:
        assert ask("http://bücher.test/café?q=ŵ", world.web()).status == 200
        assert world.looked_up == ["xn--bcher-kva.test"]
