"""`python -m tests.release.mail_workers EPOCH`: `send_mail` three times over, whoever kills them.

Each worker is forked from this process, so that the next one is there at once. Their clock runs
SPEED times as fast from EPOCH on (seconds since 1970): pauses and leases pass within the test.
"""

import datetime as dt
import os
import signal
import sys
import time
from functools import partial

import django

SPEED = 20
WORKERS = 3


def hurried(epoch: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(epoch + (time.time() - epoch) * SPEED, dt.UTC)


def work(epoch: float) -> None:
    from django.core.management import call_command

    from collab_directory.outbox.management.commands import send_mail

    clock = partial(hurried, epoch)
    send_mail.send_due = partial(send_mail.send_due, clock=clock)
    send_mail.KNOCK_EVERY = 60 / SPEED
    call_command("send_mail", "--every", "0.1", "--beside", str(os.getppid()), skip_checks=True)


def main(epoch: float) -> None:
    django.setup()
    workers: set[int] = set()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    while True:
        while len(workers) < WORKERS:
            pid = os.fork()
            if not pid:
                try:
                    work(epoch)
                finally:
                    os._exit(0)
            workers.add(pid)
        ended, _ = os.wait()
        workers.discard(ended)


if __name__ == "__main__":
    main(float(sys.argv[1]))
