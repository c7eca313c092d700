"""A piece of the web on this machine, for tests: names lead to a number that stands for it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from collab_directory.linkcheck.asking import Web

# Of a public number, as no number of this machine may be asked; nobody is ever sent there
OUTSIDE = "93.184.216.34"
Serve = Callable[[BaseHTTPRequestHandler], None]


class Outside:
    """What was asked, in order, and the world in which it was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.looked_up: list[str] = []
        self.connected: list[str] = []
        self.names: dict[str, list[str]] = {}

    def web(self, **more) -> Web:
        return Web(resolve=self._resolve, connect=self._connect, **{"seconds": 5.0} | more)

    def _resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        return self.names.get(host, [OUTSIDE])

    def _connect(self, sock: socket.socket, number: str, port: int) -> None:
        self.connected.append(number)
        sock.connect(("127.0.0.1", self.port))


@contextmanager
def outside(pages: dict[str, Serve | int | tuple[int, str]]) -> Iterator[Outside]:
    """Serve pages by path: a status, a status with where it leads, or what writes the answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            world.asked.append((self.command, self.path))
            world.headers.append(dict(self.headers))
            page = pages.get(self.path, 404)
            if callable(page):
                page(self)
                return
            status, leads_to = page if isinstance(page, tuple) else (page, "")
            self.send_response(status)
            if leads_to:
                self.send_header("Location", leads_to)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    world = Outside(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()
