"""Asks a server on this machine as fast as it answers, and keeps what each answer took.

Plain sockets: whatever the client needs, on the same processors, the server lacks.
"""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

CLIENTS = 4
# Then a client connects anew, so that no process of the server has all of them
ANSWERS_PER_CONNECTION = 25
TIMEOUT = 30


@dataclass
class Measured:
    """What some requests took, in milliseconds."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds if self.seconds else 0.0


def at(share: float, values: list[float]) -> float:
    """The value that this share of all does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def measure(
    port: int, paths: Iterable[str], seconds: float, headers: str = "", clients: int = CLIENTS
) -> Measured:
    """Ask for these paths, each client the next one, until the time or the paths are over."""
    found = Measured()
    turn = iter(paths)
    lock = threading.Lock()
    began = time.perf_counter()

    def ask() -> None:
        connection = Connection(port, headers)
        while time.perf_counter() - began < seconds:
            with lock:
                path = next(turn, None)
            if path is None:
                break
            asked = time.perf_counter()
            status, head, _ = connection.get(path)
            took = (time.perf_counter() - asked) * 1000
            with lock:
                found.took.append(took)
                found.cpu.append(int(head.get("x-cpu-microseconds", 0)) / 1000)
                found.statuses[status] += 1
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.perf_counter() - began
    return found


class Connection:
    """One client's connection; of HTTP only what gunicorn answers."""

    def __init__(self, port: int, headers: str = ""):
        self.port = port
        self.headers = headers
        self._socket: socket.socket | None = None
        self._left = 0

    def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers in lower case, and body."""
        if self._socket is None or not self._left:
            self.close()
            self._socket = socket.create_connection(("127.0.0.1", self.port), TIMEOUT)
            self._left = ANSWERS_PER_CONNECTION
        self._left -= 1
        last = "" if self._left else "Connection: close\r\n"
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{self.headers}{last}\r\n"
        self._socket.sendall(request.encode())
        return self._read(self._socket)

    def _read(self, stream: socket.socket) -> tuple[int, dict[str, str], bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more(stream)
        head, body = data.split(b"\r\n\r\n", 1)
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (li.partition(": ") for li in lines)}
        code = int(status.split()[1])
        length = 0 if code == 304 else int(headers["content-length"])
        pieces, missing = [body], length - len(body)
        while missing > 0:
            pieces.append(self._more(stream))
            missing -= len(pieces[-1])
        return code, headers, b"".join(pieces)

    def _more(self, stream: socket.socket) -> bytes:
        data = stream.recv(262_144)
        if not data:
            raise ConnectionError("The server closed the connection in the middle of an answer.")
        return data

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def forever(path: str) -> Iterator[str]:
    while True:
        yield path
