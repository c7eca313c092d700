"""What waits for the working group: one list, made of queues that each app defines.

A queue is a question to the database, so a row is gone as soon as its cause is. What somebody says
they are dealing with (`Mark`) only moves a row to the end: it never hides it. Which queues there
are stands in `settings.WORKLIST`: names of tuples of `Queue`.
"""

from .queues import Queue, Row, Whom

__all__ = ["Queue", "Row", "Whom"]
