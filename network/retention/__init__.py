"""How long what is kept about people is kept: one table, for the daily job and the privacy page.

Each rule says in words what it is about and for how long, and does what the words say. A rule
changes nothing the second time. What it took is written down as a number (`Clearing`).

The rules of one subject stand in one module, as `RULES`; a new module is added to the table here.
"""

import datetime as dt

from django.db import transaction

from network.models import Clearing
from network.retention import (
    alerts,
    belonging,
    contributions,
    discussions,
    introductions,
    questions,
    traces,
    trail,
)
from network.retention.rule import Rule

__all__ = ["RULES", "Rule", "apply", "apply_all", "due"]

RULES: tuple[Rule, ...] = (
    *questions.RULES,
    *belonging.RULES,
    *introductions.RULES,
    *discussions.RULES,
    *contributions.RULES,
    *alerts.RULES,
    *traces.RULES,
    *trail.RULES,
)


def apply_all(*, at: dt.datetime) -> dict[str, int]:
    """Apply every rule; how much each took.

    One that fails does not keep the others from it: its fault is raised when all are through, in an
    ExceptionGroup.
    """
    taken, faults = {}, []
    for rule in RULES:
        try:
            taken[rule.name] = apply(rule, at=at)
        except Exception as fault:
            fault.add_note(f"The rule of retention {rule.name} failed")
            faults.append(fault)
    if faults:
        raise ExceptionGroup("Rules of retention that failed", faults)
    return taken


@transaction.atomic
def apply(rule: Rule, *, at: dt.datetime) -> int:
    number = rule.take(at)
    if number:
        Clearing.objects.create(at=at, rule=rule.name, number=number)
    return number


def due(rule: Rule, *, at: dt.datetime) -> int:
    """How much the rule would take, without taking it."""
    with transaction.atomic():
        number = rule.take(at)
        transaction.set_rollback(True)
    return number
