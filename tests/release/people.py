"""People who send the form to a leader, and send it again when no answer comes."""

import http.client
import random
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core import signing
from django.utils.crypto import get_random_string

from network.forms.enquiry import EnquiryForm

CLIENTS = 3
TRIES = 30
REPLAYED = 0.1  # so often an accepted form is sent once more


@dataclass
class People:
    """Threads that post until `stop()`. `accepted` are the keys whose sender saw success."""

    port: int
    path: str
    accepted: set[uuid.UUID] = field(default_factory=set)
    given_up: set[uuid.UUID] = field(default_factory=set)
    statuses: Counter = field(default_factory=Counter)
    moved: list[uuid.UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock, self._over = threading.Lock(), threading.Event()
        self._threads = [threading.Thread(target=self._post_on) for _ in range(CLIENTS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _post_on(self) -> None:
        while not self._over.is_set():
            self._post_one(uuid.uuid4())

    def _post_one(self, key: uuid.UUID) -> None:
        body, headers = _form(key), _headers()
        place = ""
        for _ in range(TRIES):
            status, location = self._send(body, headers)
            with self._lock:
                self.statuses[status] += 1
            if status != 302:
                time.sleep(0.1)
                continue
            with self._lock:
                self.accepted.add(key)
                if place and location != place:
                    self.moved.append(key)
            if place or random.random() > REPLAYED:
                return
            place = location
        with self._lock:
            self.given_up |= {key} - self.accepted

    def _send(self, body: str, headers: dict[str, str]) -> tuple[int, str]:
        """Status and new address; status 0 when the connection broke."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", self.path, body, headers)
            response = connection.getresponse()
            response.read()
            return response.status, response.getheader("Location", "")
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()


def address(key: uuid.UUID) -> str:
    return f"{key.hex}@council.uk"


def _form(key: uuid.UUID) -> str:
    return urlencode(
        {
            "ticket": _ticket(key),
            "name": "Alex Reader",
            "role": "Estates officer",
            "organisation": "Kent Council",
            "email": address(key),
            "message": "How were the costs shared?\nWho pays for the roof?",
            "csrfmiddlewaretoken": TOKEN,
        }
    )


TOKEN = get_random_string(32)


def _headers() -> dict[str, str]:
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={TOKEN}",
        # Everybody has a network of their own: the limits are another test's matter
        "X-Forwarded-For": ".".join(str(random.randrange(1, 255)) for _ in range(4)),
    }


class _Earlier(signing.TimestampSigner):
    """As if the form had been drawn a minute ago."""

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time()) - 60)


def _ticket(key: uuid.UUID) -> str:
    return _Earlier(salt=EnquiryForm._signer().salt).sign(key.hex)
