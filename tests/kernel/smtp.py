"""A mail server on this machine that fails as a test wishes, and remembers what it took."""

import asyncio
import random
import threading
from dataclasses import dataclass, field
from email import message_from_bytes

from aiosmtpd.smtp import SMTP

FATES = ("busy", "drops", "loses_answer", "knows_nobody", "takes")


@dataclass(frozen=True)
class Faults:
    """How often, from 0 to 1. `refuses` is for a connection, the others are for a letter."""

    refuses: float = 0
    busy: float = 0  # 451 at RCPT TO
    drops: float = 0  # hangs up in the middle of the message
    loses_answer: float = 0  # takes the message, and hangs up before it says so
    knows_nobody: float = 0  # 550 at RCPT TO


@dataclass
class Taken:
    """What became of letters, as the server knows it: Message-IDs and addresses, once for each."""

    message_ids: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    unanswered: int = 0  # taken, and never said so


class FaultyMailServer:
    """`with FaultyMailServer(Faults(busy=0.2), seed=1) as server:` listens on `server.port`."""

    def __init__(self, faults: Faults | None = None, seed: int = 0, port: int = 0) -> None:
        self.faults, self.port = faults or Faults(), port
        self.dice, self.taken = random.Random(seed), Taken()
        self.loop = asyncio.new_event_loop()

    def __enter__(self) -> "FaultyMailServer":
        listening = self.loop.create_server(
            lambda: _Server(self, loop=self.loop), "127.0.0.1", self.port
        )
        self.server = self.loop.run_until_complete(listening)
        self.port = self.server.sockets[0].getsockname()[1]
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *error) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def _end(self) -> None:
        self.server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)

    def draw(self) -> str:
        chances = [getattr(self.faults, fate) for fate in FATES[:-1]]
        return self.dice.choices(FATES, [*chances, 1 - sum(chances)])[0]

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        session.fate = self.draw()
        if session.fate == "busy":
            return f"451 4.3.0 <{address}> try again later"
        if session.fate == "knows_nobody":
            self.taken.unknown.add(address)
            return f"550 5.1.1 <{address}> nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if session.fate != "drops":
            message = message_from_bytes(envelope.content)
            self.taken.message_ids.append(message["Message-ID"])
            self.taken.addresses.extend(envelope.rcpt_tos)
            self.taken.senders.append(envelope.mail_from)
        self.taken.unanswered += session.fate == "loses_answer"
        if session.fate in {"drops", "loses_answer"}:
            server.transport.abort()
        return "250 taken"


class _Server(SMTP):
    def connection_made(self, transport) -> None:
        super().connection_made(transport)
        ours = self.event_handler
        if ours.dice.random() < ours.faults.refuses:
            transport.abort()
