"""Kills web and mail workers at random while people send forms, and counts what was lost.

    python -m tests.release.kills [--kills 200] [--databases sqlite,postgresql] [--seed 1]

Forms go to gunicorn with the whole directory; the mail server fails 35 times in a hundred (refuses
10, is busy 10, hangs up 10, loses its answer 5). Nothing accepted may be lost, stored twice, never
mailed, or mailed without having been stored; at most a tenth may be mailed again, and always with
the same Message-ID. Exits with 1 if anything is not so.
"""

import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests import postgres
from tests.kernel.smtp import Faults, FaultyMailServer, Taken

ROOT = Path(__file__).resolve().parents[2]
FAULTS = Faults(refuses=0.1, busy=0.1, drops=0.1, loses_answer=0.05)
MOST_AGAIN = 0.1
BETWEEN = (0.3, 1.3)  # seconds between two kills
PATIENCE = 120  # seconds until the web answers


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    wanted = parser.parse_args(words)
    if wanted.url:
        return run(wanted.url, wanted.kills, wanted.seed)
    # Django knows one database for each process
    results = []
    for name in wanted.databases.split(","):
        with tempfile.TemporaryDirectory() as folder:
            file = nullcontext(f"sqlite:///{folder}/db.sqlite3")
            with file if name == "sqlite" else postgres.server() as url:
                print(f"{name}: {wanted.kills} kills", flush=True)
                again = [sys.executable, "-m", "tests.release.kills", "--url", url]
                again += ["--kills", str(wanted.kills), "--seed", str(wanted.seed)]
                results.append(subprocess.run(again, cwd=ROOT, check=False).returncode)
    return max(results)


def run(url: str, kills: int, seed: int) -> int:
    random.seed(seed)
    with FaultyMailServer(FAULTS, seed) as mail_server, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        os.environ.update(environment(url, port, mail_server.port))
        path = set_up()
        from tests.release.mail_workers import hurried
        from tests.release.people import People

        people, epoch = People(port, path), time.time()
        with running("gunicorn", "collab_directory.wsgi") as web:
            wait_for(port)
            with running("tests.release.mail_workers", str(epoch)) as mail:
                people.start()
                killed = kill(kills, {"web": web.pid, "mail": mail.pid})
                people.stop()
        drain(hurried(epoch))
        return report(people, killed, mail_server.taken)


def environment(url: str, port: int, mail_port: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.release.settings",
        "DEBUG": "0",
        "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "CONTACT_EMAIL": "working-group@example.org",
        "DATABASE_URL": url,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "TRUSTED_PROXIES": "1",
        "LOG_LEVEL": "CRITICAL",
        "BIND": f"127.0.0.1:{port}",
        "PYTHONWARNINGS": "ignore::UserWarning",  # there are no static files
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def set_up() -> str:
    """The address of a form: of a case study without a leader, whom a limit would protect."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django.urls import reverse

    from tests.factories import make_study

    call_command("migrate", verbosity=0)
    study = make_study(title="Shared station")
    connections.close_all()
    return reverse("network:contact_leader", args=[study.slug])


@contextmanager
def running(*module: str) -> Iterator[subprocess.Popen]:
    nothing = subprocess.DEVNULL  # a log goes to standard output; a traceback is shown
    process = subprocess.Popen(
        [sys.executable, "-m", *module], cwd=ROOT, stdin=nothing, stdout=nothing
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def kill(times: int, masters: dict[str, int]) -> Counter:
    """How many workers of each kind were killed; their masters start others."""
    killed: Counter = Counter()
    while killed.total() < times:
        time.sleep(random.uniform(*BETWEEN))
        kind = random.choice(sorted(masters))
        master = masters[kind]
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        if children:
            os.kill(int(random.choice(children)), signal.SIGKILL)
            killed[kind] += 1
    return killed


def drain(now) -> None:
    """Send what is left, as time goes by: leases of the dead run out, pauses end."""
    import datetime as dt

    from collab_directory.outbox.models import Letter
    from collab_directory.outbox.sending import send_due

    while waiting := Letter.objects.unfinished().order_by("due_at").first():
        now = max(now + dt.timedelta(minutes=1), waiting.due_at)
        send_due(clock=lambda at=now: at, limit=10_000)


def report(people, killed: Counter, taken: Taken) -> int:
    from collab_directory.outbox.models import Letter
    from network.models import Enquiry
    from tests.release.people import address

    stored = list(Enquiry.objects.values_list("form_key", "email"))
    keys, addresses = [key for key, _ in stored], [to for _, to in stored]
    ids_by_address = defaultdict(set)
    for message_id, to in zip(taken.message_ids, taken.addresses, strict=True):
        ids_by_address[to].add(message_id)
    again = len(taken.message_ids) - len(set(taken.message_ids))
    wrong = {
        "accepted and not stored": len(people.accepted - set(keys)),
        "stored twice": len(addresses) - len(set(addresses)),
        "stored and never mailed": len(set(addresses) - set(ids_by_address)),
        "mailed and not stored": len(set(ids_by_address) - {address(key) for key in keys}),
        "mailed again with another Message-ID": sum(
            len(ids) > 1 for ids in ids_by_address.values()
        ),
        "answered differently the second time": len(people.moved),
        "letters not marked sent": Letter.objects.exclude(state=Letter.State.SENT).count(),
    }
    print(f"  killed: {dict(killed)}; answers to forms, 0 for none: {dict(people.statuses)}")
    print(f"  accepted {len(people.accepted)}, stored {len(keys)}, mailed {len(taken.message_ids)}")
    for what, count in wrong.items():
        print(f"  {what}: {count}")
    share = again / max(1, len(set(taken.message_ids)))
    print(
        f"  mailed again: {again}, {share:.1%} (at most {MOST_AGAIN:.0%});"
        f" {taken.unanswered} answers were lost, the others are the kills' work"
    )
    enough = len(people.accepted) >= killed.total()
    if not enough:
        print("  too few forms were accepted for this to prove anything")
    return 0 if enough and not any(wrong.values()) and share <= MOST_AGAIN else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
