"""Several things done at the same moment, as different people do them."""

from threading import Barrier, Thread

from django.db import connection


def at_once(*acts):
    """What each gave, in no order; what one raised is given as it is. Needs a real database."""
    ready, results = Barrier(len(acts)), []

    def run(act):
        try:
            ready.wait()
            results.append(act())
        except Exception as fault:
            results.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
